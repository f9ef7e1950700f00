package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.RequestHead;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes request heads from urls. */
public final class RequestHeads {

    private RequestHeads() {}

    /**
     * The head of a request to an absolute url.
     *
     * @param headers header values by name, any case; {@code host} sets the authority
     * @throws IllegalArgumentException when the url has no host or a port that is none
     */
    public static RequestHead of(String method, String url, Map<String, String> headers, long bytes) {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "http" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        String rest = schemeEnd < 0 ? url : url.substring(schemeEnd + 3);
        int end = rest.length();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                end = i;
                break;
            }
        }
        String authority = rest.substring(0, end);
        String target = rest.substring(end);
        int fragment = target.indexOf('#');
        target = fragment < 0 ? target : target.substring(0, fragment);
        int at = authority.lastIndexOf('@');
        authority = authority.substring(at + 1);
        String host = RequestHead.withoutPort(authority);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the url " + url + " has no host");
        }
        int port = scheme.equals("https") ? 443 : 80;
        if (host.length() < authority.length()) {
            String text = authority.substring(host.length() + 1);
            try {
                port = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                port = -1;
            }
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("the url " + url + " has no usable port: " + text);
            }
        }
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? null : target.substring(mark + 1);
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        String hostHeader = lower.remove("host");
        return new RequestHead(
                method,
                scheme,
                hostHeader != null ? hostHeader : authority,
                host.toLowerCase(Locale.ROOT),
                port,
                path.isEmpty() ? "/" : path,
                query,
                lower,
                bytes);
    }
}
