package dev.windtunnel.report;

import dev.windtunnel.measure.RunResult.Replications;
import dev.windtunnel.measure.RunResult.Spread;
import dev.windtunnel.measure.RunResult.TimelineResult;
import dev.windtunnel.measure.RunResult.TrafficResult;
import java.util.Map;

/** What happened on the timeline, and how runs differed. */
final class TimeSection {
    private TimeSection() {}

    /** One row for each entry of the timeline. */
    static String timeline(RunReport run, Style style) {
        Grid grid = Grid.of("entry", "at", "in force", "result", "message").right("entry", "at");
        for (TimelineResult entry : run.result().timeline()) {
            grid.row(
                    Integer.toString(entry.entry()),
                    Figures.seconds(entry.at()),
                    inForce(entry),
                    entry.result(),
                    Cells.orNone(entry.message()));
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
