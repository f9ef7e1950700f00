package dev.windtunnel.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of a virtual curl. Names and meanings are curl's. */
final class CurlOptions {

    /** Long names by short ones; a name that ends in {@code =} takes a value. */
    private static final Map<String, String> SHORT = new LinkedHashMap<>();

    private static final List<String> LONG = List.of(
            "silent",
            "show-error",
            "include",
            "head",
            "verbose",
            "output=",
            "write-out=",
            "request=",
            "header=",
            "data=",
            "data-raw=",
            "data-binary=",
            "max-time=",
            "connect-timeout=",
            "insecure",
            "location",
            "fail",
            "cookie=",
            "cookie-jar=",
            "resolve=",
            "http1.1",
            "http2",
            "retry=",
            "url=");

    static {
        SHORT.put("s", "silent");
        SHORT.put("S", "show-error");
        SHORT.put("i", "include");
        SHORT.put("I", "head");
        SHORT.put("v", "verbose");
        SHORT.put("o", "output");
        SHORT.put("w", "write-out");
        SHORT.put("X", "request");
        SHORT.put("H", "header");
        SHORT.put("d", "data");
        SHORT.put("m", "max-time");
        SHORT.put("k", "insecure");
        SHORT.put("L", "location");
        SHORT.put("f", "fail");
        SHORT.put("b", "cookie");
        SHORT.put("c", "cookie-jar");
    }

    private static final String KNOWN =
            "the virtual curl knows -s -S -i -I -v -o -w -X -H -d -m --connect-timeout -k -L -f"
                    + " -b -c --resolve --http1.1 --http2 --retry";

    boolean silent;
    boolean showError;
    boolean include;
    boolean head;
    boolean verbose;
    boolean location;
    boolean fail;

    @Nullable
    String output;

    @Nullable
    String writeOut;

    @Nullable
    String method;

    final List<String> headers = new ArrayList<>();
    final List<String> data = new ArrayList<>();
    long maxTimeNanos;
    long connectTimeoutNanos;

    @Nullable
    String cookie;

    @Nullable
    String cookieJar;

    final List<String> resolve = new ArrayList<>();
    int retries;
    final List<String> urls = new ArrayList<>();

    private CurlOptions() {}

    /**
     * Reads a command line.
     *
     * @throws ConsoleException with curl's status 2 (its message, and what there is) when curl would refuse it
     */
    static CurlOptions parse(List<String> words) {
        CurlOptions options = new CurlOptions();
        boolean noMoreOptions = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (noMoreOptions || !word.startsWith("-") || word.equals("-")) {
                options.urls.add(word);
            } else if (word.equals("--")) {
                noMoreOptions = true;
            } else if (word.startsWith("--")) {
                i = options.longOption(words, i);
            } else {
                i = options.shortOptions(words, i);
            }
        }
        if (options.urls.isEmpty()) {
            throw new ConsoleException("curl: no URL specified!\ncurl: try 'curl --help' for more information", 2);
        }
        return options;
    }

    private int longOption(List<String> words, int at) {
        String name = words.get(at).substring(2);
        if (LONG.contains(name + "=")) {
            set(name, argument(words, at + 1, words.get(at)));
            return at + 1;
        }
        if (!LONG.contains(name)) {
            throw unknown(words.get(at));
        }
        set(name, "");
        return at;
    }

    /** {@code -sS}, {@code -so FILE}, {@code -oFILE}. */
    private int shortOptions(List<String> words, int at) {
        String word = words.get(at);
        for (int i = 1; i < word.length(); i++) {
            String name = SHORT.get(word.substring(i, i + 1));
            if (name == null) {
                throw unknown("-" + word.charAt(i));
            }
            if (!LONG.contains(name + "=")) {
                set(name, "");
            } else if (i + 1 < word.length()) {
                set(name, word.substring(i + 1));
                return at;
            } else {
                set(name, argument(words, at + 1, "-" + word.charAt(i)));
                return at + 1;
            }
        }
        return at;
    }

    private static ConsoleException unknown(String option) {
        return new ConsoleException(
                "curl: option " + option + ": is unknown\ncurl: try 'curl --help' for more information\n" + KNOWN, 2);
    }

    private static String argument(List<String> words, int at, String option) {
        if (at >= words.size()) {
            throw new ConsoleException(
                    "curl: option " + option + ": requires parameter\ncurl: try 'curl --help' for more information", 2);
        }
        return words.get(at);
    }

    private void set(String name, String value) {
        switch (name) {
            case "silent" -> silent = true;
            case "show-error" -> showError = true;
            case "include" -> include = true;
            case "head" -> head = true;
            case "verbose" -> verbose = true;
            case "output" -> output = value;
            case "write-out" -> writeOut = value;
            case "request" -> method = value;
            case "header" -> headers.add(value);
            case "data", "data-binary" -> data.add(value);
            case "data-raw" -> data.add("\0" + value);
            case "max-time" -> maxTimeNanos = seconds(value, "--max-time");
            case "connect-timeout" -> connectTimeoutNanos = seconds(value, "--connect-timeout");
            case "location" -> location = true;
            case "fail" -> fail = true;
            case "cookie" -> cookie = value;
            case "cookie-jar" -> cookieJar = value;
            case "resolve" -> resolve.add(value);
            case "retry" -> retries = (int) Math.min(10_000, seconds(value, "--retry") / 1_000_000_000L);
            case "url" -> urls.add(value);
            // In the mesh nothing depends on them: there is no certificate to check, and curl falls back to HTTP/1.1.
            default -> {}
        }
    }

    private static long seconds(String text, String option) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= 1e9) {
                return Math.round(seconds * 1e9);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new ConsoleException(
                "curl: option " + option + ": expected a proper numerical parameter\n"
                        + "curl: try 'curl --help' for more information",
                2);
    }
}
