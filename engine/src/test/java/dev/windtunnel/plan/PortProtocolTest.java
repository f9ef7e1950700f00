package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.mesh.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proxy takes a service port for: the table of Istio's {@code pkg/config/kube/conversion.go}. */
class PortProtocolTest {

    private static Service.Port port(@Nullable String name, @Nullable String appProtocol, int number, String protocol) {
        return new Service.Port(name, number, 0, null, protocol, appProtocol, 0);
    }

    @ParameterizedTest(name = "name {0}, appProtocol {1}, {2}/{3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "http, -, 80, TCP, HTTP",
                "http-test, -, 99, TCP, HTTP",
                "HTTP-web, -, 99, TCP, HTTP",
                "http_proxy, -, 99, TCP, HTTP",
                "http2, -, 99, TCP, HTTP2",
                "http2-x, -, 99, TCP, HTTP2",
                "grpc, -, 99, TCP, HTTP2",
                "grpc-x, -, 99, TCP, HTTP2",
                "GRPC-WEB, -, 99, TCP, HTTP2",
                "grpc-web-x, -, 99, TCP, HTTP2",
                "grpc-webby, -, 99, TCP, HTTP2",
                "https, -, 443, TCP, TLS",
                "https-x, -, 99, TCP, TLS",
                "tls, -, 99, TCP, TLS",
                "tcp, -, 99, TCP, TCP",
                "tcp-web, -, 80, TCP, TCP",
                "mongo, -, 99, TCP, TCP",
                "redis-a, -, 99, TCP, TCP",
                "mysql, -, 99, TCP, TCP",
                "udp, -, 99, TCP, UDP",
                "http, -, 53, UDP, UDP",
                "-, http, 53, UDP, UDP",
                // what stays open is sniffed, and what is sent there is HTTP; ports of server-first protocols are not
                "-, -, 80, TCP, HTTP",
                "httpx, -, 99, TCP, HTTP",
                "web, -, 8080, TCP, HTTP",
                "web-http, -, 99, TCP, HTTP",
                "-, -, 25, TCP, TCP",
                "-, -, 53, TCP, TCP",
                "-, -, 3306, TCP, TCP",
                "-, -, 27017, TCP, TCP",
                "web, -, 3306, TCP, TCP",
                "http, -, 3306, TCP, HTTP",
                "-, -, 5432, TCP, HTTP",
                "-, -, 24, TCP, HTTP",
                "-, -, 26, TCP, HTTP",
                // appProtocol beats the name
                "http, tcp, 99, TCP, TCP",
                "tcp, http, 99, TCP, HTTP",
                "-, kubernetes.io/h2c, 99, TCP, HTTP2",
                "-, kubernetes.io/ws, 99, TCP, HTTP",
                "-, kubernetes.io/wss, 99, TCP, TLS",
                "-, grpc, 99, TCP, HTTP2",
                "-, custom.example/x, 99, TCP, HTTP",
                "tcp, custom, 99, TCP, HTTP",
            })
    void today(
            @Nullable String name, @Nullable String appProtocol, int number, String protocol, PortProtocol expected) {
        assertEquals(expected, PortProtocol.of(port(name, appProtocol, number, protocol)));
    }

    /** Istio 0.1 looks at the name alone, in lower case; everything else is TCP. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "http, TCP, HTTP", "http-x, TCP, HTTP", "HTTP, TCP, TCP", "http2, TCP, HTTP2", "grpc-x, TCP, HTTP2",
                "https, TCP, TCP", "web, TCP, TCP", "-, TCP, TCP", "httpx, TCP, TCP", "http, UDP, UDP",
            })
    void in2017(@Nullable String name, String protocol, PortProtocol expected) {
        assertEquals(expected, PortProtocol.in2017(port(name, "http", 80, protocol)));
        assertEquals(expected == PortProtocol.HTTP || expected == PortProtocol.HTTP2, expected.isHttp());
    }
}
