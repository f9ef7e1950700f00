package dev.windtunnel.report;

import dev.windtunnel.measure.RunResult.Latency;
import dev.windtunnel.measure.RunResult.Sessions;
import dev.windtunnel.measure.RunResult.TrafficResult;
import dev.windtunnel.measure.Tally;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the callers saw, and why what failed did. */
final class TrafficSection {
    /** Sums of means over replications differ by less. */
    private static final double NOISE = 1e-6;

    private static final String GRPC = "grpc";

    private static final Map<String, String> GRPC_OF_CODE = Map.of(
            "400", "13", "401", "16", "403", "7", "404", "12", "429", "14", "502", "14", "503", "14", "504", "14");

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
        double flagged = 0;
        Map<String, Double> statuses = grpcErrors(traffic);
        for (Map.Entry<String, Double> entry : traffic.flags().entrySet()) {
            String flags = entry.getKey();
            String code = grpc(traffic, statuses, flags);
            if (code == null) {
                code = code(traffic, flags);
            }
            // That the caller hung up is told by its failure, with the reason.
            boolean told = "0".equals(code) && !traffic.failures().isEmpty();
            if (!flags.equals(FlagWords.NONE) && !told) {
                row(grid, traffic, entry.getValue(), code, flags, FlagWords.ofFlags(flags));
                flagged += mayBeServerError(code, flags) ? entry.getValue() : 0;
            }
        }
        addGrpc(grid, traffic);
        double unflagged = serverErrors(traffic) - flagged;
        if (unflagged > NOISE) {
            row(grid, traffic, unflagged, onlyServerError(traffic), FlagWords.NONE, FlagWords.APPLICATION);
        }
        traffic.failures().forEach((failure, count) -> {
            String why = failure + ": " + FlagWords.ofFailure(failure);
            row(grid, traffic, count, "0", flagsOfFailure(traffic, count), why);
        });
    }

    /** gRPC errors that no flag tells of: answers of apps. */
    private static void addGrpc(Grid grid, TrafficResult traffic) {
        Map<String, Double> errors = grpcErrors(traffic);
        double all = errors.values().stream().mapToDouble(Double::doubleValue).sum();
        double told = 0;
        double toldSomehow = 0;
        for (Map.Entry<String, Double> entry : traffic.flags().entrySet()) {
            if (entry.getKey().equals(FlagWords.NONE) || entry.getKey().equals("DI")) {
                continue;
            }
            told += entry.getValue();
            String code = grpc(traffic, errors, entry.getKey());
            String status = code == null || code.equals(GRPC) ? null : code.substring(GRPC.length() + 1);
            if (status == null || errors.getOrDefault(status, 0.0) < entry.getValue() - NOISE) {
                toldSomehow += entry.getValue();
            } else {
                errors.merge(status, -entry.getValue(), Double::sum);
            }
        }
        if (toldSomehow == 0) {
            errors.forEach((status, count) -> {
                if (count > NOISE) {
                    row(grid, traffic, count, GRPC + " " + status, FlagWords.NONE, FlagWords.APPLICATION);
                }
            });
        } else if (all - told > NOISE) {
            row(grid, traffic, all - told, GRPC, FlagWords.NONE, FlagWords.APPLICATION);
        }
    }

    /** Statuses of gRPC that are errors of servers, and how often there were. */
    private static Map<String, Double> grpcErrors(TrafficResult traffic) {
        Map<String, Double> errors = new TreeMap<>();
        traffic.grpc().forEach((status, count) -> {
            if (Tally.isGrpcError(Integer.parseInt(status))) {
                errors.put(status, count);
            }
        });
        return errors;
    }

    /**
     * The status of gRPC that came with flags, whose code is 200 then: what Envoy makes of its usual code
     * ({@code source/common/grpc/status.cc}), or the only one that there is. {@code grpc} when that cannot be told; null
     * when the answers were none of gRPC.
     */
    private static @Nullable String grpc(TrafficResult traffic, Map<String, Double> statuses, String flags) {
        if (statuses.isEmpty() || traffic.codes().size() != 1 || flags.equals("DI") || flags.equals(FlagWords.NONE)) {
            return null;
        }
        String code = FlagWords.usualCode(flags);
        String usual = code == null ? "" : GRPC_OF_CODE.getOrDefault(code, "2");
        if (statuses.containsKey(usual)) {
            return GRPC + " " + usual;
        }
        return statuses.size() == 1 ? GRPC + " " + statuses.keySet().iterator().next() : GRPC;
    }

    private static void row(
            Grid grid, TrafficResult traffic, double count, @Nullable String code, String flags, String why) {
        grid.row(
                traffic.name(),
                Cells.count(count),
                Figures.percent(count / traffic.completed()),
                Cells.orNone(code),
                flags,
                why);
    }

    /** The code that came with the flags; null when that cannot be told, for codes and flags are counted apart. */
    private static @Nullable String code(TrafficResult traffic, String flags) {
        if (traffic.codes().size() == 1) {
            return traffic.codes().firstKey();
        }
        String usual = FlagWords.usualCode(flags);
        return usual != null && traffic.codes().containsKey(usual) ? usual : null;
    }

    /** A delay alone is no error. */
    private static boolean mayBeServerError(@Nullable String code, String flags) {
        return code == null ? !flags.equals("DI") : isServerError(code);
    }

    /** The flags that are logged as often when there is no answer. */
    private static String flagsOfFailure(TrafficResult traffic, double count) {
        for (Map.Entry<String, Double> entry : traffic.flags().entrySet()) {
            if ("0".equals(FlagWords.usualCode(entry.getKey())) && entry.getValue() == count) {
                return entry.getKey();
            }
        }
        return FlagWords.NONE;
    }

    private static double serverErrors(TrafficResult traffic) {
        return traffic.codes().entrySet().stream()
                .filter(entry -> isServerError(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static @Nullable String onlyServerError(TrafficResult traffic) {
        var codes = traffic.codes().keySet().stream()
                .filter(TrafficSection::isServerError)
                .toList();
        return codes.size() == 1 ? codes.get(0) : null;
    }

    private static boolean isServerError(String code) {
        return code.length() == 3 && code.charAt(0) == '5';
    }
}
