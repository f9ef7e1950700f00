package dev.windtunnel.plan;

import dev.windtunnel.mesh.Service;
import java.util.List;
import java.util.Locale;

/** What a proxy takes a service port for. */
public enum PortProtocol {
    /** HTTP/1.1, routes apply. */
    HTTP,
    /** HTTP/2 and gRPC, routes apply. */
    HTTP2,
    /** Bytes: only connections are balanced. */
    TCP,
    /** Opaque TLS. */
    TLS,
    /** Not proxied. */
    UDP;

    /** Whether HTTP routes apply. */
    public boolean isHttp() {
        return this == HTTP || this == HTTP2;
    }

    /**
     * The protocol of a port: Kubernetes' protocol, then {@code appProtocol}, then the port name up to its first dash,
     * then the number; what stays open is sniffed, and what this program sends there is HTTP
     * ({@code pkg/config/kube/conversion.go}).
     */
    public static PortProtocol of(Service.Port port) {
        if (port.protocol().equals("UDP")) {
            return UDP;
        }
        String text = port.appProtocol() != null ? port.appProtocol() : port.name() == null ? "" : port.name();
        String lower = text.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "kubernetes.io/h2c":
                return HTTP2;
            case "kubernetes.io/ws":
                return HTTP;
            case "kubernetes.io/wss":
                return TLS;
            default:
                break;
        }
        if (lower.startsWith("grpc-web")) {
            return HTTP2;
        }
        int dash = lower.indexOf('-');
        return switch (dash < 0 ? lower : lower.substring(0, dash)) {
            case "http", "http_proxy" -> HTTP;
            case "http2", "grpc" -> HTTP2;
            case "tcp", "mongo", "redis", "mysql" -> TCP;
            case "https", "tls" -> TLS;
            case "udp" -> UDP;
            default -> isServerFirst(port.port()) ? TCP : HTTP;
        };
    }

    /** Whether nothing says what a port speaks, so that the proxy looks at each connection. */
    public static boolean isSniffed(Service.Port port) {
        String text = port.appProtocol() != null ? port.appProtocol() : port.name() == null ? "" : port.name();
        String lower = text.toLowerCase(Locale.ROOT);
        int dash = lower.indexOf('-');
        return of(port) == HTTP
                && !lower.equals("kubernetes.io/ws")
                && !List.of("http", "http_proxy").contains(dash < 0 ? lower : lower.substring(0, dash));
    }

    private static boolean isServerFirst(int port) {
        return port == 25 || port == 53 || port == 3306 || port == 27017;
    }

    /** The protocol in Istio 0.1: by port name alone, everything else is TCP (istio/pilot 0.1.6 {@code model/service.go}). */
    public static PortProtocol in2017(Service.Port port) {
        if (port.protocol().equals("UDP")) {
            return UDP;
        }
        String name = port.name() == null ? "" : port.name();
        int dash = name.indexOf('-');
        return switch (dash < 0 ? name : name.substring(0, dash)) {
            case "http" -> HTTP;
            case "http2", "grpc" -> HTTP2;
            default -> TCP;
        };
    }
}
