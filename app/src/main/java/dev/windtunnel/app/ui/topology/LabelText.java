package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import dev.windtunnel.app.ui.topology.Topology.Branch;
import dev.windtunnel.app.ui.topology.Topology.Link;
import java.util.Locale;

/**
 * What the labels of links say.
 *
 * @param strong first part, semi-bold
 * @param faint second part, muted; empty for none
 */
record LabelText(String strong, String faint) {

    static final LabelText NONE = new LabelText("", "");

    boolean isEmpty() {
        return strong.isEmpty() && faint.isEmpty();
    }

    /** The label of a whole link: of its trunk when it is split. */
    static LabelText of(Figures figures, Link link, EdgeLabel label) {
        Rates rates = figures.rates(link);
        if (rates.requestsPerSecond() <= 0) {
            return NONE;
        }
        if (link.tcp() && label != EdgeLabel.RATE) {
            return new LabelText("tcp", "");
        }
        return switch (label) {
            case SHARE, RATE -> new LabelText(Instants.rate(rates.requestsPerSecond()), "");
            case P95 -> new LabelText(Instants.latency(rates.p95Seconds()), "");
            case ERRORS -> new LabelText(Instants.percent(rates.errorRate()), "");
            case AMPLIFICATION ->
                new LabelText(String.format(Locale.ROOT, "\u00d7%.2f", figures.amplification(link)), "");
        };
    }

    /** The label of a branch after the knot: its share and what is set, or its rate. */
    static LabelText of(Figures figures, Link link, Branch branch, EdgeLabel label) {
        double share = figures.share(link, branch);
        if (label == EdgeLabel.RATE) {
            return Double.isNaN(share)
                    ? NONE
                    : new LabelText(Instants.rate(share * figures.rates(link).requestsPerSecond()), "");
        }
        if (label != EdgeLabel.SHARE || link.branches().size() < 2 && !(branch.configured() < 1)) {
            return NONE;
        }
        return new LabelText(
                Double.isNaN(share) ? "" : Instants.percent(share),
                Double.isNaN(branch.configured()) ? "" : "set " + weight(branch.configured()));
    }

    private static String weight(double fraction) {
        double percent = fraction * 100;
        return Math.abs(percent - Math.rint(percent)) < 0.05
                ? String.format(Locale.ROOT, "%.0f", percent)
                : String.format(Locale.ROOT, "%.1f", percent);
    }
}
