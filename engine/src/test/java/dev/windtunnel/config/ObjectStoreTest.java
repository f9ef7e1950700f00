package dev.windtunnel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.windtunnel.config.ObjectStore.Applied;
import dev.windtunnel.config.ObjectStore.Verb;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoreTest {
    private static KubeObject object(String yaml) {
        Findings findings = new Findings();
        return Manifests.objects(YamlReader.read("a.yaml", yaml, findings), "default", findings)
                .get(0);
    }

    private static KubeObject service(String name, String more) {
        return object(
                "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + more + "}\nspec: {ports: [{port: 80}]}\n");
    }

    private static List<String> names(ObjectStore store) {
        return store.objects().stream().map(one -> one.key().name()).toList();
    }

    @Test
    void applySaysWhatKubectlSays() {
        Applied created = ObjectStore.EMPTY.apply(service("a", ""));
        assertEquals(Verb.CREATED, created.verb());
        assertEquals(Verb.UNCHANGED, created.store().apply(service("a", "")).verb());
        assertEquals(
                "configured",
                created.store().apply(service("a", ", labels: {x: y}")).verb().text());
    }

    @Test
    void replacedObjectsKeepTheirAge() {
        ObjectStore store = ObjectStore.of(List.of(service("a", ""), service("b", "")));
        ObjectStore changed = store.apply(service("a", ", labels: {x: y}")).store();
        assertEquals(List.of("a", "b"), names(changed));
        assertEquals(
                List.of("b", "a"),
                names(store.delete(new ObjectKey("Service", "default", "a"))
                        .apply(service("a", ""))
                        .store()));
    }

    @Test
    void timestampsOverrideTheOrder() {
        ObjectStore store = ObjectStore.of(List.of(
                service("new", ""),
                service("second", ", creationTimestamp: \"2024-02-01T00:00:00Z\""),
                service("first", ", creationTimestamp: \"2023-01-01T00:00:00Z\""),
                service("newer", ", creationTimestamp: null")));
        assertEquals(List.of("first", "second", "new", "newer"), names(store));
    }

    @ParameterizedTest
    @CsvSource({
        "Service, default, web", "svc, default, web", "services, default, web", "SVC, default, web",
        "ns, ignored, prod", "Namespace, '', prod", "vs, default, route", "virtualservices, default, route",
        "virtualservice.networking.istio.io, default, route", "widget, default, own", "Widget, default, own"
    })
    void namesOfKindsAreThoseOfKubectl(String kind, String namespace, String name) {
        ObjectStore store = ObjectStore.of(List.of(
                service("web", ""),
                object("{apiVersion: v1, kind: Namespace, metadata: {name: prod}}"),
                object("{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: route}}"),
                object("{apiVersion: example.org/v1, kind: Widget, metadata: {name: own}}")));
        assertNotNull(store.find(kind, namespace, name));
        assertNull(store.find(kind, namespace, "other"));
    }

    @Test
    void patchChangesOneFieldAndNullRemovesIt() {
        ObjectStore store = ObjectStore.of(List.of(service("web", ", labels: {x: y}")));
        ObjectKey key = new ObjectKey("Service", "default", "web");
        KubeObject patched =
                store.patch(key, "spec.ports[0].port", ScalarNode.of(81)).get(key);
        assertNotNull(patched);
        assertEquals(
                "{\"ports\":[{\"port\":81}]}",
                String.valueOf(patched.root().get("spec")).replaceAll("\\s", ""));
        KubeObject without = store.patch(key, "metadata.labels", null).get(key);
        assertNotNull(without);
        assertEquals(
                "{\"name\":\"web\"}",
                String.valueOf(without.root().get("metadata")).replaceAll("\\s", ""));
    }

    @Test
    void patchOfNothingIsRefused() {
        ObjectKey key = new ObjectKey("Service", "default", "web");
        assertThrows(IllegalArgumentException.class, () -> ObjectStore.EMPTY.patch(key, "spec", ScalarNode.of(1)));
    }

    @Test
    void deletingNothingChangesNothing() {
        assertSame(ObjectStore.EMPTY, ObjectStore.EMPTY.delete(new ObjectKey("Service", "default", "web")));
    }
}
