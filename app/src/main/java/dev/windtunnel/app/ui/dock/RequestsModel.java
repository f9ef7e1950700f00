package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.report.FlagWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Which of the sampled requests the table shows, and what it says when there are none. */
final class RequestsModel {

    /** What a chip keeps. */
    enum Filter {
        FAILED("failed"),
        SLOW("slow"),
        RETRIED("retried");

        private final String text;

        Filter(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private static final int PERCENT_OF_SLOW = 95;

    private final Set<Filter> filters = EnumSet.noneOf(Filter.class);
    private List<Outcome> samples = List.of();
    private String flag = "";
    private String destination = "";

    /** Takes the samples of a new state. */
    void take(List<Outcome> next) {
        samples = next;
    }

    /** Puts a filter on or off; a request has to pass all that are on. */
    void set(Filter filter, boolean on) {
        if (on) {
            filters.add(filter);
        } else {
            filters.remove(filter);
        }
    }

    void clear() {
        filters.clear();
        flag = "";
        destination = "";
    }

    /** What was told of single requests. */
    private final Map<Outcome, String> told = new HashMap<>();

    /** Keeps the requests whose access log has a flag; empty for all. */
    void flag(String wanted) {
        flag = wanted;
    }

    /** Keeps the requests whose last try went to a workload; empty for all. */
    void destination(String workload) {
        destination = workload;
    }

    String flag() {
        return flag;
    }

    String destination() {
        return destination;
    }

    /** The flags of the samples, one by one, in their order. */
    Set<String> flags() {
        Set<String> flags = new TreeSet<>();
        for (Outcome each : samples) {
            if (!each.flags().equals(FlagWords.NONE)) {
                flags.addAll(Arrays.asList(each.flags().split(",")));
            }
        }
        return flags;
    }

    /** The workloads that the last tries of the samples went to, in their order. */
    Set<String> destinations() {
        Set<String> names = new TreeSet<>();
        for (Outcome each : samples) {
            if (each.workload() != null) {
                names.add(each.workload());
            }
        }
        return names;
    }

    boolean isOn(Filter filter) {
        return filters.contains(filter);
    }

    /** How many samples there are, filtered or not. */
    int samples() {
        return samples.size();
    }

    /** The requests to show, those that started last first. */
    List<Outcome> rows() {
        double slow = filters.contains(Filter.SLOW) ? slowFrom() : 0;
        List<Outcome> rows = new ArrayList<>();
        for (int i = samples.size() - 1; i >= 0; i--) {
            Outcome each = samples.get(i);
            boolean kept = (!filters.contains(Filter.FAILED) || each.failed())
                    && (!filters.contains(Filter.RETRIED) || each.retried())
                    && (flag.isEmpty() || Arrays.asList(each.flags().split(",")).contains(flag))
                    && (destination.isEmpty() || destination.equals(each.workload()))
                    && (!filters.contains(Filter.SLOW) || each.latencySeconds() > slow);
            if (kept) {
                rows.add(each);
            }
        }
        rows.sort(Comparator.comparingDouble(Outcome::startSeconds).reversed());
        return rows;
    }

    /** Slow is what takes longer than 95 % of the samples. */
    private double slowFrom() {
        double[] all =
                samples.stream().mapToDouble(Outcome::latencySeconds).sorted().toArray();
        return all.length == 0 ? 0 : all[Math.min(all.length - 1, all.length * PERCENT_OF_SLOW / 100)] - 1e-12;
    }

    /** What the table says in place of rows. */
    String sentence() {
        if (samples.isEmpty()) {
            return "No request has been answered yet.";
        }
        StringJoiner words = new StringJoiner(" and ");
        Arrays.stream(Filter.values()).filter(filters::contains).forEach(filter -> words.add(filter.text()));
        String with = (flag.isEmpty() ? "" : " with " + flag) + (destination.isEmpty() ? "" : " to " + destination);
        String count = samples.size() == 1 ? "1 sample" : samples.size() + " samples";
        return "No " + (words.length() == 0 ? "" : words + " ") + "requests" + with + " among " + count + ".";
    }

    /** Takes why a request ended as it did, from its own life. */
    void told(Outcome outcome, String sentence) {
        told.put(outcome, sentence);
    }

    /** Why a request ended as it did: with timer, value and rule once its life has been looked at. */
    String reason(Outcome outcome) {
        String known = told.get(outcome);
        return known == null ? why(outcome) : known;
    }

    /** Why a request ended as it did, as far as its code and flags tell. */
    static String why(Outcome outcome) {
        boolean retried = outcome.retried();
        String tries = retried ? outcome.tries() + " tries: " : "";
        if (outcome.behind()) {
            String who = outcome.workload() == null ? "" : outcome.workload() + " ";
            return tries + who + (outcome.code() == 0 ? "gave no answer" : "answered " + outcome.status())
                    + ", and further down: " + FlagWords.ofFlags(outcome.flags());
        }
        if (!outcome.flags().equals(FlagWords.NONE)) {
            String words = FlagWords.ofFlags(outcome.flags());
            return outcome.failed() || outcome.code() >= 400
                    ? tries + words
                    : words + "; then answered " + outcome.status();
        }
        String who = outcome.workload() == null ? "" : outcome.workload() + " ";
        if (outcome.code() == 0) {
            return tries + "no answer";
        }
        if (outcome.failed()) {
            return tries + who + "answered " + outcome.status();
        }
        return retried ? WhyEnded.ordinal(outcome.tries()) + " try answered " + outcome.status() : "answered";
    }
}
