package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Distributions.DISTRIBUTION;
import static dev.windtunnel.config.scenario.Types.BYTES;
import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.PERCENT;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;
import static dev.windtunnel.config.scenario.Types.TEXT;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.scenario.CallerRetries;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps of a handler: work, sleep, call, parallel, chance; each a map with exactly one of these keys. */
final class StepType {
    /** The steps of a handler or of a branch. */
    static final Type<List<Step>> STEPS = Types.list(Types.later(StepType::step));

    private static final Type<String> PLAIN = Types.checked(WORD, StepType::plain);

    private static final Key<String> CALL_NAME = Key.optional("name", NAME, "Label of the call.");
    private static final Key<String> METHOD =
            Key.optional("method", CallerTypes.METHOD, "GET", "HTTP method; default GET.");
    private static final Key<String> URL = Key.optional(
            "url", Types.checked(TEXT, StepType::url), "Absolute http url, as in http://ratings:9080/ratings/0.");
    private static final Key<String> GRPC = Key.optional(
            "grpc",
            Types.checked(TEXT, StepType::grpcUrl),
            "A gRPC call in place of a url: grpc://cart:7070/shop.Cart/Get.");
    private static final Key<Map<String, String>> HEADERS =
            Key.optional("headers", CallerTypes.headers(PLAIN), Map.of(), "Headers of the call.");
    private static final Key<Long> SIZE = Key.optional("bytes", BYTES, 0L, "Size of the request's body; default 0.");
    private static final Key<Long> TIMEOUT = Key.optional(
            "timeout", POSITIVE_DURATION, 0L, "The app's own patience, of a gRPC call its deadline; default none.");
    private static final Key<CallerRetries> RETRIES =
            Key.optional("retries", CallerTypes.RETRIES, "The app's own retries; default none.");
    private static final Key<Integer> ON_ERROR_STATUS =
            Key.required("status", CallerTypes.STATUS, "The app answers this status at once.");
    private static final Key<Step.OnError> ON_ERROR = Key.optional(
            "onError",
            Types.orMap(
                    Types.choice(words()),
                    new MapType<>(
                            "onErrorStatus",
                            "A status to answer.",
                            List.of(ON_ERROR_STATUS),
                            v -> new Step.OnError(false, v.get(ON_ERROR_STATUS)))),
            Step.OnError.FAIL,
            "What a failed call does: fail (502), ignore, or {status: 200}; default fail.");

    private static final MapType<Step> CALL_TYPE = new MapType<Step>(
                    "call",
                    "A request to another service.",
                    List.of(CALL_NAME, METHOD, URL, GRPC, HEADERS, SIZE, TIMEOUT, RETRIES, ON_ERROR),
                    StepType::call)
            .exactlyOne(URL, GRPC);

    private static final Key<Double> PROBABILITY =
            Key.required("probability", PERCENT, "How likely the steps are done.");
    private static final Key<List<Step>> CHANCE_STEPS = Key.required("steps", STEPS, "Steps.");
    private static final MapType<Step> CHANCE_TYPE = new MapType<>(
            "chance",
            "Steps that are done with a probability.",
            List.of(PROBABILITY, CHANCE_STEPS),
            v -> new Step.Chance(v.get(PROBABILITY), v.get(CHANCE_STEPS)));

    private static final Key<Step> WORK =
            Key.optional("work", Types.as(DISTRIBUTION, Step.Work::new), "CPU time: needs a core.");
    private static final Key<Step> SLEEP =
            Key.optional("sleep", Types.as(DISTRIBUTION, Step.Sleep::new), "Waiting that needs no core.");
    private static final Key<Step> CALL = Key.optional("call", CALL_TYPE, "A request to another service.");
    private static final Key<Step> PARALLEL = Key.optional(
            "parallel",
            Types.as(Types.nonEmpty(Types.list(STEPS)), Step.Parallel::new),
            "Lists of steps that run at the same time; fails when one does.");
    private static final Key<Step> CHANCE =
            Key.optional("chance", CHANCE_TYPE, "Steps that are done with a probability.");

    private static final List<Key<Step>> KINDS = List.of(WORK, SLEEP, CALL, PARALLEL, CHANCE);

    private static final MapType<Step> STEP = new MapType<Step>(
                    "step", "One step: exactly one of its kinds.", KINDS, StepType::chosen)
            .exactlyOne(KINDS.toArray(new Key<?>[0]));

    private StepType() {}

    private static Type<Step> step() {
        return STEP;
    }

    private static @Nullable Step call(Values v) {
        String grpc = v.find(GRPC);
        String url = grpc != null ? grpc : v.find(URL);
        if (url == null) {
            return null;
        }
        if (grpc != null && v.has(METHOD)) {
            v.refused(METHOD, "gRPC calls are POST", "leave `method` out");
        }
        Map<String, String> headers = v.get(HEADERS);
        return new Step.Call(
                v.find(CALL_NAME),
                grpc != null ? "POST" : v.get(METHOD),
                url,
                grpc != null ? GrpcTypes.plainHeaders(headers, v.get(TIMEOUT)) : headers,
                v.get(SIZE),
                v.get(TIMEOUT),
                grpc != null ? v.get(TIMEOUT) : 0,
                v.find(RETRIES),
                v.get(ON_ERROR),
                v.place());
    }

    private static @Nullable String grpcUrl(String text, Node node, Spot spot) {
        String url = GrpcTypes.url(text, node, spot);
        return url == null ? null : url(url, node, spot);
    }

    private static @Nullable Step chosen(Values v) {
        for (Key<Step> kind : KINDS) {
            if (v.has(kind)) {
                return v.get(kind);
            }
        }
        return null;
    }

    private static LinkedHashMap<String, Step.OnError> words() {
        LinkedHashMap<String, Step.OnError> words = new LinkedHashMap<>();
        words.put("fail", Step.OnError.FAIL);
        words.put("ignore", new Step.OnError(true, 0));
        return words;
    }

    private static @Nullable String plain(String text, Node node, Spot spot) {
        try {
            Templates.checkPlain(text);
            return text;
        } catch (ValueException e) {
            spot.refused(node, e.reason(), "variables are for the requests of traffic");
            return null;
        }
    }

    private static @Nullable String url(String text, Node node, Spot spot) {
        String problem = Urls.problem(text);
        if (problem != null) {
            spot.refused(node, problem, "write for example http://ratings:9080/ratings/0");
            return null;
        }
        return plain(text, node, spot);
    }
}
