package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.FilterPlace.Context;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.IngressGateway;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.RouteScope;
import dev.windtunnel.mesh.Security;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.mesh.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * WT3024: a local rate limit that holds nowhere although its selector takes pods: they are no proxies of the context of its
 * patch, or the filter, the virtual host or the route that it is for is called otherwise.
 */
final class RateLimitReachCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        Mesh mesh = input.mesh();
        for (LocalRateLimit limit : mesh.limits().local()) {
            Context context = limit.place().context();
            if (AuthorizationPolicyCheck.hasPods(limit.key().namespace(), limit.workloadSelector(), input)) {
                Proxies proxies = proxies(input, limit.key(), limit.workloadSelector());
                if (!proxies.areFor(context)) {
                    add(findings, limit.origin(), "match.context", proxies.lacking(context), proxies.fix(context));
                }
            }
        }
        for (LocalRateLimit.PerRoute settings : mesh.limits().overrides()) {
            check(mesh, settings, findings);
        }
    }

    private static void check(Mesh mesh, LocalRateLimit.PerRoute settings, Findings findings) {
        RouteScope scope = settings.scope();
        String host = scope.virtualHost();
        Set<String> filters = new TreeSet<>();
        mesh.limits().local().forEach(each -> filters.add(each.name()));
        Set<String> routes = routes(mesh);
        if (!filters.contains(settings.filter())) {
            add(
                    findings,
                    settings.limit().origin(),
                    "",
                    "no filter " + settings.filter() + " is put into a chain, so its settings for routes limit nobody",
                    filters.isEmpty()
                            ? "insert the filter " + LocalRateLimit.NAME + " by a patch of HTTP_FILTER"
                            : "the filters are " + String.join(", ", filters));
        } else if (host != null && !isVirtualHost(mesh, host, scope.context())) {
            add(
                    findings,
                    settings.limit().origin(),
                    "",
                    "there is no virtual host " + host + ", so the limit holds nowhere",
                    "write HOST:PORT with a host and a port that a VirtualService, a Service or a Gateway has");
        } else if (scope.onRoutes() && scope.route() != null && !routes.contains(scope.route())) {
            add(
                    findings,
                    settings.limit().origin(),
                    "",
                    "no route is called " + scope.route() + ", so the limit holds nowhere",
                    "name the route of a VirtualService, such as "
                            + String.join(", ", routes.stream().limit(8).toList()));
        }
    }

    private static void add(Findings findings, Origin origin, String field, String message, @Nullable String fix) {
        findings.add(Input.at(origin, field, Finding.warning("WT3024", message).withFix(fix)));
    }

    /** Which proxies a selector takes. */
    private record Proxies(boolean sidecars, boolean gateways) {
        boolean areFor(Context context) {
            return sidecars && context != Context.GATEWAY || gateways && context.isFor(Context.GATEWAY);
        }

        String lacking(Context context) {
            return "no pod that is selected has "
                    + (sidecars || gateways
                            ? context == Context.GATEWAY ? "a gateway's proxy" : "a sidecar"
                            : "a proxy")
                    + ", so a limit of context " + context + " holds nowhere";
        }

        String fix(Context context) {
            return sidecars || gateways
                    ? "name the context of the proxies, or other pods"
                    : "give the pods sidecars: spec.cluster.injection, or the label sidecar.istio.io/inject"
                            + (context == Context.GATEWAY ? "; a gateway's are those that a Gateway selects" : "");
        }
    }

    private static Proxies proxies(Input input, ObjectKey key, Map<String, String> selector) {
        Mesh mesh = input.mesh();
        boolean everywhere = key.namespace().equals(Security.ROOT_NAMESPACE);
        boolean refused = input.refused().stream()
                .anyMatch(object -> (everywhere || object.key().namespace().equals(key.namespace()))
                        && input.hasRefusedPods(object.key().namespace(), selector));
        boolean sidecars = refused;
        boolean gateways = refused
                || IngressGateway.isTakenBy(key.namespace(), selector)
                        && mesh.gateways().stream().anyMatch(each -> each.isServedBy(IngressGateway.LABELS));
        for (Workload workload : mesh.workloads()) {
            if ((everywhere || workload.namespace().equals(key.namespace()))
                    && workload.labels().entrySet().containsAll(selector.entrySet())) {
                boolean gateway = mesh.gateways().stream().anyMatch(each -> each.isServedBy(workload.labels()));
                gateways |= gateway;
                sidecars |= !gateway && input.hasSidecar(workload);
            }
        }
        return new Proxies(sidecars, gateways);
    }

    /** The names of routes; those that istiod makes itself are called default. */
    private static Set<String> routes(Mesh mesh) {
        Set<String> names = new TreeSet<>(Set.of("default", "allow_any", "block_all"));
        for (VirtualService virtualService : mesh.virtualServices()) {
            for (HttpRoute route : virtualService.http()) {
                if (route.name() != null) {
                    names.add(route.name());
                    for (HttpMatch match : route.matches()) {
                        if (match.name() != null) {
                            names.add(route.name() + "." + match.name());
                        }
                    }
                }
            }
        }
        return names;
    }

    private static boolean isVirtualHost(Mesh mesh, String name, Context context) {
        if (name.equals("allow_any") || name.equals("block_all")) {
            return true;
        }
        Set<String> hosts = new TreeSet<>();
        Set<Integer> ports = new TreeSet<>();
        for (VirtualService virtualService : mesh.virtualServices()) {
            for (String host : virtualService.hosts()) {
                hosts.add(Hosts.full(host, virtualService.key().namespace()));
            }
        }
        Set<Integer> servicePorts = new TreeSet<>();
        for (Service service : mesh.registry()) {
            service.ports().forEach(port -> servicePorts.add(port.port()));
            hosts.add(service.fullName());
        }
        for (Gateway gateway : mesh.gateways()) {
            for (Gateway.Server server : gateway.servers()) {
                ports.add(server.port());
                server.hosts().forEach(host -> hosts.add(Gateway.plain(host)));
            }
        }
        if (context != Context.GATEWAY) {
            ports.addAll(servicePorts);
        }
        List<String> inbound =
                servicePorts.stream().map(port -> "inbound|http|" + port).toList();
        int colon = name.lastIndexOf(':');
        return context.isFor(Context.SIDECAR_INBOUND) && inbound.contains(name)
                || context != Context.SIDECAR_INBOUND
                        && colon > 0
                        && hosts.contains(name.substring(0, colon))
                        && ports.stream()
                                .anyMatch(port -> name.substring(colon + 1).equals(String.valueOf(port)));
    }
}
