package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.Service.Port;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.ServiceEntry.Endpoint;
import dev.windtunnel.mesh.ServiceEntry.Resolution;
import dev.windtunnel.mesh.WorkloadEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceEntriesTest {

    private static String entry(String fields) {
        return "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a, namespace: shop}\nspec: {"
                + fields + "}\n";
    }

    @Test
    void everyFieldIsRead() {
        Yaml yaml = Yaml.modern(
                entry(
                        """
                hosts: [Api.example.com, "*.b.org"], location: MESH_EXTERNAL, resolution: STATIC, exportTo: ["."],
                addresses: [10.0.0.1, 10.1.0.0/16], subjectAltNames: [x],
                ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}, {number: 443, name: tls, protocol: TLS}],
                endpoints: [{address: 1.1.1.1, ports: {http: 81}, labels: {version: v1}, locality: r/z/s, weight: 5,
                             serviceAccount: sa}, {address: 2.2.2.2}]"""));
        assertEquals("", yaml.paths());
        ServiceEntry read = yaml.mesh().serviceEntries().get(0);
        assertEquals("ServiceEntry/shop/a", read.key().text());
        assertEquals(List.of("api.example.com", "*.b.org"), read.hosts());
        assertEquals(List.of("10.0.0.1", "10.1.0.0/16"), read.addresses());
        assertEquals(Resolution.STATIC, read.resolution());
        assertEquals(List.of("."), read.exportTo());
        assertEquals(
                List.of(
                        new Port("http", 80, 8080, null, "TCP", "http", 0),
                        new Port("tls", 443, 443, null, "TCP", "tls", 0)),
                read.ports());
        assertEquals(
                List.of(
                        new Endpoint("1.1.1.1", Map.of("http", 81), Map.of("version", "v1"), "r/z/s", 5),
                        new Endpoint("2.2.2.2", Map.of(), Map.of(), "", 1)),
                read.endpoints());
        assertEquals("r", read.endpoints().get(0).label("topology.kubernetes.io/region"));
        assertEquals("z", read.endpoints().get(0).label("topology.kubernetes.io/zone"));
    }

    /** Each row is a spec and what is found in it; anything with IST0106 is left out of the mesh. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    hosts: [a.b] |
                    hosts: [a] |
                    hosts: ["*.b"], ports: [{number: 80, name: http}] |
                    hosts: [] | IST0106 spec.hosts
                    resolution: NONE | IST0106 spec.hosts
                    hosts: ["*"] | IST0106 spec.hosts
                    hosts: ["a/b"] | IST0106 spec.hosts
                    hosts: [a.b], addresses: [1.2.3] | IST0106 spec.addresses[0]
                    hosts: [a.b], addresses: [1.2.3.4/33] | IST0106 spec.addresses[0]
                    hosts: [a.b], addresses: [1.2.3.4/16] |
                    hosts: [a.b], addresses: [1.2.3.4/16], resolution: DNS | IST0106 spec.addresses[0]
                    hosts: [a.b], resolution: SOMETIMES | IST0106 spec.resolution
                    hosts: [a.b], location: MOON | IST0106 spec.location
                    hosts: [a.b], ports: [{number: 80}] | IST0106 spec.ports[0].name
                    hosts: [a.b], ports: [{number: 80, name: A}] | IST0106 spec.ports[0].name
                    hosts: [a.b], ports: [{name: http}] | IST0106 spec.ports[0].number
                    hosts: [a.b], ports: [{number: 0, name: http}] | IST0106 spec.ports[0].number
                    hosts: [a.b], ports: [{number: 80, name: a, targetPort: 99999}] | IST0106 spec.ports[0].targetPort
                    hosts: [a.b], ports: [{number: 80, name: a, protocol: SPDY}] | IST0106 spec.ports[0].protocol
                    hosts: [a.b], ports: [{number: 80, name: a}, {number: 80, name: b}] | IST0106 spec.ports[1].number
                    hosts: [a.b], ports: [{number: 80, name: a}, {number: 81, name: a}] | IST0106 spec.ports[1].name
                    hosts: [a.b], endpoints: [{address: 1.1.1.1}] | IST0106 spec.endpoints
                    hosts: [a.b], resolution: STATIC |
                    hosts: [a.b], resolution: STATIC, endpoints: [{address: b.c}] | IST0106 spec.endpoints[0].address
                    hosts: [a.b], resolution: STATIC, endpoints: [{}] | IST0106 spec.endpoints[0].address
                    hosts: [a.b], resolution: STATIC, endpoints: [{network: n}] | WT1002 spec.endpoints[0].network
                    hosts: [a.b], resolution: STATIC, endpoints: [{address: 1.1.1.1, network: n}] | WT1002 spec.endpoints[0].network
                    hosts: [a.b], resolution: STATIC, endpoints: [{address: 1.1.1.1, ports: {http: 80}}] | IST0106 spec.endpoints[0].ports
                    hosts: [a.b], resolution: STATIC, endpoints: [{address: 1.1.1.1, labels: {"a b": c}}] | IST0106 spec.endpoints[0].labels
                    hosts: [a.b], resolution: STATIC, endpoints: [{address: 1.1.1.1, weight: -1}] | IST0106 spec.endpoints[0].weight
                    hosts: [a.b], resolution: STATIC, ports: [{number: 80, name: http}], endpoints: [{address: "unix:///a"}] | WT1002 spec.endpoints[0].address
                    hosts: [a.b], resolution: STATIC, endpoints: [{address: "unix:///a"}] | IST0106 spec.endpoints[0].address, WT1002 spec.endpoints[0].address
                    hosts: [a.b], resolution: DNS, endpoints: [{address: b.c}, {address: 1.1.1.1}] |
                    hosts: [a.b], resolution: DNS, endpoints: [{address: "x:c"}] | IST0106 spec.endpoints[0].address
                    hosts: [a.b], resolution: DNS_ROUND_ROBIN, endpoints: [{address: b.c}, {address: c.d}] | IST0106 spec.endpoints
                    hosts: ["*.b"], resolution: DNS | IST0106 spec.hosts
                    hosts: ["*.b"], resolution: DNS, endpoints: [{address: b.c}] |
                    hosts: ["*.b"], resolution: DYNAMIC_DNS, ports: [{number: 443, name: a, protocol: TLS}] |
                    hosts: ["*.b"], resolution: DYNAMIC_DNS, ports: [{number: 443, name: a, protocol: TCP}] | IST0106 spec.ports
                    hosts: [a.b, c.d], resolution: DNS, ports: [{number: 443, name: a, protocol: TCP}] | IST0106 spec.hosts
                    hosts: [a.b, c.d], resolution: DNS, ports: [{number: 443, name: a, protocol: HTTPS}] |
                    hosts: [a.b, c.d], ports: [{number: 443, name: a, protocol: TCP}] |
                    hosts: [a.b], workloadSelector: {labels: {app: a}} |
                    hosts: [a.b], workloadSelector: {} | IST0133 spec.workloadSelector
                    hosts: [a.b], workloadSelector: {labels: {app: "*"}} | IST0106 spec.workloadSelector.labels, IST0106 spec.workloadSelector.labels
                    hosts: [a.b], resolution: STATIC, workloadSelector: {labels: {a: b}}, endpoints: [{address: 1.1.1.1}] | IST0106 spec.endpoints
                    hosts: [a.b], exportTo: ["~"] |
                    hosts: [a.b], exportTo: ["~", b] | IST0106 spec.exportTo
                    hosts: [a.b], exportTo: [b, b] | IST0106 spec.exportTo
                    hosts: [a.b], host: a | WT1001 spec.host
                    """)
    void entriesAreTakenAsIstiodTakesThem(String fields, String expected) {
        Yaml yaml = Yaml.modern(entry(fields));
        assertEquals(expected == null ? "" : expected, yaml.paths());
        boolean refused = expected != null && expected.startsWith("IST0106");
        assertEquals(refused ? 0 : 1, yaml.mesh().serviceEntries().size());
    }

    @Test
    void labelsOfTheMetadataOfAWorkloadEntryWin() {
        Yaml yaml = Yaml.modern(
                """
                apiVersion: networking.istio.io/v1
                kind: WorkloadEntry
                metadata: {name: vm, labels: {app: a}}
                spec: {address: 10.9.0.1, weight: 3, locality: r/z, ports: {http: 81}, labels: {app: b, tier: c}}
                """);
        assertEquals("", yaml.paths());
        WorkloadEntry read = yaml.mesh().workloadEntries().get(0);
        assertEquals(
                new Endpoint("10.9.0.1", Map.of("http", 81), Map.of("app", "a", "tier", "c"), "r/z", 3),
                read.endpoint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {address: vm.example.com} |
                    {} | IST0106 spec.address
                    {address: "x.y:80"} | IST0106 spec.address
                    {address: "1.1.1.1", ports: {"@": 80}} | IST0106 spec.ports
                    {address: "1.1.1.1", ports: {http: 0}} | IST0106 spec.ports.http
                    {address: "unix:///dir/"} | IST0106 spec.address, WT1002 spec.address
                    {address: "unix://a"} | IST0106 spec.address, WT1002 spec.address
                    {address: "unix://@a", ports: {http: 80}} | IST0106 spec.ports, WT1002 spec.address
                    """)
    void workloadEntriesAreTakenAsIstiodTakesThem(String spec, String expected) {
        Yaml yaml = Yaml.modern(
                "apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: a}\nspec: " + spec + "\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
    }
}
