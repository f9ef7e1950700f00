package dev.windtunnel.console;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.plan.EndpointSearch;
import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.proxy.route.Route;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.proxy.route.VirtualHost;
import dev.windtunnel.simulation.Run.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code istioctl proxy-config routes|clusters|endpoints POD}: what the control plane sends to a sidecar now. */
final class ProxyConfigs {

    private final Cluster cluster;

    private ProxyConfigs(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What the line prints; {@code words} are those behind {@code proxy-config}. */
    static Output print(Cluster cluster, List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-n", "--namespace")
                .value("--port")
                .value("--fqdn")
                .value("--name")
                .parse(words);
        List<String> positional = arguments.positional();
        if (positional.size() != 2) {
            throw new ConsoleException("Error: write istioctl proxy-config routes|clusters|endpoints POD");
        }
        String name = positional.get(1);
        int dot = name.indexOf('.');
        String namespace = dot < 0 ? arguments.value("-n", cluster.defaultNamespace()) : name.substring(dot + 1);
        String plain = dot < 0 ? name : name.substring(0, dot);
        PodView pod = cluster.pod(namespace, plain);
        if (pod == null) {
            throw new ConsoleException("Error: pods \"" + plain + "\" not found");
        }
        if (!pod.sidecar()) {
            throw new ConsoleException("Error: pod " + plain + " has no sidecar");
        }
        ProxyConfig config = cluster.plan().config(pod.workload());
        ProxyConfigs printer = new ProxyConfigs(cluster);
        String text =
                switch (positional.get(0)) {
                    case "route", "routes", "r" -> printer.routes(config, arguments.value("--name"));
                    case "cluster", "clusters", "c" -> printer.clusters(config, arguments.value("--fqdn"));
                    case "endpoint", "endpoints", "ep" -> printer.endpoints(config, arguments.value("--port"));
                    default ->
                        throw new ConsoleException("Error: unknown command \"" + positional.get(0)
                                + "\": there are routes, clusters and endpoints");
                };
        return Output.of(text);
    }

    private static Columns columns() {
        return new Columns(0, 5);
    }

    private String routes(ProxyConfig config, @Nullable String name) {
        Columns columns = columns().row(List.of("NAME", "VHOST NAME", "DOMAINS", "MATCH", "VIRTUAL SERVICE"));
        for (Map.Entry<Integer, RouteTable> table : new TreeMap<>(config.routeTables()).entrySet()) {
            String port = String.valueOf(table.getKey());
            if (name != null && !name.equals(port)) {
                continue;
            }
            for (VirtualHost host : table.getValue().virtualHosts()) {
                List<String> domains = host.domains();
                String shown = domains.isEmpty()
                        ? ""
                        : domains.size() <= 2
                                ? String.join(", ", domains)
                                : domains.get(0) + ", " + domains.get(1) + " + " + (domains.size() - 2) + " more...";
                for (Route route : host.routes()) {
                    columns.row(List.of(port, host.name(), shown, match(route.match()), rule(route.rule())));
                }
            }
        }
        return columns.text();
    }

    /** {@code VirtualService/default/reviews http[0]} becomes {@code reviews.default}. */
    private static String rule(String rule) {
        int blank = rule.indexOf(' ');
        String[] parts = (blank < 0 ? rule : rule.substring(0, blank)).split("/");
        return parts.length == 3 ? parts[2] + "." + parts[1] : "";
    }

    private static String match(HttpMatch match) {
        StringMatch uri = match.uri();
        if (uri instanceof StringMatch.Exact exact) {
            return exact.value();
        }
        if (uri instanceof StringMatch.Regex regex) {
            return "regex " + regex.value();
        }
        return uri instanceof StringMatch.Prefix prefix ? prefix.value() + "*" : "/*";
    }

    private String clusters(ProxyConfig config, @Nullable String host) {
        Columns columns =
                columns().row(List.of("SERVICE FQDN", "PORT", "SUBSET", "DIRECTION", "TYPE", "DESTINATION RULE"));
        for (ClusterConfig each : config.clusters().values()) {
            String name = each.service() == null ? each.name() : each.service().fullName();
            if (host != null && !name.equals(host)) {
                continue;
            }
            columns.row(List.of(
                    name,
                    each.port() == null ? "-" : String.valueOf(each.port().port()),
                    each.subset() == null ? "-" : each.subset(),
                    each.service() == null ? "-" : "outbound",
                    type(each),
                    each.balancingOrigin() != null
                            ? rule(each.balancingOrigin().text())
                            : each.poolOrigin() != null ? rule(each.poolOrigin().text()) : ""));
        }
        return columns.text();
    }

    private static String type(ClusterConfig each) {
        if (each.originalDestination()) {
            return "ORIGINAL_DST";
        }
        ServiceEntry entry = each.service() == null ? null : each.service().entry();
        return switch (entry == null ? ServiceEntry.Resolution.STATIC : entry.resolution()) {
            case DNS -> "STRICT_DNS";
            case DNS_ROUND_ROBIN -> "LOGICAL_DNS";
            default -> "EDS";
        };
    }

    private String endpoints(ProxyConfig config, @Nullable String port) {
        Columns columns = columns().row(List.of("ENDPOINT", "STATUS", "OUTLIER CHECK", "CLUSTER"));
        for (ClusterConfig each : config.clusters().values()) {
            if (each.service() == null || each.port() == null) {
                continue;
            }
            List<String> rows = new ArrayList<>();
            for (EndpointSearch.Found<PodView> found : cluster.endpoints(each)) {
                if (port == null || port.equals(String.valueOf(found.port()))) {
                    rows.add(found.pod().ip() + ":" + found.port());
                }
            }
            rows.forEach(address -> columns.row(List.of(address, "HEALTHY", "OK", each.name())));
        }
        return columns.text();
    }
}
