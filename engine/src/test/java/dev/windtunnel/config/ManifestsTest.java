package dev.windtunnel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    private final Findings findings = new Findings();

    private List<String> keys(String yaml) {
        return Manifests.objects(YamlReader.read("m/a.yaml", yaml, findings), "shop", findings).stream()
                .map(object -> object.key().text())
                .toList();
    }

    @Test
    void namespaceIsFilledInWhereAKindHasOne() {
        assertEquals(
                List.of("Service/shop/web", "Service/prod/web", "Namespace/prod", "PersistentVolume/disk"),
                keys(
                        """
                        {apiVersion: v1, kind: Service, metadata: {name: web}}
                        ---
                        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: prod}}
                        ---
                        {apiVersion: v1, kind: Namespace, metadata: {name: prod}}
                        ---
                        {apiVersion: v1, kind: PersistentVolume, metadata: {name: disk, namespace: nonsense}}
                        """));
    }

    @Test
    void listsAreUnwrapped() {
        assertEquals(
                List.of("Service/shop/a", "Pod/shop/b", "Service/shop/c"),
                keys(
                        """
                        apiVersion: v1
                        kind: List
                        items:
                          - {apiVersion: v1, kind: Service, metadata: {name: a}}
                          - {apiVersion: v1, kind: Pod, metadata: {name: b}}
                        ---
                        apiVersion: v1
                        kind: ServiceList
                        items:
                          - metadata: {name: c}
                        """));
    }

    /** Each is told at the value, in its own words, and never read as something else. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: Service, apiVersion: v1, metadata: {name: 5}} | IST0106 1:50 the metadata.name of this Service has to be a text, got the number 5",
                "{kind: Service, apiVersion: v1, metadata: {name: a, namespace: true}} | IST0106 1:64 the metadata.namespace of this Service has to be a text, got true (a truth value)",
                "{kind: Service, apiVersion: v1, metadata: {labels: {}}} | IST0106 1:1 this Service has no metadata.name, so the cluster refuses it",
                "{kind: List, apiVersion: v1, items: {a: b}} | IST0106 1:37 the items of a List have to be a list, got a map",
                "{kind: List, apiVersion: v1, items: [null, 5]} | WT0020 1:38 this item of a List is no manifest and is skipped: wanted a map, got nothing, WT0020 1:44 this item of a List is no manifest and is skipped: wanted a map, got the number 5",
            })
    void whatIsNoObjectIsToldWhereItIs(String yaml, String expected) {
        assertEquals(List.of(), keys(yaml));
        assertEquals(
                expected,
                findings.sorted().stream()
                        .map(one -> one.code() + " " + one.line() + ":" + one.column() + " " + one.message())
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void rulesOf2017AreKnownByTheirEnvelope() {
        List<KubeObject> objects = Manifests.objects(
                YamlReader.read(
                        "a.yaml",
                        "type: route-rule\nname: web\nspec: {destination: web.shop.svc.cluster.local}\n",
                        findings),
                "shop",
                findings);
        assertEquals("route-rule/shop/web", objects.get(0).key().text());
        assertEquals("", objects.get(0).apiVersion());
    }

    @Test
    void whatTheClusterWritesIsLeftOutExceptThePodsAddress() {
        KubeObject pod = Manifests.objects(
                        YamlReader.read(
                                "a.yaml",
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: a, managedFields: [{manager: x}]}
                                status: {phase: Running, podIP: 10.1.2.3}
                                """,
                                findings),
                        "shop",
                        findings)
                .get(0);
        assertEquals(
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"status\":{\"podIP\":\"10.1.2.3\"}}",
                pod.root().toString().replaceAll("\\s", ""));
    }

    @Test
    void documentsThatAreNoManifestsGiveOneRemarkPerFolder() {
        List<Document> documents =
                new ArrayList<>(YamlReader.read("m/a.yaml", "replicaCount: 1\n---\n- 1\n", findings));
        documents.addAll(YamlReader.read("n/b.yaml", "x: y\n", findings));
        assertEquals(List.of(), Manifests.objects(documents, "shop", findings));
        assertEquals(
                List.of("WT0020 m/a.yaml:1:1", "WT0020 n/b.yaml:1:1"),
                findings.list().stream()
                        .map(one -> one.code() + " " + one.place())
                        .toList());
        assertTrue(findings.list().get(0).message().startsWith("2 documents in m are no manifests"));
    }

    @Test
    void scenariosAreLeftToTheirOwnReader() {
        assertEquals(List.of(), keys("apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: a}\n"));
        assertTrue(findings.isEmpty());
    }

    @Test
    void objectsWithoutANameAreRefused() {
        assertEquals(List.of(), keys("apiVersion: v1\nkind: Service\nmetadata: {generateName: a-}\n"));
        assertEquals("IST0106", findings.list().get(0).code());
    }

    @Test
    void documentsOf2017WithoutANameAreRefused() {
        assertEquals(List.of(), keys("type: destination-policy\nspec: {destination: a.b.svc.cluster.local}\n"));
        assertEquals(
                "IST0106 name",
                findings.list().get(0).code() + " " + findings.list().get(0).path());
        assertEquals(1, findings.size());
    }

    @Test
    void theLaterOfTwoEqualNamesWinsAndBothPlacesAreNamed() {
        List<Document> documents = new ArrayList<>(YamlReader.read(
                "a.yaml", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, labels: {x: one}}}", findings));
        documents.addAll(YamlReader.read(
                "b.yaml",
                "\n{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a, labels: {x: two}}}",
                findings));
        ObjectStore store = Manifests.store(documents, "shop", findings);
        assertEquals(1, store.objects().size());
        assertTrue(store.objects().get(0).root().toString().contains("two"));
        assertEquals("WT0021", findings.list().get(0).code());
        assertEquals(
                "this object is also in a.yaml:1; the one in b.yaml:2 wins",
                findings.list().get(0).message());
    }

    @Test
    void kindsOfOneNameInDifferentGroupsAreDifferentObjects() {
        ObjectStore store = Manifests.store(
                YamlReader.read(
                        "a.yaml",
                        """
                        {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: a}}
                        ---
                        {apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: a}}
                        """,
                        findings),
                "shop",
                findings);
        assertEquals(2, store.objects().size());
        assertTrue(findings.isEmpty());
    }
}
