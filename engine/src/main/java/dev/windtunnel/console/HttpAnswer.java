package dev.windtunnel.console;

import dev.windtunnel.scenario.Handler;
import dev.windtunnel.simulation.RequestOutcome;
import dev.windtunnel.simulation.Run.PodView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer as it comes over the wire.
 *
 * @param status its code
 * @param headers in order, by lower-case name
 * @param body text of the body
 */
record HttpAnswer(int status, Map<String, String> headers, String body) {

    static final int SWITCHING_PROTOCOLS = 101;

    /** Filler for a body of which only the size is given. */
    private static final String FILLER = ".";

    private static final int LONGEST_FILLER = 16 * 1024 * 1024;

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(SWITCHING_PROTOCOLS, "Switching Protocols"),
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Payload Too Large"),
            Map.entry(418, "I'm a teapot"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    /**
     * The answer of an outcome.
     *
     * @param pods all pods of the run, by number
     * @param method method of the request: HEAD has no body
     */
    static HttpAnswer of(RequestOutcome outcome, List<PodView> pods, String method, boolean is2017) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        @Nullable PodView pod = outcome.answeringPod() < 0 ? null : pods.get(outcome.answeringPod());
        Handler.Response response = outcome.response();
        String body;
        long bytes;
        if (response != null && pod != null) {
            PodView answering = pod;
            new TreeMap<>(response.headers())
                    .forEach((name, value) -> headers.put(
                            name.toLowerCase(Locale.ROOT), ResponseText.render(value, answering, outcome.received())));
            body = ResponseText.render(response.body(), pod, outcome.received());
            bytes = response.bytes() != null ? response.bytes() : body.getBytes(StandardCharsets.UTF_8).length;
            body = sized(body, bytes);
        } else {
            body = localBody(outcome, is2017);
            bytes = body.getBytes(StandardCharsets.UTF_8).length;
            if (!outcome.location().isEmpty()) {
                headers.put("location", outcome.location());
            }
            if (outcome.byProxy() && bytes > 0) {
                headers.put("content-type", "text/plain");
            }
        }
        headers.putAll(outcome.addedHeaders());
        if (outcome.code() == SWITCHING_PROTOCOLS) {
            body = "";
            headers.put("connection", "Upgrade");
            headers.put("upgrade", "websocket");
        } else if (outcome.cutOff()) { // whoever sends bit by bit says no length
            body = "";
            headers.put("transfer-encoding", "chunked");
        } else if (outcome.code() != 204 && outcome.code() != 304) {
            headers.put("content-length", String.valueOf(bytes));
        }
        if (outcome.upstreamNanos() >= 0) {
            headers.put("x-envoy-upstream-service-time", String.valueOf(outcome.upstreamNanos() / 1_000_000L));
        }
        if (outcome.throughSidecar() || is2017 && outcome.upstreamNanos() >= 0) {
            headers.put("server", "envoy");
        } else if (outcome.upstreamNanos() >= 0) {
            headers.put("server", "istio-envoy");
        }
        return new HttpAnswer(outcome.code(), headers, method.equals("HEAD") ? "" : body);
    }

    /** Envoy 1.3 did not say why a connection was lost. */
    private static String localBody(RequestOutcome outcome, boolean is2017) {
        String body = outcome.localBody();
        int reason = body.indexOf(". reset reason:");
        if (!is2017 || reason < 0) {
            int retried = body.indexOf(". retried and the latest reset reason:");
            return is2017 && retried >= 0 ? body.substring(0, retried) : body;
        }
        return body.substring(0, reason);
    }

    private static String sized(String body, long bytes) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        if (bytes <= text.length) {
            return bytes == text.length ? body : new String(text, 0, (int) bytes, StandardCharsets.UTF_8);
        }
        return body + FILLER.repeat((int) Math.min(LONGEST_FILLER, bytes - text.length));
    }

    /** {@code Gateway Timeout}; empty for a code without a name. */
    static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }

    /** Status line and headers, each ended by a line feed, without the empty line. */
    String head(String prefix) {
        StringBuilder text = new StringBuilder(prefix + "HTTP/1.1 " + status + " " + reason(status)).append('\n');
        headers.forEach((name, value) ->
                text.append(prefix).append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** How many bytes the body takes: what its length says, as far as it was sent. */
    long size() {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}
