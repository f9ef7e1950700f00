package dev.windtunnel.expect;

import dev.windtunnel.expect.Expression.Comparison;
import dev.windtunnel.expect.Expression.Condition;
import dev.windtunnel.expect.Expression.Filter;
import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Metric;
import dev.windtunnel.expect.Expression.Operator;
import dev.windtunnel.expect.Expression.Range;
import dev.windtunnel.expect.Expression.Target;
import dev.windtunnel.expect.Expression.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads thresholds.
 *
 * <pre>
 * EXPR   = METRIC OP VALUE | METRIC in LOW..HIGH
 * METRIC = KIND(TARGET[, FILTER...]) | sd(KIND(...)) | ci95(KIND(...)) | recovery(TARGET, KIND OP VALUE, after=TIME[, FILTER...])
 * TARGET = traffic/N | service/N | workload/N | pod/N | N | CLIENT->SERVICE
 * </pre>
 */
public final class ThresholdParser {
    /** The figures by the names that thresholds use, in alphabetical order. */
    private static final Map<String, Kind> KINDS = kinds();

    private final Cursor in;

    private ThresholdParser(String text) {
        this.in = new Cursor(text);
    }

    /**
     * The meaning of a threshold.
     *
     * @throws ThresholdSyntaxException when it cannot be read; the exception says where and what was expected
     */
    public static Expression parse(String text) throws ThresholdSyntaxException {
        return new ThresholdParser(text).expression();
    }

    /**
     * The value of a reference, in the unit of a metric: seconds, a fraction of 1, per second, or a number.
     *
     * @throws ThresholdSyntaxException when it has another unit
     */
    public static double value(String text, Metric metric) throws ThresholdSyntaxException {
        return Values.parse(text.strip(), unit(metric.function()), 1);
    }

