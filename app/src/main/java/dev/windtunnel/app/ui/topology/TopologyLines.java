package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The topology as lines of a table, with the figures that the picture has. */
final class TopologyLines {

    private TopologyLines() {}

    /**
     * A line.
     *
     * @param what link, share of a link, workload or service
     * @param name who calls whom, or what it is called
     * @param health in a word; empty where the picture has none
     * @param state pods and their load, or where the share goes
     * @param selection what it selects
     */
    record Line(
            String what,
            String name,
            String health,
            String rate,
            String share,
            String p95,
            String failed,
            String amplification,
            String state,
            Selection selection) {}

    static List<Line> of(Topology topology, Figures figures) {
        List<Line> lines = new ArrayList<>();
        for (Link link : topology.links()) {
            link(topology, figures, link, lines);
        }
        for (Node node : topology.nodes()) {
            if (node.kind() != Kind.TRAFFIC) {
                node(figures, node, lines);
            }
        }
        return lines;
    }

    private static void link(Topology topology, Figures figures, Link link, List<Line> lines) {
        Rates rates = figures.rates(link);
        double amplification = figures.amplification(link);
        Selection selection = link.fromTraffic()
                ? new Selection.Traffic(link.key().substring("traffic/".length()))
                : new Selection.Edge(link.key());
        Node source = topology.node(link.source());
        String from = source == null
                ? link.source()
                : link.sourceRow() >= 0 ? source.rows().get(link.sourceRow()).workload() : source.title();
        Node target = topology.node(link.branches().get(0).target());
        lines.add(new Line(
                link.fromTraffic() ? "Traffic" : "Link",
                from + " to " + (target == null ? link.branches().get(0).target() : target.title()),
                figures.health(link).text(),
                Instants.rate(rates.requestsPerSecond()),
                "",
                Instants.latency(rates.p95Seconds()),
                rates.requestsPerSecond() > 0 ? Instants.percent(rates.errorRate()) : "-",
                amplification > 0 ? String.format(Locale.ROOT, "%.1f", amplification) : "-",
                link.rule() == null ? "" : "rule " + link.rule().name(),
                selection));
        if (link.branches().size() < 2) {
            return;
        }
        for (Branch branch : link.branches()) {
            Node to = topology.node(branch.target());
            String name = branch.row() >= 0 && to != null
                    ? to.rows().get(branch.row()).workload()
                    : to == null ? branch.target() : to.title();
            lines.add(new Line(
                    "Share",
                    name,
                    "",
                    "",
                    Instants.percent(figures.share(link, branch)),
                    "",
                    "",
                    "",
                    Double.isNaN(branch.configured())
                            ? ""
                            : String.format(Locale.ROOT, "set %.0f", branch.configured() * 100),
                    selection));
        }
    }

    private static void node(Figures figures, Node node, List<Line> lines) {
        for (Row row : node.rows()) {
            List<PodFrame> pods = figures.pods(row);
            long ready =
                    pods.stream().filter(pod -> pod.state().equals("READY")).count();
            int waiting = pods.stream().mapToInt(PodFrame::waiting).sum();
            double busy = figures.utilisation(row);
            List<String> state = new ArrayList<>();
            state.add(ready + " of " + FramePainter.counted(pods.size(), "pod") + " ready");
            if (!Double.isNaN(busy)) {
                state.add(String.format(Locale.ROOT, "CPU %.0f %%", busy * 100));
            }
            long ejected = pods.stream().filter(pod -> pod.ejectedBy() > 0).count();
            if (ejected > 0) {
                state.add(ejected + " ejected");
            }
            if (waiting > 0) {
                state.add(waiting + " waiting");
            }
            if (!row.sidecar()) {
                state.add("no sidecar");
            }
            boolean alone = node.rows().size() == 1;
            lines.add(new Line(
                    node.kind() == Kind.EXTERNAL ? "Outside" : "Workload",
                    row.workload(),
                    figures.health(node).text(),
                    Instants.rate(figures.rate(row)),
                    "",
                    alone ? Instants.latency(figures.p95(node)) : "-",
                    "",
                    "",
                    String.join(", ", state),
                    new Selection.Workload(row.workload())));
        }
    }
}
