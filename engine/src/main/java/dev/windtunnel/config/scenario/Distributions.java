package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Distributions of contract 1.1: a plain duration, or a map with the name of one and its parameters. */
final class Distributions {
    /** Beyond this the parameters of a distribution cannot be told from a mistake; samples are cut at 146 years anyway. */
    private static final long LONGEST = 1L << 61;

    private static final Type<Long> PARAMETER = Types.checked(DURATION, Distributions::notTooLong);
    private static final Type<Long> POSITIVE = Types.checked(POSITIVE_DURATION, Distributions::notTooLong);

    private static final Key<Long> MEAN = Key.required("mean", PARAMETER, "The mean.");
    private static final Key<Long> STDDEV = Key.required("stddev", PARAMETER, "The standard deviation.");
    private static final Key<Long> P50 = Key.required("p50", POSITIVE, "The median.");
    private static final Key<Long> P99 = Key.required("p99", POSITIVE, "The 99th percentile.");
    private static final Key<Long> MIN = Key.required("min", POSITIVE, "The least duration.");
    private static final Key<Double> ALPHA =
            Key.required("alpha", Types.number(0, true), "Exponent of the tail; the smaller, the heavier.");
    private static final Key<Integer> STAGES =
            Key.required("shape", Types.integer(1, 1000), "Number of exponential stages.");
    private static final Key<Double> WEIBULL_SHAPE =
            Key.required("shape", Types.number(0, true), "Below 1 the tail is heavier than that of an exponential.");
    private static final Key<Long> SCALE = Key.required("scale", POSITIVE, "The scale.");

    private static final MapType<Distribution> NORMAL = new MapType<>(
            "normal",
            "Normal, cut at 0.",
            List.of(MEAN, STDDEV),
            v -> made(v, () -> new Distribution.Normal(v.get(MEAN), v.get(STDDEV))));
    private static final MapType<Distribution> LOGNORMAL = new MapType<>(
            "lognormal",
            "Lognormal, by its median and its 99th percentile.",
            List.of(P50, P99),
            v -> made(v, () -> new Distribution.Lognormal(v.get(P50), v.get(P99))));
    private static final MapType<Distribution> PARETO = new MapType<>(
            "pareto",
            "Pareto: a tail as heavy as a power.",
            List.of(MIN, ALPHA),
            v -> made(v, () -> new Distribution.Pareto(v.get(MIN), v.get(ALPHA))));
    private static final MapType<Distribution> ERLANG = new MapType<>(
            "erlang",
            "Erlang: the sum of equal exponential stages.",
            List.of(STAGES, MEAN),
            v -> made(v, () -> new Distribution.Erlang(v.get(STAGES), v.get(MEAN))));
    private static final MapType<Distribution> WEIBULL = new MapType<>(
            "weibull",
            "Weibull.",
            List.of(WEIBULL_SHAPE, SCALE),
            v -> made(v, () -> new Distribution.Weibull(v.get(WEIBULL_SHAPE), v.get(SCALE))));

    private static final Key<Distribution> EXPONENTIAL_KEY = Key.optional(
            "exponential",
            Types.as(PARAMETER, mean -> new Distribution.Exponential(mean)),
            "Exponential, by its mean.");
    private static final Key<Distribution> UNIFORM_KEY =
            Key.optional("uniform", uniform(), "Uniform between two durations.");
    private static final Key<Distribution> NORMAL_KEY = Key.optional("normal", NORMAL, "Normal, cut at 0.");
    private static final Key<Distribution> LOGNORMAL_KEY = Key.optional("lognormal", LOGNORMAL, "Lognormal.");
    private static final Key<Distribution> PARETO_KEY = Key.optional("pareto", PARETO, "Pareto.");
    private static final Key<Distribution> ERLANG_KEY = Key.optional("erlang", ERLANG, "Erlang.");
    private static final Key<Distribution> WEIBULL_KEY = Key.optional("weibull", WEIBULL, "Weibull.");
    private static final Key<Distribution> EMPIRICAL_KEY = Key.optional(
            "empirical", Types.checked(Types.NAME, EmpiricalFiles::csv), "A CSV file of value,weight lines.");
    private static final Key<Distribution> HISTOGRAM_KEY = Key.optional(
            "histogram",
            Types.checked(Types.NAME, EmpiricalFiles::histogram),
            "A JSON file as fortio writes it, or percentiles of an HdrHistogram, in seconds.");

    private static final List<Key<Distribution>> KINDS = List.of(
            EXPONENTIAL_KEY,
            UNIFORM_KEY,
            NORMAL_KEY,
            LOGNORMAL_KEY,
            PARETO_KEY,
            ERLANG_KEY,
            WEIBULL_KEY,
            EMPIRICAL_KEY,
            HISTOGRAM_KEY);

    private static final MapType<Distribution> MAP = new MapType<Distribution>(
                    "distribution",
                    "A distribution of durations: exactly one of its kinds.",
                    KINDS,
                    Distributions::chosen)
            .exactlyOne(KINDS.toArray(new Key<?>[0]));

    /** A duration, or how durations are distributed. */
    static final Type<Distribution> DISTRIBUTION =
            Types.orMap(Types.as(PARAMETER, nanos -> new Distribution.Constant(nanos)), MAP);

    private Distributions() {}

    private static @Nullable Distribution chosen(Values values) {
        for (Key<Distribution> kind : KINDS) {
            if (values.has(kind)) {
                return values.get(kind);
            }
        }
        // The one that was written is wrong and has its finding.
        return null;
    }

    private static @Nullable Long notTooLong(Long nanos, Node node, Spot spot) {
        if (nanos > LONGEST) {
            spot.refused(node, "this duration is longer than 73 years", "write a shorter one");
            return null;
        }
        return nanos;
    }

    /** Makes a distribution; what its constructor refuses becomes a finding. */
    private interface Maker {
        Distribution make();
    }

    private static @Nullable Distribution made(Values values, Maker maker) {
        try {
            return maker.make();
        } catch (IllegalArgumentException e) {
            values.spot().refused(values.map(), String.valueOf(e.getMessage()), null);
            return null;
        }
    }

    private static Type<Distribution> uniform() {
        Type<List<Long>> bounds = Types.list(PARAMETER);
        return new Type<>() {
            @Override
            public @Nullable Distribution read(Node node, Spot spot) {
                List<Long> both = bounds.read(node, spot);
                if (both == null || !(node instanceof ListNode list)) {
                    return null;
                }
                if (list.items().size() != 2) {
                    spot.refused(node, "uniform takes two durations", "write [LOW, HIGH], as in [1ms, 9ms]");
                    return null;
                }
                if (both.size() != 2) {
                    return null;
                }
                if (both.get(0) > both.get(1)) {
                    spot.refused(node, "the lower end is above the upper one", "write [LOW, HIGH], as in [1ms, 9ms]");
                    return null;
                }
                return new Distribution.Uniform(both.get(0), both.get(1));
            }

            @Override
            public ObjectNode schema(Definitions definitions) {
                return bounds.schema(definitions).put("minItems", 2).put("maxItems", 2);
            }
        };
    }
}
