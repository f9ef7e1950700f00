package dev.windtunnel.simulation;

import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.LocalRateLimit;
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
 * @param faults how many of them come before faults are injected
 * @param cors how many of them come before preflights are answered
 */
record Passage(int head, Stage[] stages, int faults, int cors) {

    static final Stage[] FREE = new Stage[0];

    /** Of a request into a pod, where there are neither faults nor preflights. */
    Passage(int head, Stage[] stages) {
        this(head, stages, stages.length, stages.length);
    }

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

    /**
     * Tokens are taken from these buckets, one after the other until one is empty.
     *
     * @param counters number of its counters
     * @param number which of the local limits in the chain it is
     */
    record Local(
            LocalRateLimit filter,
            LocalLimit limit,
            LocalBuckets.Tokens[] tokens,
            int counters,
            int number,
            LocalReply reply)
            implements Stage {}

    /** A connection of bytes needs a token. */
    record Connections(LocalBuckets.Tokens tokens, double enabledFraction, int counters) implements Stage {}

    /** Mixer is asked: Check refuses this kind of request where there is a refusal, Quota where a window is empty. */
    record Mixed(@Nullable Refuse no, RollingWindow[] windows, boolean quota) implements Stage {}

    /** Somebody else is asked, who says no to this kind of request or yes. */
    record Ask(String name, ExtensionProvider provider, boolean denied, LocalReply reply) implements Stage {}
}
