package dev.windtunnel.config.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Service.Port;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesTest {
    @Test
    void portsAndSelectorAreRead() {
        Yaml yaml = Yaml.modern(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop, labels: {a: b}, annotations: {c: d}}
                spec:
                  type: NodePort
                  clusterIP: 10.0.0.5
                  selector: {app: web}
                  ports:
                    - {name: http, port: 80, targetPort: 8080, nodePort: 30080}
                    - {name: named, port: 81, targetPort: web}
                    - {name: same, port: 82, protocol: UDP, appProtocol: kubernetes.io/h2c}
                """);
        assertEquals("", yaml.paths());
        Service web = yaml.mesh().services().get(0);
        assertEquals("web.shop.svc.cluster.local", web.fullName());
        assertEquals(Map.of("app", "web"), web.selector());
        assertEquals("NodePort", web.type());
        assertEquals("10.0.0.5", web.clusterIp());
        assertEquals(
                List.of(
                        new Port("http", 80, 8080, null, "TCP", null, 30080),
                        new Port("named", 81, 0, "web", "TCP", null, 0),
                        new Port("same", 82, 82, null, "UDP", "kubernetes.io/h2c", 0)),
                web.ports());
        assertEquals(7, web.origin().lineOf("selector"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {ports: [{port: 80}]} |
                    {} | IST0106 spec.ports
                    {clusterIP: None} |
                    {ports: [{port: 0}]} | IST0106 spec.ports[0].port
                    {ports: [{port: "80"}]} | IST0106 spec.ports[0].port
                    {ports: [{name: a}]} | IST0106 spec.ports[0].port
                    {ports: [{port: 80}, {port: 81}]} | IST0106 spec.ports[0].name, IST0106 spec.ports[1].name
                    {ports: [{name: a, port: 80}, {name: a, port: 81}]} | IST0106 spec.ports[1].name
                    {ports: [{name: a, port: 80}, {name: b, port: 80}]} | IST0106 spec.ports[1].port
                    {ports: [{name: a, port: 80}, {name: b, port: 80, protocol: UDP}]} |
                    {ports: [{port: 80, protocol: HTTP}]} | IST0106 spec.ports[0].protocol
                    {ports: [{port: 80, targetPort: 99999}]} | IST0106 spec.ports[0].targetPort
                    {type: ExternalName, externalName: example.org} |
                    {type: ExternalName} | IST0106 spec.externalName
                    {type: Public, ports: [{port: 80}]} | IST0106 spec.type
                    {ports: [{port: 80}], sessionAffinity: None, internalTrafficPolicy: Cluster, publishNotReadyAddresses: false} |
                    {ports: [{port: 80}], sessionAffinity: ClientIP} | WT1002 spec.sessionAffinity
                    {ports: [{port: 80}], trafficDistribution: PreferClose} |
                    {ports: [{port: 80}], trafficDistribution: Near} | IST0106 spec.trafficDistribution
                    {ports: [{port: 80}], selecter: {app: a}} | WT1001 spec.selecter
                    """)
    void servicesAreTakenAsTheApiServerTakesThem(String spec, String expected) {
        Yaml yaml = Yaml.modern("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: " + spec + "\n");
        assertEquals(expected == null ? "" : expected, yaml.paths());
        boolean refused = expected != null && expected.contains("IST0106");
        assertEquals(refused ? 0 : 1, yaml.mesh().services().size());
    }
}
