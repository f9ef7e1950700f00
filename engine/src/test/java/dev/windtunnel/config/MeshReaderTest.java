package dev.windtunnel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeshReaderTest {
    private static final String RULE = "type: route-rule\nname: a\nspec: {destination: a.default.svc.cluster.local}\n";
    private static final String MODERN =
            "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}, spec: {hosts: [a], http: [{route: [{destination: {host: b}}]}]}}\n";

    @Test
    void rulesOf2017UnderAModernProfileAreErrorsThatSayConvert() {
        Yaml yaml = Yaml.modern(
                RULE + "---\n{apiVersion: config.istio.io/v1alpha2, kind: RouteRule, metadata: {name: b}}\n");
        assertEquals("WT0030 a.yaml:1\nWT0030 a.yaml:5", yaml.rows());
        yaml.list().forEach(one -> assertTrue(String.valueOf(one.fix()).contains("windtunnel convert")));
        assertEquals(List.of(), yaml.mesh().routeRules());
    }

    @Test
    void modernObjectsIn2017AreLeftOutWithAWarning() {
        Yaml yaml = Yaml.of2017(MODERN + "---\n" + RULE);
        assertEquals("WT0031 a.yaml:1", yaml.rows());
        assertEquals(0, yaml.mesh().virtualServices().size());
        assertEquals(1, yaml.mesh().routeRules().size());
    }

    @Test
    void kindsThatAreNotSimulatedAreCounted() {
        Yaml yaml = Yaml.modern(
                """
                {apiVersion: v1, kind: PersistentVolume, metadata: {name: a}}
                ---
                {apiVersion: v1, kind: PersistentVolume, metadata: {name: b}}
                ---
                {apiVersion: appmesh.k8s.aws/v1beta2, kind: VirtualService, metadata: {name: c}}
                """);
        assertEquals(
                List.of(
                        "2 objects of kind PersistentVolume are not simulated",
                        "1 object of kind VirtualService (appmesh.k8s.aws) is not simulated"),
                yaml.messages("WT1000"));
        assertEquals(
                Map.of("PersistentVolume", 2, "VirtualService", 1),
                MeshReader.ignoredKinds(yaml.store(), Profile.ISTIO_1_30));
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Service, 1web, IST0106 metadata.name", "v1, Service, web.a, IST0106 metadata.name",
        "v1, Pod, web.a, IST0106 spec.containers", "v1, Pod, Web, 'IST0106 spec.containers, IST0106 metadata.name'",
        "v1, Namespace, a.b, IST0106 metadata.name", "v1, Node, a.b, ''",
        "networking.istio.io/v2, DestinationRule, a, 'IST0106 spec.host, IST0106 apiVersion'"
    })
    void namesAndVersionsAreThoseOfTheApiServer(String version, String kind, String name, String expected) {
        Yaml yaml = Yaml.modern("{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: " + name
                + "}, spec: {ports: [{port: 80}]}}");
        String found = yaml.paths().replace("WT1001 spec.ports", "").replaceAll("(, )?$|^, ", "");
        assertEquals(expected, found);
    }

    @Test
    void orderIsThatOfCreation() {
        Yaml yaml = Yaml.modern(
                """
                {apiVersion: v1, kind: Service, metadata: {name: b}, spec: {ports: [{port: 1}]}}
                ---
                {apiVersion: v1, kind: Service, metadata: {name: a, creationTimestamp: "2020-01-01T00:00:00Z"}, spec: {ports: [{port: 1}]}}
                """);
        assertEquals(
                List.of("a", "b"),
                yaml.mesh().services().stream().map(Service::name).toList());
        assertEquals(
                List.of(0, 1),
                yaml.mesh().services().stream().map(Service::creationOrder).toList());
    }

    @Test
    void acceptsSaysWhatTheClusterWouldSay() {
        Findings findings = new Findings();
        KubeObject good = Manifests.objects(YamlReader.read("a.yaml", MODERN, findings), "default", findings)
                .get(0);
        KubeObject bad = Manifests.objects(
                        YamlReader.read(
                                "a.yaml", MODERN.replace("[{route: [{destination: {host: b}}]}]", "[{}]"), findings),
                        "default",
                        findings)
                .get(0);
        assertTrue(MeshReader.accepts(good, Profile.ISTIO_1_30, false, findings));
        assertTrue(findings.isEmpty());
        assertFalse(MeshReader.accepts(bad, Profile.ISTIO_1_30, false, findings));
        assertEquals(1, findings.size());
    }

    @Test
    void refusedObjectsChangeNothing() {
        Yaml yaml = Yaml.modern(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {mesh: "connectTimeout: 1s\\noutboundTrafficPolicy: {mode: SOME}"}
                """);
        assertEquals("IST0106 a.yaml:4", yaml.rows());
        assertEquals(MeshConfig.DEFAULT, yaml.mesh().meshConfig());
    }

    @Test
    void aMisspeltTypeOf2017NamesTheOneThatIsMeant() {
        Yaml yaml = Yaml.of2017("type: destination-polcy\nname: p\nspec: {}\n");
        assertEquals(List.of("1 object of kind destination-polcy is not simulated"), yaml.messages("WT1000"));
        assertEquals("did you mean destination-policy?", yaml.list().get(0).fix());
    }

    @Test
    void aSpecOfTheWrongTypeIsOneMistake() {
        assertEquals(
                "IST0106 spec",
                Yaml.of2017("type: destination-policy\nname: p\nspec: 3\n").paths());
        assertEquals(
                "IST0106 spec",
                Yaml.modern("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: 3}")
                        .paths());
    }

    /** A kind that is like one of its API group is a slip; one that there is, or that is like none, is not simulated. */
    @ParameterizedTest
    @CsvSource({
        "networking.istio.io/v1, DestinationRules, did you mean DestinationRule?",
        "networking.istio.io/v1, virtualservice, did you mean VirtualService?",
        "apps/v1, Deploymnet, did you mean Deployment?",
        "networking.istio.io/v1, Sidecar, ",
        "networking.istio.io/v1, ProxyConfig, ",
        "networking.istio.io/v1, WorkloadGroup, ",
        "v1, Secret, ",
        "v1, ServiceAccount, ",
        "v1, Endpoints, ",
        "example.org/v1, DestinationRules, ",
    })
    void aSlipInAKindIsAWarning(String version, String kind, String fix) {
        Finding finding = Yaml.modern(
                        "{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: a}, spec: {}}")
                .list()
                .get(0);
        assertEquals("WT1000", finding.code());
        assertEquals(fix, finding.fix());
        assertEquals(fix == null ? Level.INFO : Level.WARNING, finding.level());
    }
}
