package dev.windtunnel.report;

import dev.windtunnel.measure.RunResult.EjectionResult;
import dev.windtunnel.measure.RunResult.Replications;
import dev.windtunnel.measure.RunResult.Spread;
import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.measure.RunResult.TrafficResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened on the timeline, and how runs differed. */
final class TimeSection {
    /** So many entries are shown at the beginning and at the end of a longer timeline. */
    static final int SHOWN_AT_EITHER_END = 50;

    private TimeSection() {}

    /** One row for each entry of the timeline; of a long one the first and the last, and how many are between. */
    static String timeline(RunReport run, Style style) {
        Grid grid = Grid.of("entry", "at", "in force", "result", "message").right("entry", "at");
        List<TimelineResult> entries = run.result().timeline();
        int last = entries.size() - SHOWN_AT_EITHER_END;
        for (int i = 0; i < entries.size(); i++) {
            if (i == SHOWN_AT_EITHER_END && i + 1 < last) {
                grid.row("...", "", "", "", between(entries.subList(i, last)));
                i = last;
            }
            TimelineResult entry = entries.get(i);
            grid.row(
                    Integer.toString(entry.entry()),
                    Figures.seconds(entry.at()),
                    inForce(entry),
                    entry.result(),
                    Cells.orNone(entry.message()));
        }
        return grid.text();
    }

    private static String between(List<TimelineResult> entries) {
        double failed = entries.stream()
                .filter(entry -> entry.result().equals("failed"))
                .count();
        String but = failed == 0 ? "" : ", of which " + Cells.count(failed) + " failed";
        return Cells.count(entries.size()) + " more" + but + " (-o json has them)";
    }

    /** One row for each proxy and pod that it ejected. */
    static String ejections(RunReport run, Style style) {
        Map<String, List<EjectionResult>> groups = new LinkedHashMap<>();
        for (EjectionResult each : run.result().ejections()) {
            groups.computeIfAbsent(each.proxy() + " " + each.cluster() + " " + each.pod(), any -> new ArrayList<>())
                    .add(each);
        }
        Grid grid = Grid.of("proxy", "cluster", "pod", "times", "first at", "out for", "reason")
                .right("times", "first at", "out for");
        double end = run.result().scenario().durationSeconds();
        for (List<EjectionResult> group : groups.values()) {
            EjectionResult first = group.get(0);
            double out = 0;
            for (EjectionResult each : group) {
                Double until = each.end();
                out += (until == null ? end : until) - each.start();
            }
            grid.row(
                    first.proxy(),
                    first.cluster(),
                    first.pod(),
                    Integer.toString(group.size()),
                    Figures.seconds(first.start()),
                    Figures.seconds(out),
                    first.reason());
        }
        return grid.text();
    }

    /** How the figures of the traffic vary over replications. */
    static String replications(RunReport run, Style style) {
        Grid grid = Grid.of("traffic", "figure", "mean", "sd", "95 % interval").right("mean", "sd", "95 % interval");
        for (TrafficResult traffic : run.result().traffic()) {
            Replications replications = traffic.replications();
            if (replications == null || replications.n() < 2) {
                continue;
            }
            for (Map.Entry<String, Spread> figure : replications.figures().entrySet()) {
                Spread spread = figure.getValue();
                String name = figure.getKey();
                grid.row(
                        traffic.name(),
                        name,
                        value(name, spread.mean()),
                        value(name, spread.sd()),
                        value(name, spread.low()) + " .. " + value(name, spread.high()));
            }
        }
        return grid.text();
    }

    private static String inForce(TimelineResult entry) {
        Double first = entry.inForceFirst();
        Double last = entry.inForceLast();
        if (first == null || last == null) {
            return Figures.NONE;
        }
        String from = Figures.seconds(first);
        String to = Figures.seconds(last);
        return from.equals(to) ? from : from + " .. " + to;
    }

    private static String value(String name, double value) {
        if (name.startsWith("latencySeconds.")) {
            return Figures.seconds(value);
        }
        return name.equals("errorRate") ? Figures.percent(value) : Numbers.digits(value, Numbers.FEWEST_DIGITS);
    }
}
