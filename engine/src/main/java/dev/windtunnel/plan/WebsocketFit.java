package dev.windtunnel.plan;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import dev.windtunnel.scenario.TemplateRenderer;
import dev.windtunnel.scenario.Traffic;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * WT3046: {@code h2UpgradePolicy: UPGRADE} towards a service to which traffic opens websockets. Over HTTP/2 a websocket is a
 * CONNECT, which the server's sidecar does not allow unless it is told to ({@code allow_connect}), and Istio does not tell
 * it: it closes the connection. Istio has no check for it.
 */
final class WebsocketFit {

    private static final String FIELD = "h2UpgradePolicy";
    private static final String IN_RULE = "connectionPool.http." + FIELD;

    private final Plan plan;
    private final Findings findings;
    private final Set<Object> told = new LinkedHashSet<>();

    private WebsocketFit(Plan plan, Findings findings) {
        this.plan = plan;
        this.findings = findings;
    }

    static void check(Plan plan, Findings findings) {
        if (plan.era().is2017()) {
            return; // nothing upgrades there
        }
        WebsocketFit fit = new WebsocketFit(plan, findings);
        for (TrafficPlan traffic : plan.traffic()) {
            for (Traffic.MixEntry entry : traffic.traffic().mix()) {
                if (entry.request().session() != null && traffic.workload() >= 0) {
                    fit.check(plan.workloads().get(traffic.workload()), traffic.traffic(), entry.request());
                }
            }
        }
    }

    private void check(WorkloadPlan caller, Traffic traffic, Traffic.Request request) {
        ProxyConfig config = plan.config(caller);
        if (!caller.sidecar() && !config.gateway()) {
            return;
        }
        RequestHead head = head(request);
        RouteTable table = head == null ? null : config.routeTables().get(head.port());
        VirtualHost host = table == null || head == null ? null : table.virtualHost(head.host());
        Route route = host == null || head == null ? null : host.route(head);
        if (route == null || !(route.action() instanceof RouteAction.Forward forward)) {
            return;
        }
        for (RouteAction.WeightedCluster each : forward.clusters()) {
            ClusterConfig cluster = config.clusters().get(each.cluster());
            if (cluster != null && isUpgraded(cluster)) {
                tell(traffic, cluster);
            }
        }
    }

    /** Whether it speaks HTTP/2 because somebody wants so, not because the port is one of HTTP/2. */
    private static boolean isUpgraded(ClusterConfig cluster) {
        return cluster.connections().protocol() == ConnectionSettings.Protocol.HTTP2
                && cluster.port() != null
                && PortProtocol.of(cluster.port()) != PortProtocol.HTTP2;
    }

    private void tell(Traffic traffic, ClusterConfig cluster) {
        Origin rule = cluster.poolOrigin();
        boolean byRule = rule != null && rule.fields().containsKey(IN_RULE);
        Origin origin = byRule ? rule : plan.meshConfig().http2UpgradeOrigin();
        if (!told.add(Objects.requireNonNullElse(origin, this))) {
            return; // one place is told once
        }
        String service =
                cluster.service() == null ? cluster.name() : cluster.service().name();
        Finding finding = Finding.warning(
                        "WT3046",
                        "HTTP/2 towards " + service + " makes a CONNECT of each websocket that traffic "
                                + traffic.name()
                                + " asks for, and the sidecars there allow none: they close the connection, 503 UC")
                .withFix(
                        byRule
                                ? "write DO_NOT_UPGRADE, or a rule of its own for the port of the websockets"
                                : "write h2UpgradePolicy: DO_NOT_UPGRADE into a DestinationRule for " + service);
        findings.add(origin == null ? finding : about(origin, byRule, finding));
    }

    private Finding about(Origin origin, boolean byRule, Finding finding) {
        boolean scenario = origin.object().kind().equals("Scenario");
        String name = scenario ? plan.scenario().name() : origin.object().name();
        String namespace = scenario ? null : origin.object().namespace();
        String field = byRule ? IN_RULE : FIELD;
        String inside = origin.path().isEmpty() ? field : origin.path() + "." + field;
        Finding about = finding.withObject(origin.object().kind(), namespace, name)
                .withPath(scenario ? origin.path() : byRule ? "spec." + inside : inside);
        return origin.file() == null
                ? about
                : about.withPlace(origin.file(), origin.lineOf(field), origin.columnOf(field));
    }

    /** The first request of a traffic; null when its url, with variables in it, is none. */
    private static @Nullable RequestHead head(Traffic.Request request) {
        String url = TemplateRenderer.render(request.url(), 1, 1, 0);
        int start = url.indexOf("://") + 3;
        int slash = url.indexOf('/', start);
        String authority = slash < 0 ? url.substring(start) : url.substring(start, slash);
        String host = RequestHead.withoutPort(authority);
        String port = authority.substring(host.length()).replace(":", "");
        if (host.isEmpty() || !port.matches("[0-9]{0,5}")) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        request.headers()
                .forEach((name, value) ->
                        headers.put(name.toLowerCase(Locale.ROOT), TemplateRenderer.render(value, 1, 1, 0)));
        String named = headers.remove("host");
        String target = slash < 0 ? "/" : url.substring(slash);
        int query = target.indexOf('?');
        return new RequestHead(
                request.method(),
                url.substring(0, start - 3).toLowerCase(Locale.ROOT),
                named == null ? authority : named,
                host.toLowerCase(Locale.ROOT),
                port.isEmpty() ? url.startsWith("https") ? 443 : 80 : Integer.parseInt(port),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? null : target.substring(query + 1),
                headers,
                request.bytes());
    }
}
