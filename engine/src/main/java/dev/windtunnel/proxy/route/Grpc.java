package dev.windtunnel.proxy.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What proxies know of gRPC ({@code source/common/grpc/common.cc}, {@code status.cc}). */
public final class Grpc {

    /** A call that has no gRPC status. */
    public static final int NONE = -1;

    /** Too much of something. */
    public static final int RESOURCE_EXHAUSTED = 8;

    private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");
    private static final long MILLISECOND = 1_000_000L;

    private Grpc() {}

    /** Whether a request is a gRPC call. */
    public static boolean isCall(RequestHead head) {
        String type = head.headers().get("content-type");
        return type != null
                && type.startsWith("application/grpc")
                && (type.length() == "application/grpc".length()
                        || type.charAt("application/grpc".length()) == '+'
                        || type.charAt("application/grpc".length()) == ';');
    }

    /** The gRPC status that a proxy answers in place of an HTTP status. */
    public static int status(int http) {
        return switch (http) {
            case 200 -> 0;
            case 400 -> 13;
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 12;
            case 429, 502, 503, 504 -> 14;
            default -> 2;
        };
    }

    /** The HTTP status that outlier detection takes a gRPC status for. */
    public static int http(int status) {
        return switch (status) {
            case 0 -> 200;
            case 1 -> 499;
            case 3, 9, 11 -> 400;
            case 4 -> 504;
            case 5 -> 404;
            case 6, 10 -> 409;
            case 7 -> 403;
            case 8 -> 429;
            case 12 -> 501;
            case 14 -> 503;
            case 16 -> 401;
            default -> 500;
        };
    }

    /** Whether a status counts as an error of the server (contract 2): 2, 4, 8, 12 to 15. */
    public static boolean isError(int status) {
        return status == 2 || status == 4 || status == 8 || status >= 12 && status <= 15;
    }

    /** The nanoseconds of a call's {@code grpc-timeout}, below a millisecond rounded up; 0 when it has none that is one. */
    public static long timeoutNanos(RequestHead head) {
        String text = head.headers().get("grpc-timeout");
        Matcher match = text == null ? null : TIMEOUT.matcher(text);
        if (match == null || !match.matches()) {
            return 0;
        }
        long count = Long.parseLong(match.group(1));
        long nanos =
                switch (match.group(2)) {
                    case "H" -> count * 3_600_000 * MILLISECOND;
                    case "M" -> count * 60_000 * MILLISECOND;
                    case "S" -> count * 1000 * MILLISECOND;
                    case "m" -> count * MILLISECOND;
                    case "u" -> count * 1000;
                    default -> count;
                };
        return (nanos + MILLISECOND - 1) / MILLISECOND * MILLISECOND;
    }
}
