package dev.windtunnel.simulation;

import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.proxy.limit.FixedWindow;
import dev.windtunnel.proxy.mixer.RollingWindow;
import dev.windtunnel.scenario.ExtensionProvider;
import dev.windtunnel.scenario.RateLimitService;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of request goes through before it may pass a proxy.
 *
 * @param head the request as it goes on
 * @param stages what is asked, in order
 */
record Passage(int head, Stage[] stages) {

    static final Stage[] FREE = new Stage[0];

    /** One thing that is asked. */
    sealed interface Stage {}

    /** The proxy answers by itself. */
    record Refuse(int status, LocalReply reply, String reason) implements Stage {

        static Refuse of(Admission.Refusal refusal) {
            return new Refuse(refusal.status(), new LocalReply(refusal.body(), true, ""), refusal.reason());
        }
    }

    /** The rate limit service is asked, which counts the request in these windows. */
    record Limit(GlobalRateLimit filter, RateLimitService service, FixedWindow[] windows) implements Stage {}

    /** Mixer is asked: Check refuses this kind of request where there is a refusal, Quota where a window is empty. */
    record Mixed(@Nullable Refuse no, RollingWindow[] windows, boolean quota) implements Stage {}

    /** Somebody else is asked, who says no to this kind of request or yes. */
    record Ask(String name, ExtensionProvider provider, boolean denied, LocalReply reply) implements Stage {}
}
