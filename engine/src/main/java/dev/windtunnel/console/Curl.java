package dev.windtunnel.console;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.simulation.RequestHeads;
import dev.windtunnel.simulation.RequestOutcome;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.Run.PodView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A virtual curl inside a pod: one process, whose connections nobody else uses. */
public final class Curl {

    private static final int RESOLVE = 6;
    private static final int CONNECT = 7;
    private static final int PARTIAL = 18;
    private static final int HTTP_ERROR = 22;
    private static final int WRITE = 23;
    private static final int TIMEOUT = 28;
    private static final int REDIRECTS = 47;
    private static final int TLS = 35;
    private static final int EMPTY = 52;
    private static final int RECEIVE = 56;
    private static final int MAX_REDIRECTS = 50;
    private static final long LONGEST_WAIT_NANOS = 600_000_000_000L;
    private static final List<Integer> TRANSIENT = List.of(408, 429, 500, 502, 503, 504);

    private final Run run;
    private final PodView pod;
    private final PodFiles files;
    private final CurlOptions options;
    private final boolean is2017;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    /** Cookies by name, in the order in which they came. */
    private final Map<String, String> cookies = new LinkedHashMap<>();

    private String cookieHost = "";
    private long startNanos;
    private @Nullable RequestOutcome outcome;
    private @Nullable HttpAnswer answer;
    private int redirects;
    private int connects;
    private long redirectNanos;
    private String url = "";
    private String usedMethod = "GET";
    private String message = "";

    private Curl(Run run, PodView pod, PodFiles files, CurlOptions options) {
        this.run = run;
        this.pod = pod;
        this.files = files;
        this.options = options;
        this.is2017 = run.plan().era().is2017();
    }

    /**
     * Runs curl in a pod, and the clock as long as it takes.
     *
     * @param files what {@code -o} and {@code -c} write, and {@code @FILE} and {@code -b} read
     * @param arguments the words behind {@code curl}
     * @return what it prints, and its own exit status
     */
    public static Output run(Run run, PodView pod, PodFiles files, List<String> arguments) {
        try {
            Curl curl = new Curl(run, pod, files, CurlOptions.parse(arguments));
            int exit = curl.transfers();
            return new Output(curl.out.toString(), curl.err.toString(), exit);
        } catch (ConsoleException e) {
            return e.output();
        }
    }

    private int transfers() {
        readCookies();
        int exit = 0;
        for (String each : options.urls) {
            exit = withRetries(each);
        }
        writeCookies();
        return exit;
    }

    private int withRetries(String wanted) {
        long wait = 1_000_000_000L;
        for (int left = options.retries; ; left--) {
            int exit = transfer(wanted);
            boolean transientError = exit == TIMEOUT
                    || exit == RESOLVE
                    || (exit == 0 || exit == HTTP_ERROR) && answer != null && TRANSIENT.contains(answer.status());
            if (left <= 0 || !transientError) {
                return exit;
            }
            if (!options.silent || options.showError) {
                err.append("Warning: Problem: ")
                        .append(exit == TIMEOUT ? "timeout" : exit == RESOLVE ? "could not resolve" : "HTTP error")
                        .append(". Will retry in ")
                        .append(wait / 1_000_000_000L)
                        .append(wait == 1_000_000_000L ? " second. " : " seconds. ")
                        .append(left)
                        .append(left == 1 ? " retry left.\n" : " retries left.\n");
            }
            run.advanceTo(run.nowNanos() + wait);
            wait = Math.min(LONGEST_WAIT_NANOS, 2 * wait);
        }
    }

    // ---------------------------------------------------------------- one transfer

    private int transfer(String wanted) {
        startNanos = run.nowNanos();
        outcome = null;
        answer = null;
        redirects = 0;
        connects = 0;
        redirectNanos = 0;
        message = "";
        url = wanted.contains("://") ? wanted : "http://" + wanted;
        usedMethod = options.method != null
                ? options.method
                : options.head ? "HEAD" : options.data.isEmpty() ? "GET" : "POST";
        StringBuilder page = new StringBuilder();
        int exit = follow(page);
        exit = deliver(page.toString(), exit);
        if (exit != 0 && (!options.silent || options.showError)) {
            err.append("curl: (").append(exit).append(") ").append(message).append('\n');
        }
        String format = options.writeOut;
        if (format != null) {
            if (format.startsWith("@")) {
                format = text(format.substring(1), "--write-out");
            }
            out.append(WriteOut.render(format, variables(exit), err));
        }
        return exit;
    }

