package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.RouteRule;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.proxy.retry.BackOff;
import dev.windtunnel.proxy.retry.RetryConditions;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the pilot of Istio 0.1.6 told the sidecar of one pod, from route rules (istio/pilot at dab2033:
 * {@code model/config.go}, {@code proxy/envoy/config.go}, {@code route.go}, {@code fault.go}).
 */
final class RouteRuleConfig {

    private static final RetryConditions RETRY_ON = RetryConditions.parse("5xx,connect-failure,refused-stream");

    private final Mesh mesh;
    private final ServiceDirectory directory;
    private final Era era;
    private final ClientIdentity client;
    private final Map<String, ClusterConfig> clusters = new LinkedHashMap<>();
    private final List<ProxyConfig.ListenerFault> faults = new ArrayList<>();

    RouteRuleConfig(Mesh mesh, ServiceDirectory directory, Era era, ClientIdentity client) {
        this.mesh = mesh;
        this.directory = directory;
        this.era = era;
        this.client = client;
    }

    ProxyConfig build() {
        List<RouteRule> rules = rulesOfClient();
        Map<Integer, List<VirtualHost>> hosts = new TreeMap<>();
        for (Service service : directory.services()) {
            for (Service.Port port : service.ports()) {
                PortProtocol protocol = PortProtocol.in2017(port);
                if (protocol.isHttp()) {
                    hosts.computeIfAbsent(port.port(), number -> new ArrayList<>())
                            .add(virtualHost(service, port, rules));
                } else if (protocol != PortProtocol.UDP) {
                    cluster(service, port, Map.of());
                }
            }
        }
        Map<Integer, RouteTable> tables = new LinkedHashMap<>();
        hosts.forEach((port, virtualHosts) -> tables.put(port, new RouteTable(virtualHosts)));
        return new ProxyConfig(
                tables,
                clusters,
                true,
                Map.of(),
                Map.of(),
                Map.of(),
                PeerModes.DEFAULT,
                Admission.OPEN,
                Admission.OPEN,
                false,
                faults);
    }

    /** Rules whose match does not rule this client out, highest precedence first, ties by {@code namespace/type-name}. */
    private List<RouteRule> rulesOfClient() {
        List<RouteRule> rules = new ArrayList<>();
        for (RouteRule rule : mesh.routeRules()) {
            if (rule.match() == null || meansClient(rule.match())) {
                rules.add(rule);
            }
        }
        rules.sort(Comparator.comparingInt(RouteRule::precedence)
                .reversed()
                .thenComparing(rule ->
                        rule.key().namespace() + "/route-rule-" + rule.key().name()));
        return rules;
    }

    /** A pod in no service has no instance, so a rule with any match at all is dropped for it. */
    private boolean meansClient(RouteRule.Match match) {
        if (!client.labels().entrySet().containsAll(match.sourceTags().entrySet())) {
            return false;
        }
        return match.source() == null
                ? !client.services().isEmpty()
                : client.services().contains(match.source());
    }

    private VirtualHost virtualHost(Service service, Service.Port port, List<RouteRule> rules) {
        List<Route> routes = new ArrayList<>();
        boolean catchAll = false;
        for (RouteRule rule : rules) {
            if (!rule.destination().equals(service.fullName())) {
                continue;
            }
            HttpMatch match = match(rule);
            routes.add(new Route(rule.key().text(), match, action(rule, service, port, match), rule.origin()));
            if (match.isCatchAll()) {
                catchAll = true;
                break;
            }
        }
        if (!catchAll) {
            routes.add(new Route("default", HttpMatch.ANY, toWholeService(service, port), null));
        }
        String own = client.services().isEmpty() ? null : client.services().get(0);
        return new VirtualHost(service.fullName() + ":" + port.port(), directory.domainsIn2017(service, own), routes);
    }

    private static HttpMatch match(RouteRule rule) {
        if (rule.match() == null) {
            return HttpMatch.ANY;
        }
        StringMatch uri = null;
        Map<String, StringMatch> headers = new LinkedHashMap<>();
        for (Map.Entry<String, StringMatch> header : rule.match().httpHeaders().entrySet()) {
            if (header.getKey().equals("uri") && !(header.getValue() instanceof StringMatch.Regex)) {
                uri = header.getValue();
            } else {
                // A regular expression on uri looks for a header of that name; method, authority and scheme are sent
                // without their colon: none of these ever meets a request.
                headers.put(header.getKey(), header.getValue());
            }
        }
        return new HttpMatch(
                null, uri, false, null, null, null, headers, Map.of(), Map.of(), null, Map.of(), null, List.of());
    }

