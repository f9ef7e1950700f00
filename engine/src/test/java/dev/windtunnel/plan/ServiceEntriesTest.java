package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts of ServiceEntries as services: who sees them, under which names, and what clusters they give. */
class ServiceEntriesTest {

    private static String entry(String name, String namespace, String fields) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: %s, namespace: %s}
                spec: {ports: [{number: 80, name: http, protocol: HTTP}], %s}
                """
                .formatted(name, namespace, fields);
    }

    private static Bed bed() {
        return Scenarios.bed().client("client").app("app", "{}").external("api.example.com", "{addresses: 2}");
    }

    private static @Nullable Service lookUp(Bed bed, String host, String namespace) {
        return bed.load().plan().directory().lookUp(host, namespace);
    }

    private static ClusterConfig cluster(Bed bed, String name) {
        Plan plan = bed.load().plan();
        return Objects.requireNonNull(
                plan.config(Objects.requireNonNull(plan.workload("client"))).cluster(name));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "api.example.com, api.example.com",
        "API.example.com., api.example.com",
        "a.wild.org, *.wild.org",
        "b.a.wild.org, *.a.wild.org",
        "wild.org, ",
        "10.9.0.1, api.example.com",
        "10.8.3.4, *.wild.org",
        "10.7.0.1, ",
        "legacy, legacy.default.svc.cluster.local"
    })
    void hostsAndAddressesLeadToTheEntry(String host, @Nullable String expected) {
        Bed bed = bed().document(entry("api", "default", "hosts: [api.example.com], addresses: [10.9.0.1]"))
                .document(entry("wild", "default", "hosts: ['*.wild.org', '*.a.wild.org'], addresses: [10.8.0.0/16]"))
                .document(entry("old", "other", "hosts: [legacy.default.svc.cluster.local]"));
        Service found = lookUp(bed, host, "default");
        assertEquals(expected, found == null ? null : found.fullName());
    }

    @ParameterizedTest(name = "exportTo {0} seen from {1}: {2}")
    @CsvSource({
        "'*', other, true",
        "'.', default, true",
        "'.', other, false",
        "other, other, true",
        "other, default, false",
        "'~', default, false"
    })
    void exportToSaysWhoSeesIt(String exportTo, String namespace, boolean seen) {
        Bed bed = bed().document(entry("api", "default", "hosts: [api.example.com], exportTo: ['" + exportTo + "']"));
        assertEquals(seen, lookUp(bed, "api.example.com", namespace) != null);
        boolean listed = bed.load().plan().directory().services(namespace).stream()
                .anyMatch(service -> service.fullName().equals("api.example.com"));
        assertEquals(seen, listed);
    }

    /** The Service of Kubernetes, then the client's own namespace, then the oldest. */
    @Test
    void ofSeveralOfOneNameOneIsSeen() {
        Bed bed = bed().document(entry("first", "other", "hosts: [api.example.com]"))
                .document(entry("second", "default", "hosts: [api.example.com]"))
                .document(entry("third", "default", "hosts: [api.example.com, app.default.svc.cluster.local]"));
        assertEquals("second", origin(lookUp(bed, "api.example.com", "default")));
        assertEquals("first", origin(lookUp(bed, "api.example.com", "elsewhere")));
        assertEquals("app", origin(lookUp(bed, "app", "default")));
    }

    private static String origin(@Nullable Service service) {
        return Objects.requireNonNull(service).origin().object().name();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, ",
        "DNS, false, ",
        "STATIC, false, 'endpoints: [{address: 1.1.1.1}]'",
        "DNS_ROUND_ROBIN, false, "
    })
    void theResolutionSaysWhetherTheCallersAddressCounts(String resolution, boolean original, @Nullable String more) {
        Bed bed = bed().document(entry(
                "api",
                "default",
                "hosts: [api.example.com], resolution: " + resolution + (more == null ? "" : ", " + more)));
        assertEquals(original, cluster(bed, "outbound|80||api.example.com").originalDestination());
    }

    @Test
    void destinationRulesHoldForThem() {
        Bed bed = bed().document(entry("api", "default", "hosts: [api.example.com], resolution: DNS"))
                .policy(
                        "api.example.com",
                        "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}, subsets: [{name: v1, labels: {version: v1}}]");
        assertEquals(
                Balancing.ROUND_ROBIN,
                cluster(bed, "outbound|80||api.example.com").balancing());
        assertEquals("v1", cluster(bed, "outbound|80|v1|api.example.com").subset());
    }

    @Test
    void onlyWhatNothingDescribesIsAssumed() {
        Bed bed = bed().document(entry("api", "default", "hosts: [api.example.com], resolution: DNS"))
                .document(entry(
                        "fixed",
                        "default",
                        "hosts: [x.org, api.example.com], resolution: STATIC, endpoints: [{address: 1.1.1.1}]"))
                .document(entry("more", "default", "hosts: [y.org], resolution: DNS"))
                .document(entry("asked", "default", "hosts: ['*.z.org']"));
        List<String> messages = bed.load().findings().stream()
                .filter(finding -> finding.code().equals("WT0104"))
                .map(Finding::message)
                .toList();
        assertEquals(1, messages.size());
        assertTrue(messages.get(0).endsWith(": 1.1.1.1, y.org, *.z.org"), messages.toString());
        Plan plan = bed.load().plan();
        assertNotNull(plan.workload("y.org"));
        assertNull(plan.workload("x.org"));
    }
}
