package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Distributions.DISTRIBUTION;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;
import static dev.windtunnel.config.scenario.Types.REQUEST_RATE;

import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.scenario.Traffic.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code load}: a closed loop (users, thinkTime), a rate, or stages of rates. */
final class LoadType {
    /** A stage as written: exactly one of the two rates. */
    private record Written(long durationNanos, @Nullable Double rate, @Nullable Double rampTo) {}

    private static final int MOST_USERS = 10_000_000;

    private static final Key<Long> STAGE_DURATION = Key.required("duration", POSITIVE_DURATION, "Its length.");
    private static final Key<Double> STAGE_RATE = Key.optional("rate", REQUEST_RATE, "A constant rate.");
    private static final Key<Double> RAMP_TO = Key.optional(
            "rampTo", REQUEST_RATE, "The rate changes evenly from that of the stage before, at first 0, to this.");
    private static final MapType<Written> STAGE = new MapType<Written>(
                    "stage",
                    "A stretch of an open loop.",
                    List.of(STAGE_DURATION, STAGE_RATE, RAMP_TO),
                    v -> new Written(v.get(STAGE_DURATION), v.find(STAGE_RATE), v.find(RAMP_TO)))
            .exactlyOne(STAGE_RATE, RAMP_TO);

    private static final Key<Integer> USERS = Key.optional(
            "users",
            Types.integer(1, MOST_USERS),
            "People of a closed loop, default 1; of an open loop identities that ${user} is drawn from.");
    private static final Key<Distribution> THINK_TIME =
            Key.optional("thinkTime", DISTRIBUTION, "Closed loop: from the answer to the next request; default 0s.");
    private static final Key<Double> RATE_KEY =
            Key.optional("rate", REQUEST_RATE, "Open loop: requests per time, as 50/s.");
    private static final Key<List<Written>> STAGES =
            Key.optional("stages", Types.nonEmpty(Types.list(STAGE)), "Open loop: rates one after another.");
    private static final Key<Boolean> ARRIVALS =
            Key.optional("arrivals", Types.choice(arrivals()), "Open loop: poisson (default) or constant.");

    static final MapType<Traffic.Load> LOAD = new MapType<>(
            "load",
            "How often: users and thinkTime for a closed loop, rate or stages for an open one.",
            List.of(USERS, THINK_TIME, RATE_KEY, STAGES, ARRIVALS),
            LoadType::load);

    private LoadType() {}

    private static LinkedHashMap<String, Boolean> arrivals() {
        LinkedHashMap<String, Boolean> arrivals = new LinkedHashMap<>();
        arrivals.put("poisson", true);
        arrivals.put("constant", false);
        return arrivals;
    }

    private static Traffic.@Nullable Load load(Values v) {
        Double rate = v.find(RATE_KEY);
        List<Written> stages = v.find(STAGES);
        if (rate == null && stages == null) {
            if (v.has(ARRIVALS)) {
                v.refused(
                        ARRIVALS,
                        "users wait for their answers, so they have no arrivals",
                        "add a rate, or leave it out");
                return null;
            }
            return new Traffic.Closed(v.get(USERS, 1), v.get(THINK_TIME, new Distribution.Constant(0)));
        }
        if (rate != null && stages != null) {
            v.refused(STAGES, "rate and stages exclude each other", "write the rate as the first stage");
            return null;
        }
        if (v.has(THINK_TIME)) {
            v.refused(THINK_TIME, "with a rate nobody waits to think", "leave it out, or write users without a rate");
            return null;
        }
        List<Stage> written = rate != null ? List.of(new Stage(Long.MAX_VALUE, rate, rate)) : stages(stages);
        return new Traffic.Open(written, v.get(ARRIVALS, true), v.get(USERS, 0), rate != null);
    }

    private static List<Stage> stages(@Nullable List<Written> written) {
        List<Stage> stages = new ArrayList<>();
        double before = 0;
        for (Written stage : written == null ? List.<Written>of() : written) {
            Double constant = stage.rate();
            Double ramp = stage.rampTo();
            double from = constant == null ? before : constant;
            double to = ramp == null ? from : ramp;
            stages.add(new Stage(stage.durationNanos(), from, to));
            before = to;
        }
        return List.copyOf(stages);
    }
}
