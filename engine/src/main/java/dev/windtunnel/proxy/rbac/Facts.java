package dev.windtunnel.proxy.rbac;

import dev.windtunnel.proxy.jwt.Token;
import dev.windtunnel.proxy.route.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy knows of a request, or of a connection, that asks for its app.
 *
 * @param head the request; null for a connection of bytes
 * @param principal who the caller has proved to be by mutual TLS, {@code cluster.local/ns/x/sa/y}; null for nobody
 * @param token the token of the request that was taken; null for none
 * @param sourceIp address at the other end of the connection
 * @param destinationIp address of the app's pod
 * @param destinationPort port of the app's pod
 */
public record Facts(
        @Nullable RequestHead head,
        @Nullable String principal,
        @Nullable Token token,
        String sourceIp,
        String destinationIp,
        int destinationPort) {

    /** Where the request came from at first, as its last proxy saw it. */
    public String remoteIp() {
        String forwarded = head == null ? null : head.headers().get("x-forwarded-for");
        return forwarded == null
                ? sourceIp
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    /** The namespace of the principal; null without one. */
    public @Nullable String namespace() {
        return part(2);
    }

    /** The service account of the principal; null without one. */
    public @Nullable String serviceAccount() {
        return part(4);
    }

    private @Nullable String part(int index) {
        String[] parts = principal == null ? new String[0] : principal.split("/", -1);
        return parts.length == 5 ? parts[index] : null;
    }
}
