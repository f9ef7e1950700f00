package dev.windtunnel.proxy.route;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;

/** The Location of a redirect ({@code RouteEntryImplBase::newUri}, measured on Envoy 1.40: case route-actions). */
public final class Redirects {

    private Redirects() {}

    /** The absolute address that a redirect names. */
    public static String location(RequestHead request, HttpMatch match, HttpRoute.Redirect redirect) {
        String scheme = redirect.scheme() != null ? redirect.scheme() : request.scheme();
        String host = redirect.authority() != null ? redirect.authority() : request.authority();
        int port = redirect.port() != null ? redirect.port() : 0;
        if ("FROM_REQUEST_PORT".equals(redirect.derivePort())) {
            port = request.port();
        } else if ("FROM_PROTOCOL_DEFAULT".equals(redirect.derivePort())) {
            host = RequestHead.withoutPort(host);
        }
        if (port != 0) {
            host = RequestHead.withoutPort(host) + ":" + port;
        }
        if (scheme.equals("http") && host.endsWith(":80") || scheme.equals("https") && host.endsWith(":443")) {
            host = RequestHead.withoutPort(host);
        }
        String path = request.path();
        if (redirect.uri() != null) {
            path = redirect.uri();
        } else if (redirect.prefixRewrite() != null) {
            path = Rewriter.replaceMatched(path, match, redirect.prefixRewrite());
        }
        String query = request.query() == null || path.indexOf('?') >= 0 ? "" : "?" + request.query();
        return scheme + "://" + host + path + query;
    }
}
