package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.explain.Setting;
import dev.windtunnel.simulation.TraceSpan;
import dev.windtunnel.simulation.TraceSpan.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The waterfall of one request: its rows in the order of the tree, on one axis of seconds that starts with the request.
 *
 * @param rows from top to bottom
 * @param verdict code and total: {@code 504 after 6.087 s}
 * @param failed whether it ended with a 5xx code or none
 * @param sentence why it ended as it did
 * @param ledger where the time went, the total last
 * @param totalSeconds how long its caller waited; until now when it has not ended
 * @param axisSeconds end of the axis
 */
record Waterfall(
        List<Row> rows,
        String verdict,
        boolean failed,
        String sentence,
        List<Entry> ledger,
        double totalSeconds,
        double axisSeconds) {

    private static final String NOT_OVER = "Not over after ";

    /** What a row shows. */
    enum Look {
        REQUEST,
        FIRST_TRY,
        RETRY,
        BACKOFF,
        QUEUE,
        WORK,
        SLEEP,
        FAULT,
        CONNECT,
        ROUTE,
        ANSWER,
        LIMIT
    }

    /**
     * A row.
     *
     * @param name left: what it is
     * @param lasts right of the name: how long
     * @param fromSeconds begin on the axis
     * @param toSeconds end on the axis, which may lie behind the end of the axis
     * @param waitedForSeconds from here on nobody waits for it any more; not before the end when somebody does
     * @param inside written in the bar when there is room
     * @param after written behind the bar
     * @param bad whether it ended badly
     */
    record Row(
            int depth,
            Look look,
            String name,
            String lasts,
            double fromSeconds,
            double toSeconds,
            double waitedForSeconds,
            String inside,
            String after,
            boolean bad) {}

    /** Whether the request has ended. */
    boolean over() {
        return !verdict.startsWith(NOT_OVER);
    }

    /** Whether a pod works on, or sleeps, when nobody waits for it any more. */
    boolean worksForNobody() {
        return rows.stream()
                .anyMatch(row -> (row.look() == Look.WORK || row.look() == Look.SLEEP)
                        && row.toSeconds() > row.waitedForSeconds() + 1e-9);
    }

    /** A line of the ledger. */
    record Entry(String what, String time) {}

    /** The waterfall of a life with at least one span. */
    static Waterfall of(RequestLife life) {
        return new Maker(life).make();
    }

    private static final class Maker {
        private final RequestLife life;
        private final RequestRules rules;
        private final TraceSpan root;
        private final long latest;
        private final List<Row> rows = new ArrayList<>();

        Maker(RequestLife life) {
            this.life = life;
            this.rules = new RequestRules(life);
            this.root = life.spans().get(0);
            long end = root.startNanos() + 1;
            for (TraceSpan span : life.spans()) {
                end = Math.max(end, Math.max(span.startNanos(), span.endNanos()));
            }
            latest = end;
        }

        Waterfall make() {
            boolean over = root.endNanos() >= 0;
            double total = at(over ? root.endNanos() : latest);
            add(root, 0, root.endNanos() >= 0 ? root.endNanos() : Long.MAX_VALUE);
            addAnswer(total);
            addLimit(total);
            String code = root.code() == 0 ? "No answer" : root.status();
            return new Waterfall(
                    List.copyOf(rows),
                    over ? code + " after " + Instants.latency(total) : NOT_OVER + Instants.latency(total),
                    WhyEnded.failed(root),
                    WhyEnded.sentence(life),
                    ledger(total),
                    total,
                    Math.max(total, Math.min(at(latest), total * 1.02)) * 1.12);
        }

        private double at(long nanos) {
            return (nanos - root.startNanos()) / 1e9;
        }

        /** Adds a span and what is below it; {@code wanted} is until when somebody waits for it. */
        private void add(TraceSpan span, int depth, long wanted) {
            boolean over = span.endNanos() >= 0;
            long end = over ? span.endNanos() : latest;
            String lasts = over ? Instants.latency((end - span.startNanos()) / 1e9) : "not over";
            boolean left = (span.kind() == Kind.WORK || span.kind() == Kind.SLEEP) && end > wanted;
            rows.add(new Row(
                    depth,
                    look(span),
                    name(span),
                    left ? "until " + Instants.latency(at(end)) : lasts,
                    at(span.startNanos()),
                    at(end),
                    at(Math.min(end, wanted)),
                    inside(span),
                    after(span),
                    (span.kind() == Kind.ATTEMPT || span.kind() == Kind.REQUEST) && WhyEnded.failed(span)));
            long forChildren = over ? Math.min(wanted, span.endNanos()) : wanted;
            boolean routed = false;
            for (TraceSpan child : life.spans()) {
                if (child.parent() == span.span()) {
                    if (!routed && child.kind() == Kind.ATTEMPT) {
                        routed = true;
                        addRoute(child, depth + 1);
                    }
                    add(child, depth + 1, forChildren);
                }
            }
        }

        private static Look look(TraceSpan span) {
            return switch (span.kind()) {
                case REQUEST -> Look.REQUEST;
                case ATTEMPT -> number(span) > 1 ? Look.RETRY : Look.FIRST_TRY;
                case BACKOFF -> Look.BACKOFF;
                case QUEUE -> Look.QUEUE;
                case WORK -> Look.WORK;
                case SLEEP -> Look.SLEEP;
                case FAULT -> Look.FAULT;
                case CONNECT -> Look.CONNECT;
            };
        }

        private static int number(TraceSpan attempt) {
            String[] words = attempt.begun().split(" ");
            return words.length > 1 && words[0].equals("try") && words[1].matches("[0-9]{1,6}")
                    ? Integer.parseInt(words[1])
                    : 1;
        }

        private String name(TraceSpan span) {
            return switch (span.kind()) {
                case REQUEST -> life.workloadName(span.source()) + " to " + span.target();
                case ATTEMPT -> "try " + number(span) + " to " + span.target();
                case BACKOFF -> span.target().equals("caller") ? "wait of the caller" : "back-off";
                case QUEUE -> "waits for a " + span.target();
                case WORK -> "works";
                case SLEEP -> "sleeps";
                case FAULT -> "fault: " + span.target();
                case CONNECT -> "connect";
            };
        }

        private static String inside(TraceSpan span) {
            return switch (span.kind()) {
                case REQUEST ->
                    span.endNanos() < 0
                            ? "on its way"
                            : (span.code() == 0 ? "no answer" : span.status())
                                    + (span.flags().equals("-") ? "" : " " + span.flags());
                case ATTEMPT -> span.endNanos() >= 0 && span.code() > 0 ? span.status() : "";
                default -> "";
            };
        }

        private String after(TraceSpan span) {
            return switch (span.kind()) {
                case REQUEST ->
                    span.parent() < 0 ? span.begun() : span.begun().replaceFirst("^(\\S+) \\w+://[^/]*", "$1 ");
                case ATTEMPT -> span.reason().equals("answered") || span.endNanos() < 0 ? "" : endOfTry(span);
                case BACKOFF -> span.reason().replaceFirst("^back-off before (retry \\d+), ", "before $1, ");
                case QUEUE, FAULT, CONNECT -> span.reason();
                default -> "";
            };
        }

        private String endOfTry(TraceSpan attempt) {
            String reason = attempt.reason();
            boolean perTry = reason.equals(WhyEnded.PER_TRY);
            if (!perTry && !reason.equals(WhyEnded.ROUTE)) {
                return reason.equals("answered, which is retried") ? "is retried" : reason;
            }
            String words = perTry ? "per-try timeout" : "timeout";
            for (TraceSpan call : life.spans()) {
                if (call.span() == attempt.parent()) {
                    String field = perTry ? "retries.perTryTimeout" : "timeout";
                    return words + RequestRules.duration(rules.setting(call, RequestRules.rule(attempt), field));
                }
            }
            return words;
        }

        /** Which rule a call went by, where one did. */
        private void addRoute(TraceSpan attempt, int depth) {
            String rule = RequestRules.rule(attempt);
            if (rule == null) {
                return;
            }
            double at = at(attempt.startNanos());
            int space = rule.indexOf(' ');
            String words = RequestRules.object(rule) + (space < 0 ? "" : rule.substring(space)) + " sends it to "
                    + life.workloadName(attempt.target());
            rows.add(new Row(depth, Look.ROUTE, "route", "", at, at, at, "", words, false));
        }

        /** Who made the answer that the caller got, where it got one. */
        private void addAnswer(double total) {
            TraceSpan last = null;
            for (TraceSpan span : life.spans()) {
                last = span.parent() == root.span() && span.kind() == Kind.ATTEMPT ? span : last;
            }
            if (root.endNanos() < 0 || root.code() == 0 || last == null) {
                return;
            }
            boolean passedOn =
                    last.reason().startsWith("answered") && last.status().equals(root.status());
            String words = passedOn
                    ? root.status() + " of " + last.target() + " is passed on"
                    : "the sidecar answers " + root.status() + " itself";
            rows.add(new Row(1, Look.ANSWER, "answer", "", total, total, total, "", words, WhyEnded.failed(root)));
        }

        /** The limit of the whole request that its route sets, reached or not. */
        private void addLimit(double total) {
            String rule = null;
            for (TraceSpan span : life.spans()) {
                if (rule == null && span.parent() == root.span() && span.kind() == Kind.ATTEMPT) {
                    rule = RequestRules.rule(span);
                }
            }
            Setting limit = rule == null ? null : rules.setting(root, rule, "timeout");
            if (limit == null || !(limit.value() instanceof Number seconds)) {
                return;
            }
            double length = seconds.doubleValue();
            boolean reached = total >= length && root.flags().contains("UT");
            rows.add(new Row(
                    1,
                    Look.LIMIT,
                    "limit of the request",
                    RequestRules.duration(limit).trim(),
                    0,
                    length,
                    length,
                    "",
                    "timeout" + RequestRules.origin(limit) + (reached ? ": reached" : ": not reached"),
                    reached));
        }

        private List<Entry> ledger(double total) {
            List<Entry> entries = new ArrayList<>();
            double rest = total;
            rest -= sum(entries, Kind.ATTEMPT, "try", "tries");
            rest -= sum(entries, Kind.BACKOFF, "back-off", "back-offs");
            rest -= sum(entries, Kind.FAULT, "injected delay", "injected delays");
            if (rest > 5e-7) {
                entries.add(new Entry("connect and proxy", Instants.latency(rest)));
            }
            entries.add(new Entry("Total", Instants.latency(total)));
            return List.copyOf(entries);
        }

        private double sum(List<Entry> entries, Kind kind, String one, String many) {
            int count = 0;
            double sum = 0;
            for (TraceSpan span : life.spans()) {
                if (span.parent() == root.span() && span.kind() == kind) {
                    count++;
                    sum += at(span.endNanos() < 0 ? latest : span.endNanos()) - at(span.startNanos());
                }
            }
            if (count > 0) {
                entries.add(new Entry(count + " " + (count == 1 ? one : many), Instants.latency(sum)));
            }
            return sum;
        }
    }
}
