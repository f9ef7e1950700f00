package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.ui.shell.Instants;
import dev.windtunnel.explain.Setting;
import dev.windtunnel.report.FlagWords;
import dev.windtunnel.simulation.TraceSpan;
import dev.windtunnel.simulation.TraceSpan.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a traced request ended as it did: a sentence that names the timer or rule, its value and where it stands. */
final class WhyEnded {

    /** A wait is worth a word from this share of the whole on. */
    private static final double NOTABLE = 0.1;

    private static final List<String> TIMES =
            List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    static final String PER_TRY = "the per-try timeout ended it";
    static final String ROUTE = "the route's timeout ended it";

    private final RequestLife life;
    private final RequestRules rules;

    private WhyEnded(RequestLife life) {
        this.life = life;
        this.rules = new RequestRules(life);
    }

    /** The sentence; it starts with a capital letter and ends with a full stop. */
    static String sentence(RequestLife life) {
        TraceSpan root = life.spans().get(0);
        String text = new WhyEnded(life).call(root);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    static boolean failed(TraceSpan span) {
        return span.failed();
    }

    private List<TraceSpan> children(TraceSpan of, Kind kind) {
        List<TraceSpan> result = new ArrayList<>();
        for (TraceSpan span : life.spans()) {
            if (span.parent() == of.span() && span.kind() == kind) {
                result.add(span);
            }
        }
        return result;
    }

    private String call(TraceSpan call) {
        List<TraceSpan> tries = children(call, Kind.ATTEMPT);
        if (call.endNanos() < 0) {
            return tries.isEmpty() ? "it is still on its way" : ordinal(tries.size()) + " try still under way";
        }
        if (!failed(call)) {
            return answered(call, tries);
        }
        if (call.reason().startsWith("the caller's own timeout")) {
            return gaveUp(call, tries);
        }
        if (tries.isEmpty()) {
            return withoutTry(call);
        }
        TraceSpan last = tries.get(tries.size() - 1);
        String rule = RequestRules.rule(last);
        return lastTry(call, tries, last, rule) + retriesLeft(call, tries, rule);
    }

    // ---------------------------------------------------------------- what went well

    private String answered(TraceSpan call, List<TraceSpan> tries) {
        String code = call.status();
        if (tries.size() > 1) {
            TraceSpan first = tries.get(0);
            return ordinal(1) + " try: " + ofTry(first) + "; " + ordinal(tries.size()) + " try answered " + code;
        }
        long length = Math.max(1, call.endNanos() - call.startNanos());
        TraceSpan fault = longest(Kind.FAULT);
        if (fault != null && fault.parent() == call.span()) {
            return "delayed " + seconds(length(fault)) + " by a fault" + by(fault.reason()) + ", then answered " + code;
        }
        TraceSpan queue = longest(Kind.QUEUE);
        if (queue != null && length(queue) >= NOTABLE * length) {
            return "waited " + seconds(length(queue)) + " in the queue of " + queue.source() + ", then answered "
                    + code;
        }
        return "answered " + code + " in " + seconds(length);
    }

    private @Nullable TraceSpan longest(Kind kind) {
        TraceSpan longest = null;
        for (TraceSpan span : life.spans()) {
            if (span.kind() == kind && span.endNanos() >= 0 && (longest == null || length(span) > length(longest))) {
                longest = span;
            }
        }
        return longest;
    }

    private static String by(String reason) {
        int by = reason.indexOf(" by ");
        return by < 0 ? "" : " of " + RequestRules.object(reason.substring(by + 4));
    }

    // ---------------------------------------------------------------- what did not

    private String gaveUp(TraceSpan call, List<TraceSpan> tries) {
        String sentence = "the caller gave up after its own " + seconds(call.endNanos() - call.startNanos());
        long until = 0;
        for (TraceSpan span : life.spans()) {
            if (span.kind() == Kind.WORK || span.kind() == Kind.SLEEP) {
                until = Math.max(until, span.endNanos());
            }
        }
        return until > call.endNanos() && !tries.isEmpty()
                ? sentence + "; the pod works on until " + Instants.minutes(until / 1e9)
                : sentence;
    }

    private String withoutTry(TraceSpan call) {
        String code = call.code() == 0 ? "" : ": " + call.status() + " " + call.flags();
        if (call.flags().contains("FI")) {
            for (Kind kind : List.of(Kind.FAULT)) {
                List<TraceSpan> faults = children(call, kind);
                if (!faults.isEmpty()) {
                    return "aborted by a fault"
                            + by(faults.get(faults.size() - 1).reason()) + code;
                }
            }
            return "aborted by a fault rule" + code;
        }
        return call.flags().equals(FlagWords.NONE) ? call.reason() : FlagWords.ofFlags(call.flags()) + code;
    }

    private String lastTry(TraceSpan call, List<TraceSpan> tries, TraceSpan last, @Nullable String rule) {
        String which = tries.size() == 1 && !hasRetries(call, rule) ? "" : ordinal(tries.size()) + " try ";
        if (last.reason().equals(PER_TRY)) {
            Setting limit = rules.setting(call, rule, "retries.perTryTimeout");
            return ordinal(tries.size()) + " try stopped by the per-try timeout" + RequestRules.duration(limit)
                    + RequestRules.origin(limit);
        }
        if (last.reason().equals(ROUTE)) {
            return which + "stopped by the timeout" + limit(call, rule);
        }
        if (call.flags().contains("UT") && !call.flags().contains("URX")) {
            return "the timeout" + limit(call, rule) + " ended it in the back-off after the " + ordinal(tries.size())
                    + " try";
        }
        return ofTries(tries);
    }

    private String limit(TraceSpan call, @Nullable String rule) {
        Setting limit = rules.setting(call, rule, "timeout");
        return RequestRules.duration(limit) + RequestRules.origin(limit);
    }

    /** {@code reviews-v2 answered 503 twice} when all tries went the same way, else what became of the last. */
    private String ofTries(List<TraceSpan> tries) {
        TraceSpan last = tries.get(tries.size() - 1);
        String workload = life.workloadName(last.target());
        boolean alike = true;
        for (TraceSpan each : tries) {
            alike &= each.status().equals(last.status())
                    && life.workloadName(each.target()).equals(workload)
                    && each.reason().startsWith("answered")
                    && last.reason().startsWith("answered");
        }
        if (tries.size() == 1 || !alike) {
            return (tries.size() == 1 ? "" : ordinal(tries.size()) + " try: ") + ofTry(last);
        }
        return workload + " answered " + last.status() + " " + times(tries.size()) + because(last);
    }

    private String ofTry(TraceSpan attempt) {
        String workload = life.workloadName(attempt.target());
        String reason = attempt.reason();
        if (reason.startsWith("answered")) {
            return workload + " answered " + attempt.status() + because(attempt);
        }
        if (reason.startsWith("no room")) {
            return "refused at once by the connection pool of " + workload + ", flag UO";
        }
        if (reason.equals("the connection timed out") || reason.equals("the connection was refused")) {
            return "no connection to " + attempt.target() + ": " + reason.substring("the connection ".length());
        }
        if (reason.equals("the connection was closed by the pod")) {
            return attempt.target() + " closed the connection without an answer";
        }
        if (reason.equals(PER_TRY)) {
            return "stopped by the per-try timeout";
        }
        return reason.isEmpty() ? "no answer of " + workload : reason;
    }

    /** When the pod's answer only passes on that a call of its own failed, that call's reason. */
    private String because(TraceSpan attempt) {
        if (!failed(attempt)) {
            return "";
        }
        for (TraceSpan child : children(attempt, Kind.REQUEST)) {
            if (failed(child)) {
                return ", because of its call to " + child.target() + ": " + call(child);
            }
        }
        return "";
    }

    private boolean hasRetries(TraceSpan call, @Nullable String rule) {
        Setting attempts = rules.setting(call, rule, "retries.attempts");
        return attempts != null && attempts.value() instanceof Number number && number.intValue() > 0;
    }

    private String retriesLeft(TraceSpan call, List<TraceSpan> tries, @Nullable String rule) {
        Setting attempts = rules.setting(call, rule, "retries.attempts");
        if (attempts == null || !(attempts.value() instanceof Number number) || number.intValue() == 0) {
            return "";
        }
        boolean used = tries.size() - 1 >= number.intValue();
        if (!used && !call.flags().contains("URX")) {
            return "";
        }
        TraceSpan last = tries.get(tries.size() - 1);
        Setting perTry = rules.setting(call, rule, "retries.perTryTimeout");
        boolean named = last.reason().equals(PER_TRY)
                && perTry != null
                && perTry.origin().equals(attempts.origin());
        String place = named ? "" : RequestRules.place(attempts);
        return "; no retries left (attempts " + number + (place.isEmpty() ? "" : ", " + place) + ")";
    }

    // ---------------------------------------------------------------- words

    static long length(TraceSpan span) {
        return span.endNanos() < 0 ? 0 : span.endNanos() - span.startNanos();
    }

    private static String seconds(long nanos) {
        return Instants.latency(nanos / 1e9);
    }

    /** {@code twice}, {@code three times}, {@code 12 times}. */
    static String times(int count) {
        return count == 2 ? "twice" : (count < TIMES.size() ? TIMES.get(count) : String.valueOf(count)) + " times";
    }

    /** {@code 1st}, {@code 2nd}, {@code 3rd}, {@code 11th}. */
    static String ordinal(int number) {
        int tens = number % 100;
        if (tens >= 11 && tens <= 13) {
            return number + "th";
        }
        return number
                + switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
