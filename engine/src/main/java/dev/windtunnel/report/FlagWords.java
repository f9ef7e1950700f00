package dev.windtunnel.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Envoy's response flags, and the failures of callers without an answer, in plain words.
 *
 * <p>Flags and their meaning: Envoy {@code source/common/stream_info/utility.h} and the access log's documentation.
 */
public final class FlagWords {
    /** The flag of a request that has none. */
    public static final String NONE = "-";

    /** Shown for a code 5xx without a flag. */
    static final String APPLICATION = "the answer came so from the application, or from a proxy behind it";

    /** Shown for a gRPC call whose deadline ran out at its caller. */
    static final String DEADLINE = "the call's own deadline ran out";

    private static final Map<String, String> FLAGS = new LinkedHashMap<>();
    private static final Map<String, String> FAILURES = new LinkedHashMap<>();

    static {
        flag("DC", "the caller hung up before the answer was there");
        flag("DF", "the name of the destination could not be resolved");
        flag("DI", "a fault rule delayed the request");
        flag("DO", "the destination asked to drop load");
        flag("DPE", "the caller broke the protocol");
        flag("DR", "the caller reset its stream");
        flag("DT", "the connection of the caller reached its greatest age");
        flag("FI", "a fault rule aborted the request");
        flag("IH", "a header that is checked strictly had an invalid value");
        flag("LH", "the local service failed its health check");
        flag("LR", "the proxy itself reset the stream");
        flag("NC", "the route names a cluster that does not exist, as a subset that no DestinationRule defines");
        flag("NFCF", "the configuration of a filter had not arrived in time");
        flag("NR", "no route matched the request");
        flag("OM", "the proxy was overloaded and ended the request");
        flag("RFCF", "the answer came from the proxy's cache");
        flag("RL", "a rate limit turned the request away");
        flag("RLSE", "the rate limit service failed");
        flag("SI", "nothing moved on the stream for its idle timeout");
        flag("UAEX", "external authorization denied the request");
        flag("UC", "the connection to the pod was lost before the answer was complete");
        flag("UDO", "all load to the destination is dropped");
        flag("UF", "no connection to the pod (refused, timed out, or TLS on one side only)");
        flag("UH", "the destination had no healthy pod");
        flag("UMSDR", "the request reached the greatest duration of a stream");
        flag("UO", "a circuit breaker was full");
        flag("UPE", "the pod broke the protocol");
        flag("UR", "the pod reset the stream");
        flag("URX", "no retry was left");
        flag("UT", "the route's timeout, or that of a try, ended the request");

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
            words.add(FLAGS.getOrDefault(flag, flag));
        }
        return words.toString();
    }

    /** What a failure (code 0) of a caller says; a failure that is not known stands for itself. */
    public static String ofFailure(String failure) {
        return FAILURES.getOrDefault(failure, failure);
    }

    private static void flag(String flag, String words) {
        FLAGS.put(flag, words);
    }
}
