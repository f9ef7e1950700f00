package dev.windtunnel.app.ui.inspector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.RetryConditions;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.SettingWords;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.explain.Setting;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorModelTest {

    private static final ObjectKey REVIEWS = new ObjectKey("VirtualService", "default", "reviews");

    private final ObjectStore store =
            Manifests.store(YamlReader.read("a/reviews.yaml", Reviews.RULE, new Findings()), "default", new Findings());
    private final RuleDocuments documents = new RuleDocuments(
            store, "default", Map.of("a/reviews.yaml", Reviews.RULE.getBytes(StandardCharsets.UTF_8)));
    private final RuleFields fields = new RuleFields(documents, REVIEWS);

    @Test
    void aServiceShowsTheRuleThatRoutesToItFirst() {
        Subject subject = Subject.of(new Selection.Service("reviews.default"), store, "default", null);
        assertEquals(List.of(REVIEWS, new ObjectKey("DestinationRule", "default", "reviews")), subject.rules());
        assertTrue(subject.counts("web->reviews.default:9080"));
    }

    @Test
    void anEdgeShowsItsRule() {
        Subject subject = Subject.of(new Selection.Edge("web->reviews.default:9080"), store, "default", null);
        assertEquals(REVIEWS, subject.object());
        assertEquals("web to reviews", subject.title());
        assertNull(Subject.of(new Selection.Nothing(), store, "default", null));
    }

    @Test
    void aTrafficShowsWhatItAsksAndWhatItExperienced(@org.junit.jupiter.api.io.TempDir Path home) {
        var experiment = dev.windtunnel.app.ui.Bench.shop(home, "{steps: [{work: 2ms}]}", "timeout: 2s", "");
        Subject subject = Subject.of(new Selection.Traffic("people"), store, "default", null);
        assertEquals("people", subject.title());
        assertEquals("Traffic", subject.kind());
        var frame = new dev.windtunnel.simulation.Frame(
                40_000_000_000L,
                false,
                800,
                790,
                0,
                List.of(),
                List.of(),
                List.of(new dev.windtunnel.simulation.Frame.TrafficFrame("people", "client", 800, 790, 79)));
        var rates =
                new dev.windtunnel.app.session.SessionState.Rates(20, 0.25, 0, 0.004, 0.009, 0.012, Map.of(), Map.of());
        var state = new dev.windtunnel.app.session.SessionState(
                frame,
                true,
                1,
                -1,
                null,
                Map.of("traffic/people", rates),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                1,
                null);
        String text = String.join(
                "\n",
                TrafficFacts.rows(experiment.scenario().traffic().get(0), 0, state).stream()
                        .map(row -> (row.name() + " " + row.value()).strip())
                        .toList());
        assertEquals(
                """
                Caller client
                Request GET http://web:8080/cart
                Load 20/s, Poisson arrivals
                Timeout none of its own
                Retries none of its own
                Last 10 s
                Requests 20/s
                Failed 25.0 %
                p50 4.0 ms
                p95 9.0 ms
                p99 12 ms
                Whole run
                Requests 800
                Answered 790
                Failed 79, 10.0 %""",
                text);
    }

    @Test
    void valuesNameTheirLineInTheFile() {
        assertEquals("reviews.yaml:28", fields.place("spec.http[0].timeout"));
        assertNull(fields.place("spec.http[0].fault"));
        assertEquals(
                "Every request to reviews goes to",
                fields.caption(fields.routes().get(0)));
    }

    @Test
    void aPlaceIsNeverCutButTheFileLeftOut() {
        assertEquals("reviews.yaml:28", FormRows.shortened("reviews.yaml:28"));
        assertEquals("line 48", FormRows.shortened("retry-storm.yaml:48"));
    }

    @Test
    void weightsAreUndoneInOneStep() {
        RuleFields.Route route = fields.routes().get(0);
        fields.setWeights(route, new int[] {60, 40}, null);
        assertArrayEquals(new int[] {60, 40}, fields.weights(route));
        assertArrayEquals(new int[] {100, 0}, fields.weightsInForce(route));
        assertEquals(
                "Not in force yet: weights 100/0 to 60/40",
                EditState.of(documents, REVIEWS, 0).sentence());
        documents.undo();
        assertEquals(EditState.Kind.CLEAN, EditState.of(documents, REVIEWS, 0).kind());
    }

    @Test
    void aRouteThatNamesNoConditionIsRetriedOnIstiosOwn() {
        String retries = "spec.http[0].retries";
        RuleFields.Route route = fields.routes().get(0);
        fields.set(retries + ".retryOn", "", true);
        assertTrue(fields.isRetriedByDefault(route));
        assertEquals(
                List.of("connect-failure", "refused-stream", "retriable-status-codes", "cancelled", "unavailable"),
                java.util.stream.Stream.of(RetryConditions.values())
                        .filter(each -> each.isIn(fields.retriedOn(route)))
                        .map(RetryConditions::token)
                        .toList());
        fields.set(retries + ".attempts", "0", false);
        assertNull(fields.retriedOn(route), "nothing is retried at all");
        fields.set(retries + ".attempts", "2", false);
        fields.set(retries + ".retryOn", "5xx", true);
        assertEquals("5xx", fields.retriedOn(route));
    }

    @Test
    void anEmptyFieldRemovesItsKey() {
        assertNull(fields.set("spec.http[0].timeout", " ", true));
        assertEquals(
                Reviews.RULE.substring(Reviews.RULE.indexOf("---")).replace("    timeout: 1s\n", ""),
                documents.text(REVIEWS).text());
    }

    @Test
    void brokenTextSaysWhatStaysInForce() {
        documents.edit(REVIEWS, documents.text(REVIEWS).text().replace("timeout: 1s", "timeout: [1s"), null);
        String sentence = EditState.of(documents, REVIEWS, 60.105).sentence();
        assertTrue(sentence.matches("Line \\d+ does not parse; the rules of 1:00.105 stay in force."), sentence);
    }

    @Test
    void completionKnowsTheKeysOfTheMapAndTheConditions() {
        String text = "spec:\n  http:\n  - route: []\n    retries:\n      per";
        assertEquals(
                List.of("perTryTimeout:"),
                Completions.at("VirtualService", text, text.length()).items().stream()
                        .map(Completions.Item::text)
                        .toList());
        String conditions = "      retryOn: 5xx,re";
        assertEquals(
                List.of(
                        "refused-stream",
                        "reset",
                        "reset-before-request",
                        "retriable-4xx",
                        "retriable-status-codes",
                        "retriable-headers",
                        "resource-exhausted"),
                Completions.at("VirtualService", conditions, conditions.length()).items().stream()
                        .map(Completions.Item::text)
                        .toList());
    }

    @Test
    void coloursOfAText() {
        assertEquals(
                List.of("yaml-key", "yaml-number", "yaml-comment"),
                YamlColours.of("weight: 70 # most\n").stream()
                        .map(YamlColours.Span::style)
                        .toList());
    }

    @Test
    void policyValuesAreWrittenAsUsersWriteThem() {
        Setting timeout = new Setting("timeout", 0.25, "s", "VirtualService/default/reviews", "a/r.yaml", 7, "x", null);
        assertEquals("250ms", SettingWords.value(timeout));
        assertEquals("r.yaml:7", SettingWords.origin(timeout));
        assertEquals(
                "Istio default",
                SettingWords.origin(new Setting("timeout", null, "s", "istio default", null, 0, null, null)));
    }

    @Test
    void aFileThatSomebodyElseChangedIsNotOverwritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.yaml");
        byte[] read = "a: 1\n".getBytes(StandardCharsets.UTF_8);
        byte[] wanted = "a: 2\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(Saving.Outcome.GONE, Saving.save(file, read, wanted, false));
        Files.writeString(file, "a: 3\n");
        assertEquals(Saving.Outcome.CHANGED_ON_DISK, Saving.save(file, read, wanted, false));
        assertEquals("a: 3\n", Files.readString(file));
        assertEquals(Saving.Outcome.SAVED, Saving.save(file, read, wanted, true));
        assertEquals("a: 2\n", Files.readString(file));
    }
}
