package dev.windtunnel.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's response flags, and the failures of callers without an answer, in plain words.
 *
 * <p>Flags and their meaning: Envoy {@code source/common/stream_info/utility.h} and the access log's documentation; the
 * codes that go with them are those of the router's local replies ({@code source/common/router/router.cc}).
 */
public final class FlagWords {
    /** The flag of a request that has none. */
    public static final String NONE = "-";

    /** Shown for a code 5xx without a flag. */
    static final String APPLICATION = "the answer came so from the application, or from a proxy behind it";

    private record Meaning(@Nullable String code, String words) {}

    private static final Map<String, Meaning> FLAGS = new LinkedHashMap<>();
    private static final Map<String, String> FAILURES = new LinkedHashMap<>();

    static {
        flag("DC", "0", "the caller hung up before the answer was there");
        flag("DF", "503", "the name of the destination could not be resolved");
        flag("DI", null, "a fault rule delayed the request");
        flag("DO", "503", "the destination asked to drop load");
        flag("DPE", "400", "the caller broke the protocol");
        flag("DR", "0", "the caller reset its stream");
        flag("DT", null, "the connection of the caller reached its greatest age");
        flag("FI", null, "a fault rule aborted the request");
        flag("IH", "400", "a header that is checked strictly had an invalid value");
        flag("LH", "503", "the local service failed its health check");
        flag("LR", "503", "the proxy itself reset the stream");
        flag("NC", "503", "the route names a cluster that does not exist, as a subset that no DestinationRule defines");
        flag("NFCF", null, "the configuration of a filter had not arrived in time");
        flag("NR", "404", "no route matched the request");
        flag("OM", "503", "the proxy was overloaded and ended the request");
        flag("RFCF", null, "the answer came from the proxy's cache");
        flag("RL", "429", "a rate limit turned the request away");
        flag("RLSE", "500", "the rate limit service failed");
        flag("SI", "504", "nothing moved on the stream for its idle timeout");
        flag("UAEX", "403", "external authorization denied the request");
        flag("UC", "503", "the connection to the pod was lost before the answer was complete");
        flag("UDO", "503", "all load to the destination is dropped");
        flag("UF", "503", "no connection to the pod (refused, timed out, or TLS on one side only)");
        flag("UH", "503", "the destination had no healthy pod");
        flag("UMSDR", "504", "the request reached the greatest duration of a stream");
        flag("UO", "503", "a circuit breaker was full");
        flag("UPE", "502", "the pod broke the protocol");
        flag("UR", "503", "the pod reset the stream");
        flag("URX", null, "no retry was left");
        flag("UT", "504", "the route's timeout, or that of a try, ended the request");

        FAILURES.put("connect-refused", "nobody listened at the address");
        FAILURES.put("connect-timeout", "the address did not answer when a connection was asked for");
        FAILURES.put("dns", "the name could not be resolved");
        FAILURES.put("empty-reply", "the connection was closed without an answer");
        FAILURES.put("reset", "the connection was reset");
        FAILURES.put("timeout", "the caller's own timeout ran out and it hung up");
    }

    private FlagWords() {}

    /** The flags of which words are known, in alphabetical order. */
    public static List<String> flags() {
        return List.copyOf(FLAGS.keySet());
    }

    /**
     * What flags of an access log say: {@code no retry was left; the pod reset the stream} for {@code URX,UR}. Flags that
     * are not known stand for themselves.
     */
    public static String ofFlags(String flags) {
        StringJoiner words = new StringJoiner("; ");
        for (String flag : flags.split(",")) {
            Meaning meaning = FLAGS.get(flag);
            words.add(meaning == null ? flag : meaning.words());
        }
        return words.toString();
    }

    /** What a failure (code 0) of a caller says; a failure that is not known stands for itself. */
    public static String ofFailure(String failure) {
        return FAILURES.getOrDefault(failure, failure);
    }

    /** The code that usually goes with the flags, that of the last which has one; null when none has. */
    static @Nullable String usualCode(String flags) {
        String code = null;
        for (String flag : flags.split(",")) {
            Meaning meaning = FLAGS.get(flag);
            code = meaning == null || meaning.code() == null ? code : meaning.code();
        }
        return code;
    }

    private static void flag(String flag, @Nullable String code, String words) {
        FLAGS.put(flag, new Meaning(code, words));
    }
}
