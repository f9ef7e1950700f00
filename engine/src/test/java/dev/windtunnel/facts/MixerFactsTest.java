package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixer of Istio 0.1: Check and Quota at the server's sidecar. */
class MixerFactsTest {

    private static final String SERVICE = "app.default.svc.cluster.local";
    private static final String DENIED = "rules: [{aspects: [{kind: denials}]}]";
    private static final String WHITELIST =
            """
            adapters: [{name: default, kind: lists, impl: genericListChecker, params: {listEntries: [%s]}}], rules: [{aspects: [{kind: lists, params: {blacklist: %s, checkExpression: 'source.labels["app"]'}}]}]""";

    private static String quota(int most, String expiration) {
        return "rules: [{aspects: [{kind: quotas, params: {quotas: [{descriptorName: RequestCount, maxAmount: " + most
                + ", expiration: " + expiration + "}]}}]}]";
    }

    /** Short names are known to clients that are in a service. */
    private static Bed mesh() {
        return Scenarios.bed()
                .profile("envoy-2017")
                .cluster("injection: labels")
                .service("client", "app: client", "{name: http, port: 8080}");
    }

    private static Bed bed() {
        return mesh().client("client").meshApp("app", OK);
    }

    private static String rules(String subject, String body) {
        return "type: mixer-rule\nname: 'global:" + subject + "'\nspec: {scope: global, subject: " + subject + ", "
                + body + "}\n";
    }

    private static String codes(Bed bed) {
        return Facts.curl(bed, 5).go().codes("curl");
    }

    @Test
    @DisplayName("K5: deny 400, unless the adapter says another status")
    void denialsRefuse() {
        assertEquals("400:5", codes(bed().document(rules("global", DENIED))));
        assertEquals(
                "404:5",
                codes(bed().document(rules(
                        "global",
                        "adapters: [{kind: denials, name: a, impl: denyChecker, params: {error: {code: 5}}}],"
                                + " rules: [{aspects: [{kind: denials, adapter: a}]}]"))));
    }

    @ParameterizedTest(name = "K5: {0} in a list, blacklist {1}: {2}")
    @CsvSource({"other, false, 403:5", "client, false, 200:5", "client, true, 403:5", "other, true, 200:5"})
    void listsRefuse(String entry, boolean blacklist, String codes) {
        assertEquals(codes, codes(bed().document(rules("global", WHITELIST.formatted(entry, blacklist)))));
    }

    @Test
    @DisplayName("K5: rate limit 429, of a service over all its pods")
    void quotasRefuse() {
        Bed bed = mesh().client("client")
                .workload("app", OK)
                .service("app", "app: app", "{name: http, port: 8080}")
                .deployment("app", 3, "app: app", true)
                .document(rules(SERVICE, quota(10, "1s")));
        assertEquals("200:30 429:270", steady(bed, 300).go().codes("curl"));
    }

    private static Bed steady(Bed bed, int requests) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: 100/s, arrivals:"
                + " constant}, requests: " + requests);
    }

    @Test
    void theMoreSpecificSubjectReplaces() {
        Bed bed = bed().document(rules("global", DENIED))
                .document(rules(
                        SERVICE,
                        "rules: [{aspects: [{kind: denials, adapter: gone}]}], adapters: [{kind: denials,"
                                + " name: gone, params: {error: {code: 5, message: gone}}}]"));
        assertEquals("404:5", codes(bed));
    }

    @Test
    @DisplayName("K14: Mixer down: everything passes, and no quota is counted")
    void whoCannotAskLetsPass() {
        assertEquals(
                "200:5", codes(bed().document(rules("global", DENIED)).at("0s", "component: {down: mixer}, for: 1h")));
        Bed bed = bed().document(rules("global", quota(100, "0s"))).at("1s", "component: {down: mixer}, for: 1s");
        // 100 in the first second, then all of the second one, then none.
        assertEquals("200:200 429:100", steady(bed, 300).go().codes("curl"));
    }

    @Test
    void withoutItsPodItIsDownToo() {
        Bed bed = bed().document(rules("global", DENIED))
                .service("istio-mixer", "istio: mixer", "{name: grpc, port: 9091}")
                .deployment("istio-mixer", 1, "istio: mixer", false)
                .at("10s", "scale: {workload: istio-mixer, replicas: 0}");
        bed.traffic("name: before, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 5");
        bed.traffic("name: after, from: client, request: {url: 'http://app:8080/'}, load: {users: 1}, requests: 5,"
                + " start: 50s");
        Outcome run = bed.go();
        assertEquals("400:5", run.codes("before"));
        assertEquals("200:5", run.codes("after"));
    }

    @Test
    void newRulesAreReadWithinFiveSeconds() {
        Bed bed = bed().document(rules("global", DENIED)).at("2s", "exec: istioctl mixer rule delete global global");
        assertEquals("200:300 400:500", steady(bed, 800).go().codes("curl"));
    }

    /** Two questions one after the other, each a way of 1 ms there and back; one where Check refuses. */
    @Test
    void checkAndQuotaTakeTheirRoundTrips() {
        String network = "{sameNode: 0s, sameZone: 1ms, crossZone: 0s, crossRegion: 0s}";
        Facts.latency(
                Facts.curl(bed().network(network).document(rules("global", quota(99, "1s"))), 5)
                        .go(),
                "curl",
                0.004,
                0.004);
        Facts.latency(
                Facts.curl(bed().network(network).document(rules("global", DENIED)), 5)
                        .go(),
                "curl",
                0.002,
                0.002);
    }

    @Test
    void onlySidecarsOfServersAsk() {
        Bed bed = mesh().client("client").app("app", OK).document(rules("global", DENIED));
        assertEquals("200:5", codes(bed), "an app without a sidecar");
        Bed plain = mesh().plainClient("client")
                .meshApp("app", OK)
                .document(rules("global", WHITELIST.formatted("client", false)));
        assertEquals("500:5", codes(plain), "a client without a sidecar has no labels to look up");
        Bed denied = mesh().plainClient("client").meshApp("app", OK).document(rules("global", DENIED));
        assertEquals("400:5", codes(denied), "and meets the server's Mixer all the same");
    }

    // ---------------------------------------------------------------- findings

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "global | rules: [{selector: 'source.ip =', aspects: []}] | IST0106 | no expression of Mixer",
                "global | rules: [{selector: 'match(source.ip, \"10.*\")'}] | IST0106 | functions such as match()",
                "somewhere | rules: [] | IST0106 | no subject of Mixer",
                "global | rules: [{aspects: [{kind: denial}]}] | IST0106 | no aspect",
                "global | revision: '1' | IST0106 | have no rules",
                "global | rules: [{aspects: [{kind: metrics}]}] | WT1002 | change no request",
                "global | rules: [{aspects: [{kind: lists}]}] | WT3030 | the list is empty",
                "global | rules: [{aspects: [{kind: quotas, params: {quotas: [{descriptorName: Other}]}}]}] | WT3031 | RequestCount alone",
            })
    void whatIsWrongIsSaid(String subject, String body, String code, String words) {
        var findings = bed().document(rules(subject, body)).load().findings();
        assertTrue(
                findings.stream()
                        .anyMatch(each ->
                                each.code().equals(code) && each.message().contains(words)),
                () -> findings.stream().map(Finding::text).toList().toString());
    }
}
