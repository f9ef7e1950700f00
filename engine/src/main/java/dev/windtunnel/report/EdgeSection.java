package dev.windtunnel.report;

import dev.windtunnel.measure.RunResult.DestinationResult;
import dev.windtunnel.measure.RunResult.EdgeResult;
import dev.windtunnel.measure.RunResult.LocalityResult;

/** What went from whom to whom, and how it was split. */
final class EdgeSection {
    private EdgeSection() {}

    /** One row for each edge. */
    static String figures(RunReport run, Style style) {
        Grid grid = Grid.of(
                        "from",
                        "to",
                        "requests",
                        "attempts",
                        "retries",
                        "unsent",
                        "pending",
                        "mirrored",
                        "p50",
                        "p99",
                        "codes",
                        "flags")
                .right("requests", "attempts", "p50", "p99")
                .unlessZero("retries", "unsent", "pending", "mirrored");
        boolean alike = run.result().edges().stream().allMatch(edge -> edge.attempts() == edge.requests());
        for (EdgeResult edge : run.result().edges()) {
            grid.row(
                    edge.source(),
                    to(edge),
                    Cells.count(edge.requests()),
                    alike ? Figures.NONE : Cells.count(edge.attempts()),
                    Cells.count(edge.retries()),
                    Cells.count(edge.unsent()),
                    Cells.count(edge.pending()),
                    Cells.count(edge.mirrored()),
                    Figures.seconds(edge.latency().p50()),
                    Figures.seconds(edge.latency().p99()),
                    Cells.codes(edge.codes(), edge.grpc()),
                    Cells.flags(edge.flags()));
        }
        return grid.text();
    }

    /** The shares of the destinations, of edges that have more than one. */
    static String split(RunReport run, Style style) {
        Grid grid = Grid.of("from", "to", "workload", "version", "subset", "requests", "share", "")
                .right("requests", "share");
        for (EdgeResult edge : run.result().edges()) {
            if (edge.destinations().size() + (edge.noDestination() > 0 ? 1 : 0) < 2) {
                continue;
            }
            String from = edge.source();
            String to = to(edge);
            for (DestinationResult destination : edge.destinations()) {
                grid.row(
                        from,
                        to,
                        destination.workload(),
                        Cells.orNone(destination.version()),
                        Cells.orNone(destination.subset()),
                        Cells.count(destination.requests()),
                        Figures.percent(destination.share()),
                        Cells.bar(destination.share()));
                from = "";
                to = "";
            }
            if (edge.noDestination() > 0) {
                double share = edge.noDestination() / edge.requests();
                grid.row(
                        from,
                        to,
                        "(no pod chosen)",
                        Figures.NONE,
                        Figures.NONE,
                        Cells.count(edge.noDestination()),
                        Figures.percent(share),
                        Cells.bar(share));
            }
        }
        return grid.text();
    }

    /** The shares of the places, of edges that go to or come from more than one. */
    static String zones(RunReport run, Style style) {
        Grid grid = Grid.of("from", "to", "caller in", "pod in", "attempts", "share", "")
                .right("attempts", "share");
        for (EdgeResult edge : run.result().edges()) {
            if (edge.localities().size() < 2) {
                continue;
            }
            String from = edge.source();
            String to = to(edge);
            for (LocalityResult locality : edge.localities()) {
                grid.row(
                        from,
                        to,
                        locality.from(),
                        locality.to(),
                        Cells.count(locality.attempts()),
                        Figures.percent(locality.share()),
                        Cells.bar(locality.share()));
                from = "";
                to = "";
            }
        }
        return grid.text();
    }

    private static String to(EdgeResult edge) {
        return edge.service() + ":" + edge.port();
    }
}