    /** The unit of the values of a figure. */
    public static Unit unit(Function function) {
        if (function instanceof Function.Plain plain) {
            return plain.kind().unit();
        }
        if (function instanceof Function.StandardDeviation deviation) {
            return deviation.inner().unit();
        }
        if (function instanceof Function.UpperConfidence confidence) {
            return confidence.inner().unit();
        }
        return Unit.SECONDS;
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(name(kind), kind);
        }
        return kinds;
    }

    /** The word for a figure in thresholds: {@code QUEUE_MAX} is {@code queueMax}. */
    public static String name(Kind kind) {
        StringBuilder name = new StringBuilder();
        for (String word : kind.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private Expression expression() throws ThresholdSyntaxException {
        Metric metric = metric();
        Condition condition = condition(unit(metric.function()));
        if (!in.atEnd()) {
            throw in.refusal("\"" + in.rest() + "\" follows the value", "write one condition per threshold");
        }
        return new Expression(metric, condition);
    }

    private Metric metric() throws ThresholdSyntaxException {
        int start = in.column();
        String name = in.word("a figure such as p99, errors or share");
        return switch (name) {
            case "sd", "ci95" -> overReplications(name);
            case "recovery" -> recovery();
            default -> {
                Kind kind = kind(name, start);
                in.expect('(', "what it is of, in parentheses: " + name + "(TRAFFIC)");
                yield arguments(kind, start);
            }
        };
    }

    private Metric overReplications(String name) throws ThresholdSyntaxException {
        in.expect('(', "a figure in parentheses: " + name + "(p99(TRAFFIC))");
        int start = in.column();
        String word = in.word("a figure in parentheses: " + name + "(p99(TRAFFIC))");
        Kind kind = kind(word, start);
        in.expect('(', name + " is of a figure: " + name + "(p99(" + word + "))");
        Metric inner = arguments(kind, start);
        in.expect(')', "a closing parenthesis");
        Function function =
                name.equals("sd") ? new Function.StandardDeviation(kind) : new Function.UpperConfidence(kind);
        return new Metric(function, inner.target(), inner.filters());
    }

    private static Kind kind(String name, int column) throws ThresholdSyntaxException {
        Kind kind = KINDS.get(name);
        if (kind == null) {
            throw new ThresholdSyntaxException(
                    column,
                    "there is no figure " + name,
                    "use one of " + String.join(", ", KINDS.keySet()) + ", recovery, sd, ci95");
        }
        return kind;
    }

    /** What follows an opening parenthesis, the closing one included. */
    private Metric arguments(Kind kind, int start) throws ThresholdSyntaxException {
        Target target = target();
        List<Filter> filters = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        while (in.accept(',')) {
            columns.add(in.column());
            filters.add(filter());
        }
        in.expect(')', "a comma and a filter, or a closing parenthesis");
        Filters.checkTimes(filters, columns);
        if (filters.isEmpty() && (kind == Kind.SHARE || kind == Kind.RATE)) {
            String name = name(kind);
            throw new ThresholdSyntaxException(
                    start,
                    name + " without a filter is always 1",
                    kind == Kind.SHARE
                            ? "say of what: share(TARGET, version=2), or subset=, workload=, zone="
                            : "say which requests: rate(TARGET, code=5xx), or flag=, path=");
        }
        return new Metric(new Function.Plain(kind), target, List.copyOf(filters));
    }

    private Metric recovery() throws ThresholdSyntaxException {
        String form = "recovery(TARGET, errors<1%, after=80s)";
        in.expect('(', form);
        Target target = target();
        List<Filter> filters = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        Kind inner = null;
        Condition condition = null;
        Long after = null;
        while (in.accept(',')) {
            int column = in.column();
            String name = in.word("a condition, after=TIME or a filter, as in " + form);
            if (in.isNextPlainEquals()) {
                in.expect('=', form);
                if (name.equals("after")) {
                    int at = in.column();
                    after = Values.nanos(in.argument(), at);
                } else {
                    columns.add(column);
                    filters.add(Filters.read(name, in, column));
                }
            } else {
                if (condition != null) {
                    throw new ThresholdSyntaxException(column, "recovery takes one condition", "write " + form);
                }
                inner = kind(name, column);
                condition = condition(inner.unit());
            }
        }
        int end = in.column();
        in.expect(')', "a closing parenthesis");
        Filters.checkTimes(filters, columns);
        if (inner == null || condition == null) {
            throw new ThresholdSyntaxException(end, "recovery has no condition", "write " + form);
        }
        if (after == null) {
            throw new ThresholdSyntaxException(end, "recovery does not say after which time", "write " + form);
        }
        return new Metric(new Function.Recovery(inner, condition, after), target, List.copyOf(filters));
    }

    private Filter filter() throws ThresholdSyntaxException {
        int column = in.column();
        String name = in.word("a filter such as code=503 or version=2");
        in.expect('=', "a filter such as code=503 or version=2");
        return Filters.read(name, in, column);
    }

    private Target target() throws ThresholdSyntaxException {
        int column = in.column();
        String text = in.argument();
        int arrow = text.indexOf("->");
        if (arrow >= 0) {
            return new Target.Edge(
                    nonEmpty(text.substring(0, arrow).strip(), column, "CLIENT->SERVICE"),
                    nonEmpty(text.substring(arrow + 2).strip(), column, "CLIENT->SERVICE"));
        }
        String name = nonEmpty(text, column, "the name of a traffic, service, workload or pod, or CLIENT->SERVICE");
        int slash = name.indexOf('/');
        if (slash > 0) {
            String rest = name.substring(slash + 1);
            Target typed =
                    switch (name.substring(0, slash)) {
                        case "traffic" -> new Target.Traffic(rest);
                        case "service" -> new Target.Service(rest);
                        case "workload" -> new Target.Workload(rest);
                        case "pod" -> new Target.Pod(rest);
                        default -> null;
                    };
            if (typed != null) {
                nonEmpty(rest, column, name + "NAME");
                return typed;
            }
        }
        return new Target.Any(name);
    }

    private static String nonEmpty(String name, int column, String wanted) throws ThresholdSyntaxException {
        if (name.isEmpty()) {
            throw new ThresholdSyntaxException(column, "a name is missing", "write " + wanted);
        }
        return name;
    }

    private Condition condition(Unit unit) throws ThresholdSyntaxException {
        if (in.acceptWord("in")) {
            int lowColumn = in.column();
            String range = in.value();
            int dots = range.indexOf("..");
            if (dots < 0) {
                throw new ThresholdSyntaxException(
                        lowColumn, "\"" + range + "\" is no range", "write LOW..HIGH, as in 8%..12%");
            }
            double low = Values.parse(range.substring(0, dots).strip(), unit, lowColumn);
            double high = Values.parse(range.substring(dots + 2).strip(), unit, lowColumn + dots + 2);
            if (low > high) {
                throw new ThresholdSyntaxException(
                        lowColumn, "the range " + range + " is empty", "write the lower end first");
            }
            return new Range(low, high);
        }
        Operator operator = operator();
        int column = in.column();
        return new Comparison(operator, Values.parse(in.value(), unit, column));
    }

    private Operator operator() throws ThresholdSyntaxException {
        if (in.accept('<')) {
            return in.acceptNext('=') ? Operator.AT_MOST : Operator.LESS;
        }
        if (in.accept('>')) {
            return in.acceptNext('=') ? Operator.AT_LEAST : Operator.GREATER;
        }
        if (in.isNextPlainEquals()) {
            throw in.refusal("= is no comparison", "write == for equal");
        }
        if (in.accept('=') && in.acceptNext('=')) {
            return Operator.EQUAL;
        }
        if (in.accept('!') && in.acceptNext('=')) {
            return Operator.DIFFERENT;
        }
        throw in.refusal(
                in.atEnd() ? "the condition is missing" : "\"" + in.rest() + "\" is no condition",
                "write one of < <= > >= == != and a value, or in LOW..HIGH");
    }
}
