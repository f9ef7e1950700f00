package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.BYTES;
import static dev.windtunnel.config.scenario.Types.PERCENT;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Handler.ErrorRate;
import dev.windtunnel.scenario.Handler.Failure;
import dev.windtunnel.scenario.Handler.Response;
import dev.windtunnel.scenario.Step;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ValueException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code handlers}: which requests, what is done, what is answered, what goes wrong. */
final class HandlerType {
    /** Rates are decimals, so ten of 10 % may come out a little above the whole. */
    private static final double ROUNDING = 1e-9;

    private static final Type<String> TEXT = Types.checked(WORD, HandlerType::responseText);

    private static final Key<Integer> STATUS =
            Key.optional("status", CallerTypes.STATUS, 200, "HTTP status; default 200.");
    private static final Key<String> BODY = Key.optional(
            "body", TEXT, "", "Text, with ${env.X} ${pod.name} ${pod.ip} ${request.header.x}; default none.");
    private static final Key<Map<String, String>> HEADERS =
            Key.optional("headers", CallerTypes.headers(TEXT), Map.of(), "Headers, with the same variables.");
    private static final Key<Long> SIZE = Key.optional("bytes", BYTES, "Size of the body; default that of its text.");
    private static final Key<Integer> GRPC_STATUS =
            Key.optional("grpcStatus", GrpcTypes.STATUS, "Status of an answer to a gRPC call, such as OK or 14.");
    private static final Key<Distribution> STREAM = Key.optional(
            "stream",
            Distributions.DISTRIBUTION,
            "How long the answer takes from its head to its end, as of server-sent events; default none.");
    private static final MapType<Response> RESPONSE_TYPE = new MapType<>(
            "response",
            "The answer after the last step.",
            List.of(STATUS, BODY, HEADERS, SIZE, GRPC_STATUS, STREAM),
            HandlerType::response);

    /** The keys of something that goes wrong; a rate that is not written is the whole. */
    static final Key<Double> RATE = Key.required("rate", PERCENT, "Share of the requests.");

    static final Key<Integer> ERROR_STATUS =
            Key.optional("status", CallerTypes.STATUS, "They are answered with this status.");
    static final Key<Integer> ERROR_GRPC_STATUS =
            Key.optional("grpcStatus", GrpcTypes.STATUS, "They are answered with this gRPC status.");
    static final Key<Boolean> RESET =
            Key.optional("reset", yes(), "true: the connection is closed instead of an answer.");
    static final Key<Boolean> HANG = Key.optional("hang", yes(), "true: they get no answer, ever.");
    static final Key<Boolean> AFTER = Key.optional(
            "after", Types.choice(Map.of("steps", true)), false, "steps: after the steps instead of before.");

    private static final MapType<ErrorRate> ERROR_TYPE = new MapType<ErrorRate>(
                    "error",
                    "A share of the requests that goes wrong.",
                    List.of(RATE, ERROR_STATUS, ERROR_GRPC_STATUS, RESET, HANG, AFTER),
                    v -> error(v, v.get(RATE)))
            .exactlyOne(ERROR_STATUS, ERROR_GRPC_STATUS, RESET, HANG);

    private static final Key<HttpMatch> MATCH =
            Key.optional("match", MatchType.MATCH, HttpMatch.ANY, "Which requests; default all.");
    private static final Key<List<Step>> STEPS =
            Key.optional("steps", StepType.STEPS, List.of(), "What is done, in order.");
    private static final Key<Response> RESPONSE =
            Key.optional("response", RESPONSE_TYPE, Response.OK, "The answer; default 200 without a body.");
    private static final Key<List<ErrorRate>> ERRORS = Key.optional(
            "errors",
            Types.checked(Types.list(ERROR_TYPE), HandlerType::sum),
            List.of(),
            "What goes wrong, drawn in order by one draw.");

    static final MapType<Handler> HANDLER = new MapType<>(
            "handler",
            "What an app does with the requests it takes.",
            List.of(MATCH, STEPS, RESPONSE, ERRORS),
            v -> new Handler(v.get(MATCH), v.get(STEPS), v.get(RESPONSE), v.get(ERRORS)));

    private HandlerType() {}

    /** Every answer of gRPC has status 200; another one beside a status of gRPC would never be seen. */
    private static @Nullable Response response(Values v) {
        if (v.has(GRPC_STATUS) && v.has(STATUS) && v.get(STATUS) != 200) {
            v.refused(
                    STATUS,
                    "answers to gRPC calls have status 200, and grpcStatus beside it, so " + v.get(STATUS)
                            + " would never be seen",
                    "keep one of status and grpcStatus");
            return null;
        }
        return new Response(
                v.get(STATUS), v.get(BODY), v.get(HEADERS), v.find(SIZE), v.find(GRPC_STATUS), v.find(STREAM));
    }

    /** The error of a map with the keys above. */
    static ErrorRate error(Values v, double rate) {
        Integer status = v.find(ERROR_STATUS);
        if (status != null) {
            return new ErrorRate(rate, Failure.STATUS, status, null, v.get(AFTER));
        }
        Integer grpcStatus = v.find(ERROR_GRPC_STATUS);
        if (grpcStatus != null) {
            return new ErrorRate(rate, Failure.STATUS, 200, grpcStatus, v.get(AFTER));
        }
        return new ErrorRate(rate, v.has(RESET) ? Failure.RESET : Failure.HANG, 0, null, v.get(AFTER));
    }

    private static Type<Boolean> yes() {
        return Types.checked(BOOL, (value, node, spot) -> {
            if (!value) {
                spot.refused(node, "only true can stand here", "leave the key out instead");
                return null;
            }
            return true;
        });
    }

    private static @Nullable List<ErrorRate> sum(List<ErrorRate> errors, Node node, Spot spot) {
        double sum = errors.stream().mapToDouble(ErrorRate::fraction).sum();
        if (sum > 1 + ROUNDING) {
            String percent = java.math.BigDecimal.valueOf(sum)
                    .movePointRight(2)
                    .setScale(6, java.math.RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
            spot.refused(
                    node,
                    "the rates add up to " + percent + " %, more than all requests",
                    "lower them to 100 % at most");
        }
        return errors;
    }

    private static @Nullable String responseText(String text, Node node, Spot spot) {
        try {
            Templates.checkResponse(text);
            return text;
        } catch (ValueException e) {
            spot.refused(node, e.reason(), null);
            return null;
        }
    }
}
