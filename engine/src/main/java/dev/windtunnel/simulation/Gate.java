package dev.windtunnel.simulation;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.proxy.jwt.Token;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.RouteMatcher;
import dev.windtunnel.scenario.ExtensionProvider;
import dev.windtunnel.scenario.RateLimitService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What proxies of one configuration ask of requests; each kind of request is looked at once. */
final class Gate {

    private final Admission admission;
    private final boolean looksAtAddresses;
    /** By who asks and how, then by head. */
    private @Nullable Passage[][] known = new @Nullable Passage[16][];

    Gate(Admission admission) {
        this.admission = admission;
        this.looksAtAddresses = admission.looksAtAddresses();
    }

    /** Who asks: a pod, over a connection. */
    record Caller(Pod pod, boolean mutualTls, boolean bytes, String address) {

        private int kind() {
            return pod.plan.id() << 2 | (mutualTls ? 2 : 0) | (bytes ? 1 : 0);
        }
    }

    /** What a request goes through. */
    Passage passage(Core core, int head, Caller caller, Pod to, int port) {
        if (looksAtAddresses) {
            return decide(core, head, caller, to, port);
        }
        int kind = caller.kind();
        if (kind >= known.length) {
            known = Arrays.copyOf(known, Math.max(kind + 1, 2 * known.length));
        }
        @Nullable Passage[] byHead = known[kind];
        if (byHead == null || head >= byHead.length) {
            byHead = byHead == null ? new @Nullable Passage[head + 8] : Arrays.copyOf(byHead, 2 * (head + 1));
            known[kind] = byHead;
        }
        Passage passage = byHead[head];
        if (passage == null) {
            passage = decide(core, head, caller, to, port);
            byHead[head] = passage;
        }
        return passage;
    }

    private Passage decide(Core core, int head, Caller caller, Pod to, int port) {
        RequestHead request = core.heads.get(head);
        String principal = caller.mutualTls() ? caller.pod().plan.principal() : null;
        Admission.Ruling ruling = admission.decide(
                caller.bytes() ? null : request, new Admission.Peers(principal, caller.address(), to.ip, port));
        List<Passage.Stage> stages = new ArrayList<>();
        for (AuthorizationPolicy policy : ruling.asks()) {
            String name = String.valueOf(policy.provider());
            ExtensionProvider provider =
                    core.scenario.cluster().extensionProviders().get(name);
            stages.add(
                    provider == null
                            ? Passage.Refuse.of(Admission.denied(policy)) // istiod denies what it cannot have asked
                            : ask(name, provider, request));
        }
        Admission.Refusal refusal = ruling.refusal();
        if (refusal != null) {
            stages.add(Passage.Refuse.of(refusal));
        }
        RequestHead passed = ruling.head();
        RateLimitService service = core.scenario.cluster().rateLimitService();
        if (passed != null && service != null && refusal == null) {
            boolean gateway = to.sidecar().config().gateway();
            for (Admission.Question question : admission.questions(passed, caller.address(), gateway)) {
                stages.add(new Passage.Limit(question.filter(), service, core.rateLimits.windows(service, question)));
            }
        }
        Token token = ruling.token();
        if (passed != null && token != null && to.sidecar().config().gateway()) {
            passed = passed.withClaims(token.claims());
        }
        return new Passage(passed == null ? head : core.heads.id(passed), stages.toArray(Passage.FREE));
    }

    private static Passage.Ask ask(String name, ExtensionProvider provider, RequestHead request) {
        boolean denied = provider.deny().stream().anyMatch(match -> RouteMatcher.matches(match, request));
        return new Passage.Ask(name, provider, denied, new LocalReply(provider.body(), true, ""));
    }
}
