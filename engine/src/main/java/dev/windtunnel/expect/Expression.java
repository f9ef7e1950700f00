package dev.windtunnel.expect;

import java.util.List;

/**
 * A parsed threshold: {@code FUNC(TARGET[, FILTER...]) OP VALUE} or {@code FUNC(...) in LOW..HIGH}.
 *
 * @param metric what is compared
 * @param condition how
 */
public record Expression(Metric metric, Condition condition) {

    /**
     * A figure of a run.
     *
     * @param function which figure
     * @param target of what
     * @param filters of which part
     */
    public record Metric(Function function, Target target, List<Filter> filters) {}

    /** How the observed value has to be. Values are in seconds, fractions of 1 or plain numbers. */
    public sealed interface Condition {
        /** Whether a value meets it; NaN (no data) never does. */
        boolean holds(double observed);
    }

    /** {@code <  <=  >  >=  ==  !=} */
    public record Comparison(Operator operator, double value) implements Condition {
        @Override
        public boolean holds(double observed) {
            return switch (operator) {
                case LESS -> observed < value;
                case AT_MOST -> observed <= value;
                case GREATER -> observed > value;
                case AT_LEAST -> observed >= value;
                case EQUAL -> observed == value;
                case DIFFERENT -> !Double.isNaN(observed) && observed != value;
            };
        }
    }

    /** {@code in LOW..HIGH}, both ends included. */
    public record Range(double low, double high) implements Condition {
        @Override
        public boolean holds(double observed) {
            return low <= observed && observed <= high;
        }
    }

    /** A comparison operator. */
    public enum Operator {
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST,
        EQUAL,
        DIFFERENT
    }

    /** What a metric is of. */
    public sealed interface Target {
        /** {@code traffic/N} */
        record Traffic(String name) implements Target {}

        /** {@code service/N} */
        record Service(String name) implements Target {
            /**
             * Whether it means a service; a name without a namespace means that of any.
             *
             * @param service the service as {@code name.namespace}
             */
            public boolean means(String service) {
                if (name.equals(service)
                        || name.equals(service + ".svc")
                        || name.equals(service + ".svc.cluster.local")) {
                    return true;
                }
                int slash = name.indexOf('/');
                if (slash > 0) {
                    return service.equals(name.substring(slash + 1) + "." + name.substring(0, slash));
                }
                int dot = service.indexOf('.');
                return name.indexOf('.') < 0
                        && dot > 0
                        && service.substring(0, dot).equals(name);
            }
        }

        /** {@code workload/N} */
        record Workload(String name) implements Target {}

        /** {@code pod/N} */
        record Pod(String name) implements Target {}

        /** {@code N}: the first of traffic, service, workload, pod that has this name. */
        record Any(String name) implements Target {}

        /** {@code CLIENT->SERVICE} */
        record Edge(String client, String service) implements Target {}
    }

    /** A figure. */
    public sealed interface Function {

        /** A figure without parameters. */
        record Plain(Kind kind) implements Function {}

        /** {@code recovery(T, COND, after=TIME)}: seconds until the condition holds in every later 1 s window. */
        record Recovery(Kind inner, Condition condition, long afterNanos) implements Function {}

        /** {@code sd(FUNC(...))} over replications. */
        record StandardDeviation(Kind inner) implements Function {}

        /** Upper end of the 95 % interval of the mean of {@code FUNC(...)} over replications. */
        record UpperConfidence(Kind inner) implements Function {}
    }

    /** The figures of a target; each knows its unit. */
    public enum Kind {
        P50(Unit.SECONDS, 50),
        P75(Unit.SECONDS, 75),
        P90(Unit.SECONDS, 90),
        P95(Unit.SECONDS, 95),
        P99(Unit.SECONDS, 99),
        P999(Unit.SECONDS, 99.9),
        MEAN(Unit.SECONDS),
        MIN(Unit.SECONDS),
        MAX(Unit.SECONDS),
        STDDEV(Unit.SECONDS),
        COUNT(Unit.NUMBER),
        RPS(Unit.PER_SECOND),
        ERRORS(Unit.FRACTION),
        RETRIES(Unit.NUMBER),
        ATTEMPTS(Unit.NUMBER),
        UNSENT(Unit.NUMBER),
        SHARE(Unit.FRACTION),
        AMPLIFICATION(Unit.NUMBER),
        EJECTIONS(Unit.NUMBER),
        UTILIZATION(Unit.FRACTION),
        QUEUE_MAX(Unit.NUMBER),
        RATE(Unit.FRACTION),
        CROSS_ZONE(Unit.FRACTION),
        OPEN(Unit.NUMBER),
        CUT(Unit.NUMBER);

        private final Unit unit;
        private final double percentile;

        Kind(Unit unit) {
            this(unit, Double.NaN);
        }

        Kind(Unit unit, double percentile) {
            this.unit = unit;
            this.percentile = percentile;
        }

        /** The unit of its values. */
        public Unit unit() {
            return unit;
        }

        /** The percentile (0..100) of a percentile figure, else NaN. */
        public double percentile() {
            return percentile;
        }
    }

    /** Units of values. */
    public enum Unit {
        SECONDS,
        FRACTION,
        PER_SECOND,
        NUMBER
    }

    /** Which part of the target counts. */
    public sealed interface Filter {
        /** {@code code=503} or {@code code=5xx}: the codes from {@code low} to {@code high}. */
        record Code(int low, int high) implements Filter {}

        /** {@code flag=UT}: one of the flags of the request. */
        record Flag(String flag) implements Filter {}

        /** {@code grpc=14} */
        record Grpc(int status) implements Filter {}

        /** {@code version=2}: version label of the pod that was chosen last. */
        record Version(String version) implements Filter {}

        /** {@code subset=v2}: subset of the cluster. */
        record Subset(String subset) implements Filter {}

        /** {@code workload=NAME} of the pod that was chosen last. */
        record Workload(String workload) implements Filter {}

        /** {@code zone=NAME} of the pod that was chosen last. */
        record Zone(String zone) implements Filter {}

        /** {@code fromZone=NAME} of the caller. */
        record FromZone(String zone) implements Filter {}

        /** {@code path=/x}: the path without query. */
        record Path(String path) implements Filter {}

        /** {@code method=GET} */
        record Method(String method) implements Filter {}

        /** {@code request=NAME} of a mix. */
        record RequestName(String name) implements Filter {}

        /** {@code from=40s}: started at or after. */
        record From(long nanos) implements Filter {}

        /** {@code to=60s}: started before. */
        record To(long nanos) implements Filter {}
    }

    /** The filters of the metric. */
    public List<Filter> filters() {
        return metric.filters();
    }
}