    private int follow(StringBuilder page) {
        boolean withBody = !options.data.isEmpty();
        while (true) {
            int exit = request(withBody);
            HttpAnswer got = answer;
            if (got == null) {
                return exit;
            }
            String location = got.headers().get("location");
            boolean redirect = options.location && got.status() >= 300 && got.status() < 400 && location != null;
            if (options.include || options.head) {
                page.append(got.head("")).append('\n');
            }
            if (exit != 0 && !(options.fail && got.status() >= 400)) {
                return exit; // what had come before is there
            }
            if (options.fail && got.status() >= 400) {
                message = "The requested URL returned error: " + got.status()
                        + (is2017 ? " " + HttpAnswer.reason(got.status()) : "");
                return HTTP_ERROR;
            }
            if (!redirect || location == null) {
                page.append(got.body());
                return 0;
            }
            if (redirects == MAX_REDIRECTS) {
                message = "Maximum (" + MAX_REDIRECTS + ") redirects followed";
                return REDIRECTS;
            }
            redirects++;
            redirectNanos = run.nowNanos() - startNanos;
            boolean toGet =
                    got.status() == 303 || (got.status() == 301 || got.status() == 302) && usedMethod.equals("POST");
            if (toGet && options.method == null && !usedMethod.equals("HEAD")) {
                usedMethod = "GET";
                withBody = false;
            }
            url = absolute(location, url);
        }
    }

    private static String absolute(String location, String base) {
        if (location.contains("://")) {
            return location;
        }
        int host = base.indexOf("://") + 3;
        int path = base.indexOf('/', host);
        String root = path < 0 ? base : base.substring(0, path);
        if (location.startsWith("/")) {
            return root + location;
        }
        int end = base.lastIndexOf('/');
        return (end < host ? base + "/" : base.substring(0, end + 1)) + location;
    }

