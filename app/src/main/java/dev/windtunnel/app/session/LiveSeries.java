package dev.windtunnel.app.session;

import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the seconds of a run into series, and the last ten of them into figures of now. */
final class LiveSeries {

    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, Frame.EdgeFrame> edges = new HashMap<>();
    private final Workloads workloads = new Workloads();
    private final Overflows overflows = new Overflows();
    private @Nullable Plan plan;
    private double planSince;
    private int taken;
    private int edgesKnown;
    private double seconds;

    private static final class Target {
        Series series = Series.empty(Figure.OF_REQUESTS);
        final Map<Integer, Windows.Window> finished = new HashMap<>();
        final TenSeconds last = new TenSeconds();
        Rates rates = Rates.IDLE;
        double worst = 1;
        /** Of the second that has begun; null at the end of one. */
        TenSeconds.@Nullable Now now;

        String[] namesNow = new String[0];
    }

    /** Takes what has finished since the last time; cheap when no second has ended since. */
    void take(Run run) {
        int second = (int) (run.nowNanos() / 1_000_000_000L);
        if (plan != run.plan()) {
            configured(run.plan(), run.nowNanos() / 1e9);
        }
        if (second == taken) {
            return;
        }
        seconds = run.nowNanos() / 1e9;
        Frame frame = run.frame();
        int length = second - taken;
        for (Frame.EdgeFrame edge : frame.edges()) {
            Frame.EdgeFrame before = edges.put(edge.key(), edge);
            target(edge.key())
                    .last
                    .attempts(
                            (edge.attempts() - (before == null ? 0 : before.attempts())) / (double) length,
                            (edge.organicAttempts() - (before == null ? 0 : before.organicAttempts()))
                                    / (double) length,
                            length);
        }
        run.worstAmplifications((key, worst) -> target(key).worst = Math.max(1, worst));
        run.drainWindows((name, number, window) -> target(name).finished.put(number, window));
        if (frame.edges().size() != edgesKnown) {
            edgesKnown = frame.edges().size();
            frame.edges().forEach(edge -> configured(edge, run.plan(), planSince));
        }
        for (int number = taken; number < second; number++) {
            for (Map.Entry<String, Target> each : targets.entrySet()) {
                append(each.getKey(), each.getValue(), number);
            }
        }
        workloads.take(frame, second);
        overflows.take(run, second, length);
        taken = second;
        targets.values().forEach(target -> target.now = null);
    }

    /** Takes what has been counted since the last second has ended, so that figures are those of now. */
    void look(Run run) {
        seconds = run.nowNanos() / 1e9;
        if (run.nowNanos() % 1_000_000_000L == 0) {
            targets.values().forEach(target -> target.now = null);
            return;
        }
        Frame frame = run.frame();
        Map<String, String[]> names = new HashMap<>();
        frame.edges().forEach(edge -> names.put(edge.key(), names(edge)));
        Map<String, Windows.Window> begun = new HashMap<>();
        run.beganWindows((name, number, window) -> begun.put(name, window));
        begun.keySet().forEach(this::target);
        targets.forEach((name, target) -> {
            target.namesNow = names.getOrDefault(name, new String[0]);
            target.now = target.last.now(begun.get(name), seconds, target.namesNow);
        });
    }

    private static String[] names(Frame.@Nullable EdgeFrame edge) {
        List<Frame.DestinationFrame> known = edge == null ? List.of() : edge.destinations();
        String[] names = new String[known.size()];
        for (int i = 0; i < names.length; i++) {
            Frame.DestinationFrame each = known.get(i);
            names[i] = each.subset() == null ? each.workload() : each.workload() + "[" + each.subset() + "]";
        }
        return names;
    }

    private Target target(String name) {
        return targets.computeIfAbsent(name, key -> new Target());
    }

    private void append(String name, Target target, int number) {
        Windows.Window window = target.finished.remove(number);
        if (window == null && target.series.size() == 0) {
            return;
        }
        Frame.EdgeFrame edge = edges.get(name);
        String[] names = names(edge);
        target.last.add(window, number);
        target.rates = target.last.rates(names, number + 1);
        double[] shares = new double[names.length];
        for (int i = 0; i < names.length; i++) {
            shares[i] = target.last.share(i);
        }
        target.series =
                target.series.with(number + 1, target.last.figures(window, target.rates, number + 1), names, shares);
        Series.Extras before = target.series.extras();
        target.series = target.series.with(new Series.Extras(
                window == null ? before.heat() : before.heat().with(number + 1, window.latency),
                before.weights(),
                before.versions(),
                target.last.flags(),
                target.worst));
    }

    // ---------------------------------------------------------------- what is configured

    /** Another plan is in force: rules, pods or versions may be others. */
    private void configured(Plan next, double atSeconds) {
        planSince = plan == null ? 0 : atSeconds;
        plan = next;
        edges.values().forEach(edge -> configured(edge, next, atSeconds));
    }

    private void configured(Frame.EdgeFrame edge, Plan now, double atSeconds) {
        Target target = target(edge.key());
        Series.Extras before = target.series.extras();
        Map<String, Double> shares = Configured.weights(now, edge.source(), edge.service(), edge.port());
        List<Series.Weights> weights = before.weights();
        if (weights.isEmpty() || !weights.get(weights.size() - 1).shares().equals(shares)) {
            weights = new ArrayList<>(weights);
            weights.add(new Series.Weights(atSeconds, shares));
        }
        target.series = target.series.with(new Series.Extras(
                before.heat(),
                List.copyOf(weights),
                Configured.versions(now, edge.service()),
                before.flags(),
                before.worst()));
    }

    // ---------------------------------------------------------------- what the screen gets

    /** Figures of now, by target. */
    Map<String, Rates> rates() {
        Map<String, Rates> result = new LinkedHashMap<>();
        targets.forEach((name, target) -> result.put(name, target.now == null ? target.rates : target.now.rates()));
        return result;
    }

    /** Series so far, by target. */
    Map<String, Series> all() {
        Map<String, Series> result = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            TenSeconds.Now now = target.now;
            result.put(
                    name,
                    now == null || target.series.size() == 0
                            ? target.series
                            : target.series.begun(seconds, now, target.namesNow));
        });
        result.putAll(workloads.all());
        result.putAll(overflows.all());
        return result;
    }

    /** Virtual time of the last take, in seconds. */
    double seconds() {
        return seconds;
    }
}
