package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The topology in words: what the mouse is over, and all of it for who cannot see it. */
final class Sentences {

    private Sentences() {}

    /** What something is and how it fares. */
    static String of(Topology topology, Figures figures, Selection selection) {
        if (selection instanceof Selection.Edge edge) {
            Link link = topology.link(edge.key());
            return link == null ? "" : link(topology, figures, link);
        }
        if (selection instanceof Selection.Traffic traffic) {
            Link link = topology.link("traffic/" + traffic.name());
            return link == null ? "" : link(topology, figures, link);
        }
        if (selection instanceof Selection.Rule rule) {
            List<String> lines = new ArrayList<>();
            lines.add(rule.key().text());
            for (Link link : topology.links()) {
                if (rule.key().equals(link.rule())) {
                    lines.add("governs " + link(topology, figures, link));
                }
            }
            return String.join("\n", lines);
        }
        Node node = Marked.of(topology, selection, figures).node();
        if (node == null) {
            return "";
        }
        if (selection instanceof Selection.Pod pod) {
            for (Row row : node.rows()) {
                for (PodFrame each : figures.pods(row)) {
                    if (each.name().equals(pod.name())) {
                        return pod(figures, each);
                    }
                }
            }
        }
        return node(figures, node);
    }

    private static String pod(Figures figures, PodFrame pod) {
        double busy = figures.utilisation(pod);
        return pod.name() + "\n"
                + pod.state().toLowerCase(Locale.ROOT)
                + (pod.ejectedBy() > 0
                        ? ", ejected by " + (pod.ejectedBy() == 1 ? "1 proxy" : pod.ejectedBy() + " proxies")
                        : "")
                + (pod.proxyDown() ? ", its proxy is down" : pod.sidecar() ? "" : ", no sidecar")
                + (Double.isNaN(busy) ? ", CPU unlimited" : String.format(Locale.ROOT, ", CPU %.0f %%", busy * 100))
                + "\n" + pod.inService() + " in service, " + pod.waiting() + " waiting";
    }

    private static String node(Figures figures, Node node) {
        List<String> lines = new ArrayList<>();
        lines.add(node.title() + ", " + figures.health(node).text());
        for (Row row : node.rows()) {
            int pods = figures.pods(row).size();
            int waiting = figures.pods(row).stream().mapToInt(PodFrame::waiting).sum();
            lines.add(row.workload() + ": " + FramePainter.counted(pods, "pod") + ", "
                    + Instants.rate(figures.rate(row)) + (waiting > 0 ? ", " + waiting + " waiting" : ""));
        }
        return String.join("\n", lines);
    }

    private static String link(Topology topology, Figures figures, Link link) {
        Rates rates = figures.rates(link);
        List<String> parts = new ArrayList<>();
        String name = link.key();
        if (rates.requestsPerSecond() <= 0) {
            return name + ": no requests in the last 10 s";
        }
        parts.add(Instants.rate(rates.requestsPerSecond()));
        parts.add(Instants.percent(rates.errorRate()) + " failed");
        if (!Double.isNaN(rates.p50Seconds())) {
            parts.add("p50 " + Instants.latency(rates.p50Seconds()) + ", p95 " + Instants.latency(rates.p95Seconds())
                    + ", p99 " + Instants.latency(rates.p99Seconds()));
        }
        if (rates.retriesPerSecond() > 0) {
            parts.add(Instants.rate(rates.retriesPerSecond()) + " retries");
        }
        StringBuilder text = new StringBuilder(name).append(": ").append(String.join(", ", parts));
        if (link.branches().size() > 1) {
            for (Branch branch : link.branches()) {
                Node target = topology.node(branch.target());
                String label = branch.row() >= 0 && target != null
                        ? target.rows().get(branch.row()).workload()
                        : branch.target();
                text.append("\n").append(label).append(" ").append(Instants.percent(figures.share(link, branch)));
                if (!Double.isNaN(branch.configured())) {
                    text.append(String.format(Locale.ROOT, ", set %.0f", branch.configured() * 100));
                }
            }
        }
        return text.toString();
    }

    /** All links and nodes, a line each. */
    static String all(Topology topology, Figures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("Topology: " + FramePainter.counted(topology.nodes().size(), "node") + ", "
                + FramePainter.counted(topology.links().size(), "link") + ".");
        topology.nodes().forEach(node -> lines.add(node(figures, node).replace("\n", "; ")));
        topology.links()
                .forEach(link -> lines.add(link(topology, figures, link).replace("\n", "; ") + ", "
                        + figures.health(link).text()));
        return String.join("\n", lines);
    }
}
