package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.DURATION;

import dev.windtunnel.scenario.CallerRetries;
import dev.windtunnel.scenario.CallerRetries.Condition;
import dev.windtunnel.scenario.Connection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How apps and traffic call: methods, connections, their own retries. */
final class CallerTypes {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    /** An HTTP method, in upper case. */
    static final Type<String> METHOD = Types.checked(Types.TEXT, (text, node, spot) -> {
        if (!text.matches("[A-Za-z]{1,32}")) {
            spot.refused(node, "\"" + text + "\" is no HTTP method", "write for example GET or POST");
            return null;
        }
        return text.toUpperCase(Locale.ROOT);
    });

    /** An HTTP status that an app may answer. */
    static final Type<Integer> STATUS = Types.integer(200, 599);

    /** The name of a header, in lower case. */
    static final Type<String> HEADER_NAME = Types.checked(Types.TEXT, (text, node, spot) -> {
        if (!isHeaderName(text)) {
            spot.refused(node, "\"" + text + "\" is no header name", "write for example end-user");
            return null;
        }
        return text.toLowerCase(Locale.ROOT);
    });

    private static final Key<Boolean> PROTOCOL = Key.optional(
            "protocol",
            Types.choice(protocols()),
            false,
            "http1, the default, or http2: one connection to a host and port carries all requests. gRPC is http2.");
    private static final Key<Boolean> KEEP_ALIVE =
            Key.optional("keepAlive", BOOL, true, "Whether a connection is used again; default true.");
    private static final Key<Integer> MAX = Key.optional(
            "max",
            Types.integerOrUnlimited(1),
            Integer.MAX_VALUE,
            "Greatest number of connections of a pod to one host and port; default unlimited.");
    private static final Key<Long> IDLE = Key.optional(
            "idle", DURATION, Connection.DEFAULT.idleNanos(), "An idle connection is closed after this; default 90s.");

    static final MapType<Connection> CONNECTION = new MapType<>(
            "connection",
            "How a caller keeps its connections.",
            List.of(PROTOCOL, KEEP_ALIVE, MAX, IDLE),
            v -> new Connection(v.get(PROTOCOL), v.get(KEEP_ALIVE), v.get(MAX), v.get(IDLE)));

    private static final Key<Integer> ATTEMPTS =
            Key.required("attempts", Types.integer(0, 1_000_000), "Retries after the first try.");
    private static final Key<Long> BACKOFF = Key.optional("backoff", DURATION, 0L, "Wait before each; default 0s.");
    private static final Key<Set<Condition>> RETRY_ON = Key.optional(
            "retryOn",
            Types.as(Types.list(Types.choice(conditions())), CallerTypes::set),
            Collections.unmodifiableSet(EnumSet.allOf(Condition.class)),
            "On what: 5xx, timeout (of gRPC DEADLINE_EXCEEDED), connect, reset; default all of them.");

    static final MapType<CallerRetries> RETRIES = new MapType<>(
            "retries",
            "Retries that the caller itself makes.",
            List.of(ATTEMPTS, BACKOFF, RETRY_ON),
            v -> new CallerRetries(v.get(ATTEMPTS), v.get(BACKOFF), v.get(RETRY_ON)));

    private CallerTypes() {}

    private static LinkedHashMap<String, Boolean> protocols() {
        LinkedHashMap<String, Boolean> protocols = new LinkedHashMap<>();
        protocols.put("http1", false);
        protocols.put("http2", true);
        return protocols;
    }

    private static LinkedHashMap<String, Condition> conditions() {
        LinkedHashMap<String, Condition> conditions = new LinkedHashMap<>();
        conditions.put("5xx", Condition.STATUS_5XX);
        conditions.put("timeout", Condition.TIMEOUT);
        conditions.put("connect", Condition.CONNECT);
        conditions.put("reset", Condition.RESET);
        return conditions;
    }

    private static Set<Condition> set(List<Condition> conditions) {
        Set<Condition> set = EnumSet.noneOf(Condition.class);
        set.addAll(conditions);
        return Collections.unmodifiableSet(set);
    }

    static boolean isHeaderName(String text) {
        return HEADER.matcher(text).matches();
    }

    /** Headers by lower-case name. */
    static <T> Type<Map<String, T>> headers(Type<T> value) {
        return Types.checked(Types.map(value), (byName, node, spot) -> {
            Map<String, T> headers = new LinkedHashMap<>();
            for (Map.Entry<String, T> header : byName.entrySet()) {
                String name = header.getKey();
                if (!isHeaderName(name)) {
                    spot.refusedKey(node, name, "\"" + name + "\" is no header name", "write for example end-user");
                } else if (headers.put(name.toLowerCase(Locale.ROOT), header.getValue()) != null) {
                    spot.refusedKey(node, name, "the header " + name + " is written twice", "keep one of them");
                }
            }
            return Collections.unmodifiableMap(headers);
        });
    }
}
