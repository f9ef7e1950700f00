package dev.windtunnel.config.scenario;

import dev.windtunnel.mesh.GrpcStatus;
import dev.windtunnel.scenario.Template;
import dev.windtunnel.source.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scenarios say of gRPC: statuses by name or number, and calls. */
final class GrpcTypes {
    private static final String SCHEME = "grpc://";
    private static final long MOST_MILLIS = 99_999_999L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** A gRPC status: its name, or its number from 0 to 16. */
    static final Type<Integer> STATUS =
            Types.or(Types.choice(byName()), Types.integer(0, GrpcStatus.values().length - 1), Types::isNumber);

    private GrpcTypes() {}

    private static LinkedHashMap<String, Integer> byName() {
        LinkedHashMap<String, Integer> byName = new LinkedHashMap<>();
        for (GrpcStatus status : GrpcStatus.values()) {
            byName.put(status.name(), status.number());
        }
        return byName;
    }

    /** The http url behind a gRPC one, {@code grpc://HOST:PORT/package.Service/Method}; null with a finding when it is none. */
    static @Nullable String url(String text, Node node, Spot spot) {
        int path = text.toLowerCase(Locale.ROOT).startsWith(SCHEME) ? text.indexOf('/', SCHEME.length()) : -1;
        int method = path < 0 ? -1 : text.indexOf('/', path + 1);
        if (method <= path + 1 || method == text.length() - 1) {
            spot.refused(node, "\"" + text + "\" is no gRPC url", "write for example grpc://cart:7070/shop.Cart/Get");
            return null;
        }
        return "http://" + text.substring(SCHEME.length());
    }

    /** The headers of a gRPC call, those that are written with them. */
    static Map<String, String> plainHeaders(Map<String, String> written, long timeoutNanos) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/grpc");
        headers.put("te", "trailers");
        if (timeoutNanos > 0) {
            long millis = Math.min(MOST_MILLIS, (timeoutNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
            headers.put("grpc-timeout", millis + "m");
        }
        headers.putAll(written);
        return headers;
    }

    /** The same with variables. */
    static Map<String, Template> headers(Map<String, Template> written, long timeoutNanos) {
        Map<String, Template> headers = new LinkedHashMap<>();
        plainHeaders(Map.of(), timeoutNanos).forEach((name, value) -> headers.put(name, literal(value)));
        headers.putAll(written);
        return headers;
    }

    private static Template literal(String text) {
        return new Template(text, List.of(new Template.Literal(text)));
    }
}
