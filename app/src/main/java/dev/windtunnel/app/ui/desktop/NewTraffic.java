package dev.windtunnel.app.ui.desktop;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.MoreTraffic;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.ScalarNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Traffic that a person adds to what is open: what can be proposed, and the experiment that has it. */
final class NewTraffic {

    private static final String SOMEBODY = "example.com";

    private final Experiment experiment;

    NewTraffic(Experiment experiment) {
        this.experiment = experiment;
    }

    /** What it came to: the experiment, or what is wrong. */
    record Outcome(@Nullable Experiment experiment, String problem) {}

    /** Who can call: {@code outside} where a Gateway is, then the workloads, those first that nobody calls. */
    List<String> callers() {
        List<String> callers = new ArrayList<>();
        if (!experiment.mesh().gateways().isEmpty()) {
            callers.add(Traffic.OUTSIDE);
        }
        List<String> called = new ArrayList<>();
        for (WorkloadPlan workload : experiment.plan().workloads()) {
            if (!workload.external()) {
                String name = workload.displayName(experiment.scenario().namespace());
                boolean serves = experiment.mesh().services().stream()
                        .anyMatch(service -> dev.windtunnel.plan.Plan.selects(service, workload));
                (serves ? called : callers).add(name);
            }
        }
        callers.addAll(called);
        return List.copyOf(callers);
    }

    /** Urls that a caller may ask. */
    List<String> urls(@Nullable String caller) {
        return Traffic.OUTSIDE.equals(caller) ? throughGateways() : ofServices();
    }

    private List<String> ofServices() {
        List<String> urls = new ArrayList<>();
        for (Service service : experiment.mesh().services()) {
            boolean here =
                    service.key().namespace().equals(experiment.scenario().namespace());
            for (Service.Port port : service.ports()) {
                if (!port.protocol().equals("UDP")) {
                    urls.add("http://" + service.key().name()
                            + (here ? "" : "." + service.key().namespace()) + ":" + port.port() + "/");
                }
            }
        }
        return List.copyOf(urls);
    }

    private List<String> throughGateways() {
        Set<String> urls = new LinkedHashSet<>();
        for (VirtualService rule : experiment.mesh().virtualServices()) {
            for (Gateway gateway : experiment.mesh().gateways()) {
                if (isBound(rule, gateway) && !gateway.servers().isEmpty()) {
                    for (String path : paths(rule)) {
                        urls.add(url(gateway.servers().get(0), rule.hosts(), path));
                    }
                }
            }
        }
        for (Gateway gateway : experiment.mesh().gateways()) {
            if (urls.isEmpty() && !gateway.servers().isEmpty()) {
                urls.add(url(gateway.servers().get(0), List.of(), "/"));
            }
        }
        return List.copyOf(urls);
    }

    private static boolean isBound(VirtualService rule, Gateway gateway) {
        return rule.gateways().stream()
                .anyMatch(name ->
                        (name.contains("/") ? name : rule.key().namespace() + "/" + name).equals(gateway.fullName()));
    }

    private static List<String> paths(VirtualService rule) {
        List<String> paths = new ArrayList<>();
        for (HttpRoute route : rule.http()) {
            for (HttpMatch match : route.matches()) {
                if (match.uri() instanceof StringMatch.Exact exact) {
                    paths.add(exact.value());
                } else if (match.uri() instanceof StringMatch.Prefix prefix) {
                    paths.add(prefix.value());
                }
            }
        }
        return paths.isEmpty() ? List.of("/") : paths;
    }

    private static String url(Gateway.Server server, List<String> hosts, String path) {
        List<String> all = new ArrayList<>(hosts);
        server.hosts().forEach(host -> all.add(Gateway.plain(host)));
        String host =
                all.stream().filter(each -> !each.contains("*")).findFirst().orElse(SOMEBODY);
        boolean usual = server.port() == (server.tls() ? 443 : 80);
        return (server.tls() ? "https://" : "http://") + host + (usual ? "" : ":" + server.port()) + path;
    }

    /** The entry of {@code spec.traffic}, with a name that is free. */
    MapNode entry(String from, String url, String rate) {
        Set<String> taken = new LinkedHashSet<>();
        experiment.scenario().traffic().forEach(each -> taken.add(each.name()));
        String name = "traffic";
        for (int i = 2; taken.contains(name); i++) {
            name = "traffic-" + i;
        }
        LinkedHashMap<String, dev.windtunnel.source.Node> request = new LinkedHashMap<>();
        request.put("url", ScalarNode.of(url.strip()));
        LinkedHashMap<String, dev.windtunnel.source.Node> load = new LinkedHashMap<>();
        String often = rate.strip();
        load.put("rate", ScalarNode.of(often.matches("[0-9.]+") ? often + "/s" : often));
        LinkedHashMap<String, dev.windtunnel.source.Node> entry = new LinkedHashMap<>();
        entry.put("name", ScalarNode.of(name));
        entry.put("from", ScalarNode.of(from.strip()));
        entry.put("request", MapNode.of(request));
        entry.put("load", MapNode.of(load));
        return MapNode.of(entry);
    }

    /** The experiment with it; not for the FX thread. */
    Outcome in(String folder, String from, String url, String rate) {
        Findings problems = new Findings();
        Experiment made = MoreTraffic.in(
                experiment, entry(from, url, rate), FileAccess.disk(InputStream.nullInputStream()), folder, problems);
        StringBuilder text = new StringBuilder();
        for (Finding finding : problems.atLeast(Level.ERROR)) {
            text.append(text.isEmpty() ? "" : "\n").append(finding.message());
        }
        return new Outcome(made, made == null ? text.toString() : "");
    }
}
