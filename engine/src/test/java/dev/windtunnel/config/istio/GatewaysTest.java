package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.Gateway.Server;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaysTest {

    private static Yaml read(String servers) {
        return Yaml.modern("apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g, namespace: shop}\n"
                + "spec: {selector: {istio: ingressgateway}, servers: [" + servers + "]}\n");
    }

    @Test
    void everyServerOfPlainHttpIsRead() {
        Yaml yaml = read("{port: {number: 80, name: http, protocol: HTTP}, hosts: [A.org, ./b.org, 'ns/*.c.org']}, "
                + "{port: {number: 81, name: old, protocol: HTTP}, hosts: ['*'], tls: {httpsRedirect: true}}");
        assertEquals("", yaml.paths());
        Gateway gateway = yaml.mesh().gateways().get(0);
        assertEquals("shop/g", gateway.fullName());
        assertEquals(Map.of("istio", "ingressgateway"), gateway.selector());
        assertEquals(
                List.of(
                        new Server(80, List.of("a.org", "./b.org", "ns/*.c.org"), false, false),
                        new Server(81, List.of("*"), true, false)),
                gateway.servers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    | IST0106 spec.servers
                    {port: {number: 80, protocol: HTTP}} | IST0106 spec.servers[0].hosts
                    {port: {number: 80, protocol: HTTP}, hosts: [a]} | IST0106 spec.servers[0].hosts[0]
                    {port: {number: 80, protocol: HTTP}, hosts: [a.*.b]} | IST0106 spec.servers[0].hosts[0]
                    {port: {number: 80, protocol: HTTP}, hosts: ["A_/b.c"]} | IST0106 spec.servers[0].hosts[0]
                    {port: {number: 80, protocol: HTTP}, hosts: ["*/b.c"]} |
                    {port: {number: 80, protocol: HTTP}, hosts: [a.b, "/x", "c.d"]} | IST0106 spec.servers[0].hosts[1]
                    {port: {number: 80, protocol: HTTP}, hosts: "*"} | IST0106 spec.servers[0].hosts
                    {hosts: [a.b]} | IST0106 spec.servers[0].port
                    {port: 80, hosts: [a.b]} | IST0106 spec.servers[0].port
                    {port: {number: 80, name: h, protocol: HTTP}, hosts: [a.b]}, {port: {number: 81, name: h, protocol: HTTP}, hosts: [a.c]} | IST0106 spec.servers[1].port.name
                    {port: {number: 80, name: h, protocol: HTTP}, hosts: [a.b]}, {port: {number: 80, name: i, protocol: HTTP}, hosts: [a.c]} |
                    {port: {number: 443, protocol: HTTPS}, hosts: [a.b], tls: {mode: SIMPLE, credentialName: 5, minProtocolVersion: TLSV9, cipherSuites: x}} | IST0106 spec.servers[0].tls.minProtocolVersion, IST0106 spec.servers[0].tls.cipherSuites, IST0106 spec.servers[0].tls.credentialName
                    {port: {number: 443, protocol: HTTPS}, hosts: [a.b], tls: {mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_2, maxProtocolVersion: TLSV1_3, cipherSuites: [ECDHE-RSA-AES256-GCM-SHA384]}} |
                    {port: {number: 99999, protocol: HTTP}, hosts: [a.b]} | IST0106 spec.servers[0].port.number
                    {port: {number: 80}, hosts: [a.b]} | IST0106 spec.servers[0].port.protocol
                    {port: {number: 80, protocol: HTTP}, hosts: [a.b], tls: {mode: SIMPLE}} | IST0106 spec.servers[0].tls, IST0106 spec.servers[0].tls.serverCertificate, IST0106 spec.servers[0].tls.privateKey
                    {port: {number: 443, protocol: HTTPS}, hosts: [a.b]} | IST0106 spec.servers[0].tls
                    {port: {number: 443, protocol: HTTPS}, hosts: [a.b], tls: {mode: SIMPLE, credentialName: c}} |
                    {port: {number: 443, protocol: HTTPS}, hosts: [a.b], tls: {mode: PASSTHROUGH}} |
                    {port: {number: 443, protocol: TLS}, hosts: [a.b], tls: {mode: AUTO_PASSTHROUGH}} | WT1002 spec.servers[0].port.protocol
                    {port: {number: 443, protocol: TLS}, hosts: [a.b], tls: {mode: SIMPLE, credentialName: c}} |
                    {port: {number: 31400, protocol: TCP}, hosts: [a.b]} |
                    {port: {number: 31400, protocol: HBONE}, hosts: [a.b]} | WT1002 spec.servers[0].port.protocol
                    {port: {number: 31400, protocol: TCP}, hosts: [a.b], tls: {mode: PASSTHROUGH}} | IST0106 spec.servers[0].tls
                    {port: {number: 31400, protocol: MYSQL}, hosts: [a.b], tls: {httpsRedirect: true}} | IST0106 spec.servers[0].tls
                    {port: {number: 443, protocol: HTTPS}, hosts: [a.b], tls: {mode: MUTUAL, serverCertificate: a, privateKey: b}} | IST0106 spec.servers[0].tls.caCertificates
                    {port: {number: 80, protocol: HTTP}, hosts: [a.b], bind: 10.0.0.1} | WT1002 spec.servers[0].bind
                    {port: {number: 80, protocol: HTTP}, hosts: [a.b], bind: a.b} | IST0106 spec.servers[0].bind, WT1002 spec.servers[0].bind
                    """)
    void serversAreTakenAsIstiodTakesThem(String servers, String expected) {
        assertEquals(
                expected == null ? "" : expected,
                read(servers == null ? "" : servers).paths());
    }
}