    private int request(boolean withBody) {
        String body = withBody ? body() : "";
        RequestHead head = head(body, withBody);
        String scheme = head.scheme();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            message = "Protocol \"" + scheme + "\" not supported";
            return 1;
        }
        if (options.verbose) {
            err.append("* Trying ")
                    .append(address(head))
                    .append(':')
                    .append(head.port())
                    .append("...\n");
        }
        long before = run.nowNanos() - startNanos;
        if (options.maxTimeNanos > 0 && before >= options.maxTimeNanos) {
            return timedOut(before);
        }
        long patience = options.maxTimeNanos > 0 ? options.maxTimeNanos - before : 0;
        RequestOutcome got = run.request(pod.id(), head, patience, options.connectTimeoutNanos);
        outcome = got;
        answer = null;
        boolean connected = got.connectedNanos() >= 0;
        connects += connected ? 1 : 0;
        if (options.verbose && connected) {
            err.append("* Connected to ")
                    .append(head.dialled())
                    .append(" (")
                    .append(address(head))
                    .append(") port ")
                    .append(head.port())
                    .append('\n');
            err.append("> ")
                    .append(head.method())
                    .append(' ')
                    .append(head.target())
                    .append(" HTTP/1.1\n> host: ")
                    .append(head.authority())
                    .append('\n');
            head.headers().forEach((name, value) -> err.append("> ")
                    .append(name)
                    .append(": ")
                    .append(value)
                    .append('\n'));
            err.append(">\n");
        }
        if (got.cutOff()) {
            received(got, head);
        }
        if (!got.answered()) {
            return failed(got, head);
        }
        received(got, head);
        if (got.code() == HttpAnswer.SWITCHING_PROTOCOLS && options.maxTimeNanos == 0) {
            err.append(
                    "windtunnel: the websocket is open and curl would wait for its end: closed here, -m keeps it open\n");
        }
        return 0;
    }

    /** The head of an answer is there. */
    private void received(RequestOutcome got, RequestHead head) {
        HttpAnswer received = HttpAnswer.of(got, run.pods(), head.method(), is2017);
        answer = received;
        if (options.verbose) {
            err.append(received.head("< ")).append("<\n");
        }
        keepCookie(received.headers().get("set-cookie"), head.dialled());
    }

    private int failed(RequestOutcome got, RequestHead head) {
        long millis = (got.endNanos() - startNanos) / 1_000_000L;
        switch (got.failure()) {
            case "dns" -> {
                message = "Could not resolve host: " + head.dialled();
                return RESOLVE;
            }
            case "connect-refused" -> {
                message = is2017
                        ? "Failed to connect to " + head.dialled() + " port " + head.port() + ": Connection refused"
                        : "Failed to connect to " + head.dialled() + " port " + head.port() + " after " + millis
                                + " ms: Could not connect to server";
                return CONNECT;
            }
            case "connect-timeout" -> {
                message = is2017
                        ? "Connection timed out after " + millis + " milliseconds"
                        : "Failed to connect to " + head.dialled() + " port " + head.port() + " after " + millis
                                + " ms: Timeout was reached";
                return TIMEOUT;
            }
            case "timeout" -> {
                return timedOut(got.endNanos() - startNanos);
            }
            case "empty-reply" -> {
                if (head.scheme().equals("https")) {
                    message = is2017
                            ? "error:140770FC:SSL routines:SSL23_GET_SERVER_HELLO:unknown protocol"
                            : "TLS connect error: error:0A00010B:SSL routines::wrong version number";
                    return TLS;
                }
                message = "Empty reply from server";
                return EMPTY;
            }
            case "reset" -> {
                message = got.cutOff()
                        ? "transfer closed with outstanding read data remaining"
                        : "Recv failure: Connection reset by peer";
                return got.cutOff() ? PARTIAL : RECEIVE;
            }
            default -> {
                message = "Recv failure: Connection reset by peer";
                return RECEIVE;
            }
        }
    }

    private int timedOut(long nanos) {
        message = "Operation timed out after " + nanos / 1_000_000L + " milliseconds with 0 "
                + (is2017 ? "out of 0 bytes received" : "bytes received");
        return TIMEOUT;
    }

    private int deliver(String page, int exit) {
        String file = options.output;
        if (file == null || file.equals("-")) {
            out.append(page);
            return exit;
        }
        try {
            files.write(pod, file, page.getBytes(StandardCharsets.UTF_8));
            return exit;
        } catch (IOException e) {
            if (exit == 0) {
                message = "Failure writing output to destination";
            }
            return exit == 0 ? WRITE : exit;
        }
    }

    // ---------------------------------------------------------------- the request

    private RequestHead head(String body, boolean withBody) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", is2017 ? "curl/7.52.1" : "curl/8.14.1");
        headers.put("accept", "*/*");
        if (withBody) {
            headers.put("content-type", "application/x-www-form-urlencoded");
            headers.put("content-length", String.valueOf(body.getBytes(StandardCharsets.UTF_8).length));
        }
        String cookie = cookieHeader();
        if (!cookie.isEmpty()) {
            headers.put("cookie", cookie);
        }
        for (String header : options.headers) {
            int colon = header.indexOf(':');
            if (colon > 0) {
                String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                String value = header.substring(colon + 1).strip();
                if (value.isEmpty()) {
                    headers.remove(name); // "-H Accept:" takes a header away
                } else {
                    headers.put(name, value);
                }
            } else if (header.endsWith(";")) {
                headers.put(header.substring(0, header.length() - 1).strip().toLowerCase(Locale.ROOT), "");
            }
        }
        RequestHead head;
        try {
            head = RequestHeads.of(usedMethod, url, headers, body.getBytes(StandardCharsets.UTF_8).length);
        } catch (IllegalArgumentException e) {
            throw new ConsoleException("curl: (3) URL rejected: " + e.getMessage(), 3);
        }
        for (String entry : options.resolve) {
            String[] parts = entry.split(":", 3);
            if (parts.length == 3
                    && parts[0].equalsIgnoreCase(head.dialled())
                    && parts[1].equals(String.valueOf(head.port()))) {
                head = new RequestHead(
                        head.method(),
                        head.scheme(),
                        head.authority(),
                        parts[2],
                        head.port(),
                        head.path(),
                        head.query(),
                        head.headers(),
                        head.bytes());
            }
        }
        return head;
    }

    private String body() {
        StringBuilder body = new StringBuilder();
        for (String data : options.data) {
            String part = data.startsWith("\0")
                    ? data.substring(1)
                    : data.startsWith("@") ? text(data.substring(1), "--data").replace("\n", "") : data;
            body.append(body.length() == 0 ? "" : "&").append(part);
        }
        return body.toString();
    }

    private String text(String file, String option) {
        try {
            return new String(files.read(pod, file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConsoleException(
                    "curl: option " + option + ": error encountered when reading a file: " + file, 26);
        }
    }

    private String address(RequestHead head) {
        String host = head.dialled();
        if (host.equals("localhost")) {
            return "127.0.0.1";
        }
        Service service = run.plan().directory().lookUp(host, pod.namespace());
        String address = service == null ? null : run.plan().directory().address(service);
        if (address != null) {
            return address;
        }
        RequestOutcome last = outcome;
        boolean isAddress = host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        return !isAddress && last != null && last.answeringPod() >= 0
                ? run.pods().get(last.answeringPod()).ip()
                : host;
    }

    // ---------------------------------------------------------------- cookies

    private void readCookies() {
        String given = options.cookie;
        if (given == null) {
            return;
        }
        if (given.indexOf('=') >= 0) {
            for (String pair : given.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip());
                }
            }
            return;
        }
        try {
            for (String line : new String(files.read(pod, given), StandardCharsets.UTF_8).split("\n")) {
                String[] fields = line.split("\t");
                if (fields.length == 7 && (!line.startsWith("#") || line.startsWith("#HttpOnly_"))) {
                    cookies.put(fields[5], fields[6].strip());
                }
            }
        } catch (IOException e) {
            // As with curl: a file that is not there only switches cookies on.
        }
    }

    /** Cookies are only kept for later requests when curl was told about cookies at all. */
    private void keepCookie(@Nullable String setCookie, String host) {
        if (setCookie == null || options.cookie == null && options.cookieJar == null) {
            return;
        }
        String pair = setCookie.split(";")[0];
        int equals = pair.indexOf('=');
        if (equals > 0) {
            cookieHost = host;
            cookies.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
    }

    private String cookieHeader() {
        StringBuilder header = new StringBuilder();
        cookies.forEach((name, value) -> header.append(header.length() == 0 ? "" : "; ")
                .append(name)
                .append('=')
                .append(value));
        return header.toString();
    }

    private void writeCookies() {
        String jar = options.cookieJar;
        if (jar == null) {
            return;
        }
        StringBuilder text = new StringBuilder("# Netscape HTTP Cookie File\n\n");
        cookies.forEach((name, value) -> text.append(cookieHost)
                .append("\tFALSE\t/\tFALSE\t0\t")
                .append(name)
                .append('\t')
                .append(value)
                .append('\n'));
        if (jar.equals("-")) {
            out.append(text);
            return;
        }
        try {
            files.write(pod, jar, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            err.append("curl: failed to save cookies in ").append(jar).append('\n');
        }
    }

    // ---------------------------------------------------------------- -w

    private Map<String, String> variables(int exit) {
        Map<String, String> values = new LinkedHashMap<>();
        RequestOutcome last = outcome;
        HttpAnswer got = answer;
        String code = got == null ? "000" : String.valueOf(got.status());
        boolean connected = last != null && last.connectedNanos() >= 0;
        values.put("http_code", code);
        values.put("response_code", code);
        values.put(
                "time_namelookup",
                WriteOut.seconds(last == null ? 0 : last.startNanos() + last.lookupNanos() - startNanos));
        values.put(
                "time_connect", WriteOut.seconds(last != null && connected ? last.connectedNanos() - startNanos : 0));
        values.put("time_appconnect", WriteOut.seconds(0));
        values.put(
                "time_pretransfer",
                WriteOut.seconds(last != null && connected ? last.connectedNanos() - startNanos : 0));
        values.put("time_redirect", WriteOut.seconds(redirectNanos));
        values.put(
                "time_starttransfer",
                WriteOut.seconds(last != null && got != null ? last.headNanos() - startNanos : 0));
        values.put("time_total", WriteOut.seconds(last == null ? 0 : last.endNanos() - startNanos));
        values.put("size_download", String.valueOf(got == null || exit == HTTP_ERROR ? 0 : got.size()));
        values.put("content_type", got == null ? "" : got.headers().getOrDefault("content-type", ""));
        values.put("num_connects", String.valueOf(connects));
        values.put("num_redirects", String.valueOf(redirects));
        values.put("url_effective", url);
        values.put("method", usedMethod);
        values.put("exitcode", String.valueOf(exit));
        values.put("errormsg", exit == 0 ? "" : message);
        String address = "";
        if (connected) {
            try {
                address = address(head("", false));
            } catch (ConsoleException e) {
                address = "";
            }
        }
        values.put("remote_ip", address);
        return values;
    }
}