    private RouteAction action(RouteRule rule, Service service, Service.Port port, HttpMatch match) {
        if (rule.redirect() != null) {
            return new RouteAction.Redirect(new HttpRoute.Redirect(
                    rule.redirect().uri(), null, rule.redirect().authority(), null, null, null, 301));
        }
        List<RouteAction.WeightedCluster> targets = new ArrayList<>();
        for (RouteRule.WeightedVersion version : rule.route()) {
            targets.add(weighted(version, service, port, rule.route().size() == 1 ? 100 : version.weight()));
        }
        if (targets.isEmpty()) {
            targets.add(weighted(new RouteRule.WeightedVersion(null, Map.of(), 100), service, port, 100));
        }
        if (rule.fault() != null) {
            HttpMatch headers = new HttpMatch(
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    match.headers(),
                    Map.of(),
                    Map.of(),
                    null,
                    Map.of(),
                    null,
                    List.of());
            for (RouteAction.WeightedCluster target : targets) {
                faults.add(new ProxyConfig.ListenerFault(
                        target.cluster(), headers, rule.fault(), rule.key().text()));
            }
        }
        HttpRoute.Rewrite rewrite = rule.rewrite() == null
                ? null
                : new HttpRoute.Rewrite(
                        rule.rewrite().uri(), null, null, rule.rewrite().authority());
        long timeout = rule.timeoutNanos() == null ? era.routeTimeoutNanos() : rule.timeoutNanos();
        return forward(targets, timeout, retryPolicy(rule.retries()), rewrite);
    }

    private RouteAction toWholeService(Service service, Service.Port port) {
        return forward(
                List.of(weighted(new RouteRule.WeightedVersion(null, Map.of(), 100), service, port, 100)),
                era.routeTimeoutNanos(),
                null,
                null);
    }

    private static RouteAction forward(
            List<RouteAction.WeightedCluster> targets,
            long timeoutNanos,
            @Nullable RetryPolicy retry,
            HttpRoute.@Nullable Rewrite rewrite) {
        long total =
                targets.stream().mapToLong(RouteAction.WeightedCluster::weight).sum();
        return new RouteAction.Forward(
                targets,
                total,
                timeoutNanos,
                retry,
                null,
                List.of(),
                rewrite,
                HttpRoute.HeaderOperations.NONE,
                null,
                List.of());
    }

    private static @Nullable RetryPolicy retryPolicy(RouteRule.@Nullable SimpleRetry retry) {
        if (retry == null || retry.attempts() == 0) {
            return null;
        }
        long perTry = retry.perTryTimeoutNanos() == null ? 0 : retry.perTryTimeoutNanos();
        return new RetryPolicy(retry.attempts(), perTry, RETRY_ON, BackOff.IN_2017, false, 0, false);
    }

    private RouteAction.WeightedCluster weighted(
            RouteRule.WeightedVersion version, Service ruleService, Service.Port port, int weight) {
        Service target = version.destination() == null ? ruleService : directory.byFullName(version.destination());
        String host = target == null ? String.valueOf(version.destination()) : target.fullName();
        HttpRoute.Destination destination = new HttpRoute.Destination(host, port.port(), label(version.tags()));
        String cluster = target == null
                ? clusterName(host, port, version.tags())
                : cluster(target, port, version.tags()).name();
        return new RouteAction.WeightedCluster(cluster, weight, destination, HttpRoute.HeaderOperations.NONE);
    }

    private static @Nullable String label(Map<String, String> tags) {
        if (tags.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(tags).forEach((key, value) -> text.append(text.length() == 0 ? "" : ",")
                .append(key)
                .append('=')
                .append(value));
        return text.toString();
    }

    private ClusterConfig cluster(Service service, Service.Port port, Map<String, String> tags) {
        String name = clusterName(service.fullName(), port, tags);
        return clusters.computeIfAbsent(name, key -> {
            ConnectionSettings connections = ConnectionSettings.in2017(port);
            OldPolicy policy = OldPolicy.of(mesh.destinationPolicies(), service, port, tags);
            return new ClusterConfig(
                    key,
                    service,
                    port,
                    label(tags),
                    Map.copyOf(tags),
                    policy.balancing(era.balancing()),
                    0,
                    null,
                    policy.outliers(),
                    ClusterConfig.DEFAULT_PANIC_THRESHOLD,
                    null,
                    era.connectTimeoutNanos(),
                    connections,
                    policy.limits(era.limits(), connections.protocol()),
                    false,
                    ClientTls.PLAIN,
                    policy.balancingOrigin(),
                    policy.poolOrigin(),
                    policy.poolOrigin(),
                    null);
        });
    }

    /** {@code out.} and the SHA-1 of {@code host|port name|tags}. */
    static String clusterName(String host, Service.Port port, Map<String, String> tags) {
        String label = label(tags);
        String key = host + "|" + (port.name() == null ? "" : port.name()) + (label == null ? "" : "|" + label);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8));
            return "out." + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
