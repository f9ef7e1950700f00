package dev.windtunnel.config.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an absolute url of http or https.
 *
 * @param host as written, without the port
 * @param port 80, or 443 of https, when not written
 * @param path with the query; {@code /} when not written
 */
record Urls(String host, int port, String path) {
    /** How addresses of TCP begin. */
    static final String TCP = "tcp://";

    /** How addresses of TCP begin whose callers speak TLS. */
    static final String TLS = "tls://";

    private static final Pattern URL = Pattern.compile(
            "https?://([^/?#:@\\s]+)(?::([0-9]{1,5}))?(/[^\\s#]*|\\?[^\\s#]*)?", Pattern.CASE_INSENSITIVE);

    /** What is wrong with a url of ws or wss, or null when nothing is. */
    static @Nullable String problemOfWebsocket(String url) {
        return problem("http" + url.substring(2), url);
    }

    /** What is wrong with a url, or null when nothing is. */
    static @Nullable String problem(String url) {
        return problem(url, url);
    }

    private static @Nullable String problem(String url, String written) {
        if (url.isBlank()) {
            return "the url is empty";
        }
        if (!url.regionMatches(true, 0, "http://", 0, 7) && !isHttps(url)) {
            return "\"" + shortened(written) + "\" is no absolute http url";
        }
        if (parse(url) == null) {
            return url.matches("https?://[/?#:].*|https?://")
                    ? "the url has no host"
                    : "\"" + shortened(written) + "\" is no url of a host, a port and a path";
        }
        return null;
    }

    /** Whether a url is one of https. */
    static boolean isHttps(String url) {
        return url.regionMatches(true, 0, "https://", 0, 8);
    }

    /** Whether a url is one of ws or wss. */
    static boolean isWebsocket(String url) {
        return url.regionMatches(true, 0, "ws://", 0, 5) || url.regionMatches(true, 0, "wss://", 0, 6);
    }

    /** The parts of a url, or null when it is none. */
    static @Nullable Urls parse(String url) {
        Matcher match = URL.matcher(url);
        if (!match.matches()) {
            return null;
        }
        int port = match.group(2) == null ? (isHttps(url) ? 443 : 80) : Integer.parseInt(match.group(2));
        if (port < 1 || port > 65_535) {
            return null;
        }
        String path = match.group(3);
        if (path == null) {
            path = "/";
        } else if (path.startsWith("?")) {
            path = "/" + path;
        }
        return new Urls(match.group(1), port, path);
    }

    /** Whether a url is an address of TCP, with TLS or without. */
    static boolean isTcp(String url) {
        return url.startsWith(TCP) || url.startsWith(TLS);
    }

    /** The parts of a url of any kind, or null when it is none. */
    static @Nullable Urls ofAddress(String url) {
        return parse(isTcp(url) ? "http://" + url.substring(TCP.length()) : url);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
