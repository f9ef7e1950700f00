package dev.windtunnel.report;

import dev.windtunnel.measure.RunResult.Latency;
import dev.windtunnel.measure.RunResult.Reason;
import dev.windtunnel.measure.RunResult.Sessions;
import dev.windtunnel.measure.RunResult.TrafficResult;
import java.util.Comparator;

/** What the callers saw, and why what failed did. */
final class TrafficSection {
    private static final String DELAYED = "DI";
    private static final String HUNG_UP = "DC";
    private static final String TIMED_OUT = "UT";

    /** What proxies tell of first, then what apps answered, then what was no answer. */
    private static final Comparator<Reason> ORDER = Comparator.comparing(Reason::failure)
            .thenComparing(reason -> reason.flags().equals(FlagWords.NONE))
            .thenComparing(Reason::flags)
            .thenComparing(Reason::code)
            .thenComparing(Reason::grpc);

    private TrafficSection() {}

    /** One row for each traffic. Its flags are told with the reasons. */
    static String figures(RunReport run, Style style) {
        Grid grid = Grid.of(
                        "name",
                        "from",
                        "requests",
                        "unfinished",
                        "retries",
                        "rate",
                        "errors",
                        "p50",
                        "p90",
                        "p99",
                        "max",
                        "codes")
                .right("requests", "rate", "errors", "p50", "p90", "p99", "max")
                .unlessZero("unfinished", "retries");
        for (TrafficResult traffic : run.result().traffic()) {
            Latency latency = traffic.latency();
            String errors = Figures.percent(traffic.errorRate());
            grid.row(
                    traffic.name(),
                    traffic.from(),
                    Cells.count(traffic.requests()),
                    Cells.count(traffic.unfinished()),
                    Cells.count(traffic.callerRetries()),
                    Figures.rate(traffic.requestsPerSecond()),
                    traffic.errorRate() > 0 ? style.bad(errors) : errors,
                    Figures.seconds(latency.p50()),
                    Figures.seconds(latency.p90()),
                    Figures.seconds(latency.p99()),
                    Figures.seconds(latency.max()),
                    Cells.codes(traffic.codes(), traffic.grpc()));
        }
        return grid.text();
    }

    /** One row for each traffic that asks for websockets. */
    static String sessions(RunReport run, Style style) {
        Grid grid = Grid.of("name", "opened", "most open", "open", "p50", "max", "ended")
                .right("opened", "most open", "open", "p50", "max");
        for (TrafficResult traffic : run.result().traffic()) {
            Sessions sessions = traffic.sessions();
            if (sessions != null) {
                grid.row(
                        traffic.name(),
                        Cells.count(sessions.opened()),
                        Cells.count(sessions.mostOpen()),
                        Cells.count(sessions.open()),
                        Figures.seconds(sessions.length().p50()),
                        Figures.seconds(sessions.length().max()),
                        Cells.counts(sessions.ended()));
            }
        }
        return grid.text();
    }

    /** One row for each reason of each traffic. */
    static String reasons(RunReport run, Style style) {
        Grid grid =
                Grid.of("traffic", "requests", "share", "code", "flags", "why").right("requests", "share", "code");
        for (TrafficResult traffic : run.result().traffic()) {
            addReasons(grid, traffic);
        }
        return grid.text();
    }

    private static void addReasons(Grid grid, TrafficResult traffic) {
        traffic.reasons().stream()
                .filter(TrafficSection::isTrouble)
                .sorted(ORDER)
                .forEach(reason -> grid.row(
                        traffic.name(),
                        Cells.count(reason.requests()),
                        Figures.percent(reason.requests() / traffic.completed()),
                        code(reason),
                        reason.flags(),
                        why(reason)));
    }

    /** A delay alone is none. */
    private static boolean isTrouble(Reason reason) {
        return reason.isError() || !reason.flags().equals(DELAYED);
    }

    /** Of gRPC the status, where the answer is one of gRPC: its code is 200 then, whatever it says. */
    private static String code(Reason reason) {
        return reason.grpc() < 0 || reason.code() >= 400 ? Integer.toString(reason.code()) : "grpc " + reason.grpc();
    }

    private static String why(Reason reason) {
        boolean late = reason.isLate();
        if (!reason.failure().isEmpty()) {
            String words = late ? FlagWords.DEADLINE : FlagWords.ofFailure(reason.failure());
            String flags = reason.flags();
            // That the caller hung up is what its failure says.
            String behind =
                    flags.equals(FlagWords.NONE) || flags.equals(HUNG_UP) ? "" : "; " + FlagWords.ofFlags(flags);
            return reason.failure() + ": " + words + behind;
        }
        if (late && reason.flags().equals(TIMED_OUT)) {
            return FlagWords.DEADLINE;
        }
        return reason.flags().equals(FlagWords.NONE) ? FlagWords.APPLICATION : FlagWords.ofFlags(reason.flags());
    }
}
