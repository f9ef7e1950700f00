package dev.windtunnel.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks in this JVM and prints a table. Times, though of the processor and not of the wall, differ between machines and from hour to hour; the ratio to
 * the yardstick, a hold (remove the first event, add one later) on a {@link java.util.PriorityQueue} of 1000 records
 * measured in the same JVM, is what the goals are set for.
 */
public final class Benchmarks {
    /**
     * One line of the table.
     *
     * @param label what one operation is
     * @param benchmark the JMH method, as Class.method
     * @param size its parameter {@code size}, or null if it has none
     * @param goal the greatest ratio to the yardstick that we are content with; 0 for none
     */
    private record Line(String label, String benchmark, @Nullable String size, double goal) {
        private String key() {
            return benchmark + (size == null ? "" : ":" + size);
        }
    }

    private static final String YARDSTICK = "HoldBenchmark.priorityQueue:1000";

    /** A new benchmark is a class beside this one and a line here. */
    private static final List<Line> LINES = List.of(
            new Line("hold, java.util.PriorityQueue, 1,000 pending", "HoldBenchmark.priorityQueue", "1000", 0),
            new Line("hold, java.util.PriorityQueue, 10,000 pending", "HoldBenchmark.priorityQueue", "10000", 0),
            new Line("hold, java.util.PriorityQueue, 100,000 pending", "HoldBenchmark.priorityQueue", "100000", 0),
            new Line("hold, EventQueue, 1,000 pending", "HoldBenchmark.eventQueue", "1000", 0.25),
            new Line("hold, EventQueue, 10,000 pending", "HoldBenchmark.eventQueue", "10000", 0.31),
            new Line("hold, EventQueue, 100,000 pending", "HoldBenchmark.eventQueue", "100000", 0.51),
            new Line("event of M/M/1 at 80 %, Agenda", "SingleServerBenchmark.event", null, 0.23),
            new Line("request of a mesh, 1 service", "MeshBenchmark.request", "1", 4.7),
            new Line("request of a mesh, 3 services in a chain", "MeshBenchmark.request", "3", 12.5),
            new Line("request of a mesh, 10 services in a chain", "MeshBenchmark.request", "10", 43),
            new Line("the 3 with outlier detection, limits, zones", "MeshBenchmark.request", "3 guarded", 0));

    private Benchmarks() {}

    /**
     * Runs the benchmarks.
     *
     * @param arguments a regular expression of the benchmarks to run beside the yardstick; all if there is none
     */
    public static void main(String[] arguments) throws RunnerException {
        String wanted = arguments.length == 0 ? ".*" : arguments[0];
        Map<String, Measured> measured = run(wanted);
        double yardstick = measured.get(YARDSTICK).nanos();
        System.out.printf(
                Locale.ROOT,
                "%n%-46s %9s %10s %9s %7s %6s%n",
                "one operation",
                "cpu ns",
                "M per s",
                "bytes",
                "ratio",
                "goal");
        for (Line line : LINES) {
            Measured of = measured.get(line.key());
            if (of != null) {
                double ratio = of.nanos() / yardstick;
                System.out.printf(
                        Locale.ROOT,
                        "%-46s %9.1f %10.2f %9.2f %7.2f %6s %s%n",
                        line.label(),
                        of.nanos(),
                        1e3 / of.nanos(),
                        of.bytes(),
                        ratio,
                        line.goal() == 0 ? "" : line.goal(),
                        line.goal() == 0 ? "" : ratio <= line.goal() ? "met" : "MISSED");
            }
        }
        printEvents(measured);
        if (wants(wanted, "ParallelRuns")) {
            ParallelRuns.report();
        }
        if (wants(wanted, "ThousandServices")) {
            ThousandServices.report();
        }
    }

    private static void printEvents(Map<String, Measured> measured) {
        boolean first = true;
        for (Line line : LINES) {
            Measured of = measured.get(line.key());
            if (of == null || of.events() == 0) {
                continue;
            }
            if (first) {
                System.out.printf(
                        Locale.ROOT,
                        "%n%-46s %11s %11s %10s %9s %11s%n",
                        "meshes",
                        "requests/s",
                        "events/s",
                        "ev/request",
                        "ns/event",
                        "bytes/event");
                first = false;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-46s %11.0f %11.0f %10.2f %9.1f %11.4f%n",
                    line.label(),
                    1e9 / of.nanos(),
                    1e9 / of.nanos() * of.events(),
                    of.events(),
                    of.nanos() / of.events(),
                    of.bytes() / of.events());
        }
    }

    /**
     * Of one benchmark, per operation.
     *
     * @param nanos the median processor time
     * @param bytes the median of what it allocated
     * @param events how many events of the simulation it was; 0 where there is no simulation
     */
    private record Measured(double nanos, double bytes, double events) {}

    private static Map<String, Measured> run(String wanted) throws RunnerException {
        Map<String, Measured> measured = new TreeMap<>();
        List<String> yardstickSizes = wants(wanted, "HoldBenchmark.priorityQueue") ? List.of() : List.of("1000");
        runInto(measured, "HoldBenchmark.priorityQueue", yardstickSizes);
        if (wants(wanted, "HoldBenchmark.eventQueue") || wants(wanted, "SingleServer") || wants(wanted, "Mesh")) {
            runInto(measured, wanted, List.of());
        }
        return measured;
    }

    private static boolean wants(String wanted, String name) {
        return name.matches(".*(" + wanted + ").*");
    }

    private static void runInto(Map<String, Measured> measured, String include, List<String> sizes)
            throws RunnerException {
        for (RunResult result : new Runner(options(include, sizes)).run()) {
            String name = result.getParams().getBenchmark();
            String size = result.getParams().getParam("size");
            String shortName = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
            double events = result.getSecondaryResults().containsKey("eventsPerRequest")
                    ? median(result, "eventsPerRequest")
                    : 0;
            // One invocation of a mesh is many requests, so it has counted by itself.
            double bytes =
                    events > 0 ? median(result, "bytesPerEvent") * events : median(result, "gc.alloc.rate.norm");
            measured.put(
                    shortName + (size == null ? "" : ":" + size),
                    new Measured(median(result, "cpuNanos"), bytes, events));
        }
    }

    private static Options options(String include, Collection<String> sizes) {
        var options = new OptionsBuilder()
                .include("dev\\.windtunnel\\.bench\\..*" + include)
                // In this JVM, so that yardstick and subject share the machine's mood.
                .forks(0)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(7)
                .measurementTime(TimeValue.milliseconds(300))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        return sizes.isEmpty() ? options.build() : options.param("size", sizes.toArray(String[]::new)).build();
    }

    private static double median(RunResult result, String name) {
        List<Result<?>> found = new ArrayList<>();
        result.getSecondaryResults().forEach((key, value) -> {
            if (key.endsWith(name)) {
                found.add(value);
            }
        });
        return found.get(0).getStatistics().getPercentile(50);
    }
}
