package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.scenario.CallerRetries;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.source.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a traffic asks, and what it has experienced. */
final class TrafficFacts {

    /** A line; a heading has no value. */
    record Row(String name, String value) {}

    private TrafficFacts() {}

    /**
     * The rows: what is declared, the last 10 s, and the whole run.
     *
     * @param warmupNanos before which nothing is counted for the whole run
     */
    static List<Row> rows(Traffic traffic, long warmupNanos, @Nullable SessionState state) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "Caller",
                traffic.fromOutside()
                        ? "outside, through a gateway"
                        : traffic.from() + (traffic.zone() == null ? "" : ", zone " + traffic.zone())));
        double weights =
                traffic.mix().stream().mapToDouble(Traffic.MixEntry::weight).sum();
        for (Traffic.MixEntry entry : traffic.mix()) {
            Traffic.Request request = entry.request();
            String asked = (request.tcp() == null ? request.method() + " " : "")
                    + request.url().text();
            boolean single = traffic.mix().size() == 1;
            rows.add(new Row(
                    single ? "Request" : String.valueOf(entry.name()),
                    asked + (single ? "" : String.format(Locale.ROOT, ", %.0f %%", 100 * entry.weight() / weights))));
        }
        rows.add(new Row("Load", load(traffic.load())));
        rows.add(new Row(
                "Timeout", traffic.timeoutNanos() > 0 ? Durations.format(traffic.timeoutNanos()) : "none of its own"));
        CallerRetries retries = traffic.retries();
        rows.add(new Row("Retries", retries == null ? "none of its own" : Integer.toString(retries.attempts())));
        if (traffic.startNanos() > 0 || traffic.stopNanos() < Long.MAX_VALUE) {
            rows.add(new Row(
                    "When",
                    "from " + Instants.axis(traffic.startNanos() / 1e9)
                            + (traffic.stopNanos() == Long.MAX_VALUE
                                    ? ""
                                    : " to " + Instants.axis(traffic.stopNanos() / 1e9))));
        }
        if (traffic.requests() < Long.MAX_VALUE) {
            rows.add(new Row("Until", traffic.requests() + " requests"));
        }
        if (state != null) {
            experienced(rows, traffic.name(), warmupNanos, state);
        }
        return rows;
    }

    private static void experienced(List<Row> rows, String name, long warmupNanos, SessionState state) {
        Rates rates = state.rates().getOrDefault("traffic/" + name, Rates.IDLE);
        rows.add(new Row("Last 10 s", ""));
        rows.add(new Row("Requests", Instants.rate(rates.requestsPerSecond())));
        boolean any = rates.requestsPerSecond() > 0;
        rows.add(new Row("Failed", any ? Instants.percent(rates.errorRate()) : "-"));
        rows.add(new Row("p50", Instants.latency(rates.p50Seconds())));
        rows.add(new Row("p95", Instants.latency(rates.p95Seconds())));
        rows.add(new Row("p99", Instants.latency(rates.p99Seconds())));
        for (Frame.TrafficFrame each : state.frame().traffic()) {
            if (each.name().equals(name)) {
                rows.add(new Row(
                        warmupNanos > 0 ? "Since the warm-up, " + Instants.axis(warmupNanos / 1e9) : "Whole run", ""));
                rows.add(new Row("Requests", Long.toString(each.requests())));
                rows.add(new Row("Answered", Long.toString(each.completed())));
                rows.add(new Row(
                        "Failed",
                        each.failed()
                                + (each.completed() == 0
                                        ? ""
                                        : ", " + Instants.percent(each.failed() / (double) each.completed()))));
            }
        }
    }

    private static String load(Traffic.Load load) {
        if (load instanceof Traffic.Closed closed) {
            double think = closed.thinkTime().meanNanos();
            return (closed.users() == 1 ? "1 user" : closed.users() + " users")
                    + (think > 0 ? ", " + Instants.latency(think / 1e9) + " between requests" : ", one after another");
        }
        Traffic.Open open = (Traffic.Open) load;
        List<String> parts = new ArrayList<>();
        for (Traffic.Stage stage : open.stages()) {
            String rate = stage.fromPerSecond() == stage.toPerSecond()
                    ? Instants.rate(stage.fromPerSecond())
                    : Instants.rate(stage.fromPerSecond()) + " to " + Instants.rate(stage.toPerSecond());
            parts.add(
                    stage.durationNanos() == Long.MAX_VALUE || open.endless()
                            ? rate
                            : rate + " for " + Durations.format(stage.durationNanos()));
        }
        return String.join(", then ", parts) + (open.poisson() ? ", Poisson arrivals" : ", constant gaps");
    }
}
