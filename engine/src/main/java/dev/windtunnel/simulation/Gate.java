package dev.windtunnel.simulation;

import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.plan.ProxyConfig;
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

    private final ProxyConfig config;
    private final Admission admission;
    private final boolean looksAtAddresses;
    /** By who asks and how, then by head. */
    private @Nullable Passage[][] known = new @Nullable Passage[16][];

    Gate(ProxyConfig config, Admission admission) {
        this.config = config;
        this.admission = admission;
        this.looksAtAddresses = admission.looksAtAddresses();
    }

    /** Who asks: a pod, over a connection to a port of a service. */
    record Caller(Pod pod, boolean mutualTls, boolean bytes, String address, int servicePort) {

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
        int faults = -1;
        int cors = -1;
        for (Admission.Filter filter : admission.chain()) {
            if (filter instanceof Admission.Filter.Inserted inserted) {
                addLimit(stages, core, ruling.head(), caller, port, inserted);
                continue;
            }
            boolean ends = false;
            Admission.Refusal refusal = ruling.refusal();
            switch ((Admission.Filter.Own) filter) {
                case ASK -> ruling.asks().forEach(policy -> stages.add(ask(core, policy, request)));
                case TOKEN -> ends = refusal != null && ruling.byToken();
                case POLICIES -> ends = refusal != null && !ruling.byToken();
                case FAULTS -> faults = stages.size();
                case CORS -> cors = stages.size();
            }
            if (ends && refusal != null) {
                stages.add(Passage.Refuse.of(refusal));
                break;
            }
        }
        if (caller.bytes()) {
            admission.connectionLimits().stream()
                    .filter(limit -> limit.port() == null || limit.port() == port)
                    .forEach(limit -> stages.add(core.localLimits.connections(limit, port)));
        }
        int all = stages.size();
        RequestHead passed = ruling.head();
        Token token = ruling.token();
        if (passed != null && token != null && config.gateway()) {
            passed = passed.withClaims(token.claims());
        }
        return new Passage(
                passed == null ? head : core.heads.id(passed),
                stages.toArray(Passage.FREE),
                faults < 0 ? all : faults,
                cors < 0 ? all : cors);
    }

    private void addLimit(
            List<Passage.Stage> stages,
            Core core,
            @Nullable RequestHead head,
            Caller caller,
            int port,
            Admission.Filter.Inserted inserted) {
        if (head == null || !Admission.isOnPort(inserted.filter(), port)) {
            return;
        }
        Admission.Asked asked =
                admission.asked(head, caller.address(), config.routeTable(head.port()), caller.servicePort());
        if (inserted.filter() instanceof LocalRateLimit local) {
            LocalLimits.Chain chain = new LocalLimits.Chain(admission.listeners(), port, caller.mutualTls());
            Passage.Local stage = core.localLimits.stage(admission, local, asked, chain, inserted.number());
            if (stage != null) {
                stages.add(stage);
            }
            return;
        }
        RateLimitService service = core.scenario.cluster().rateLimitService();
        Admission.Question question = admission.question((GlobalRateLimit) inserted.filter(), asked);
        if (service != null && question != null) {
            stages.add(new Passage.Limit(question.filter(), service, core.rateLimits.windows(service, question)));
        }
    }

    private static Passage.Stage ask(Core core, AuthorizationPolicy policy, RequestHead request) {
        String name = String.valueOf(policy.provider());
        ExtensionProvider provider =
                core.scenario.cluster().extensionProviders().get(name);
        return provider == null
                ? Passage.Refuse.of(Admission.denied(policy)) // istiod denies what it cannot have asked
                : ask(name, provider, request);
    }

    private static Passage.Ask ask(String name, ExtensionProvider provider, RequestHead request) {
        boolean denied = provider.deny().stream().anyMatch(match -> RouteMatcher.matches(match, request));
        return new Passage.Ask(name, provider, denied, new LocalReply(provider.body(), true, ""));
    }
}
