package dev.windtunnel.app.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleDocumentsTest {

    private static final String FILE =
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews}
            spec: {host: reviews}
            --- # the split
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: reviews}
            spec:
              hosts: [reviews]
              http:
              - route:
                - {destination: {host: reviews, subset: v1}, weight: 70}
                - {destination: {host: reviews, subset: v2}, weight: 30}
            """;
    private static final ObjectKey SPLIT = new ObjectKey("VirtualService", "default", "reviews");
    private static final ObjectKey POLICY = new ObjectKey("DestinationRule", "default", "reviews");
    private static final String FIRST = "spec.http[0].route[0].weight";

    private final ObjectStore store = store(FILE);
    private final RuleDocuments documents =
            new RuleDocuments(store, "default", Map.of("r.yaml", FILE.getBytes(StandardCharsets.UTF_8)));

    private static ObjectStore store(String text) {
        return Manifests.store(YamlReader.read("r.yaml", text, new Findings()), "default", new Findings());
    }

    @Test
    void aFileThatHasGrownIsStillThatOfItsObjects() {
        String grown = "# by somebody else\n---\n" + FILE;
        RuleDocuments later =
                new RuleDocuments(store, "default", Map.of("r.yaml", grown.getBytes(StandardCharsets.UTF_8)));
        assertEquals(7, later.text(SPLIT).firstLine());
        assertEquals(Set.of(), later.waiting());
        documents.reread("r.yaml", grown.replace("weight: 70", "weight: 20").getBytes(StandardCharsets.UTF_8));
        assertEquals(Set.of(SPLIT), documents.waiting());
        assertEquals(List.of(), documents.unsavedEdits());
        documents.set(SPLIT, FIRST, ScalarNode.of(60), null);
        documents.reread("r.yaml", FILE.getBytes(StandardCharsets.UTF_8));
        assertTrue(documents.text(SPLIT).text().contains("weight: 60"), "an edit is not read over");
        assertEquals(1, documents.unsavedEdits().size());
    }

    @Test
    void textsThatFollowTheTimelineAreNobodysEdits() {
        documents.inForce(store(FILE.replace("weight: 70", "weight: 50")));
        assertTrue(documents.text(SPLIT).text().contains("weight: 50"));
        assertEquals(List.of(), documents.unsavedEdits());
    }

    @Test
    void anEditWaitsUntilItIsInForce() {
        documents.set(SPLIT, FIRST, ScalarNode.of(60), null);
        assertEquals(Set.of(SPLIT), documents.waiting());
        documents.inForce(store(FILE.replace("weight: 70", "weight: 60")));
        assertEquals(Set.of(), documents.waiting());
        assertTrue(documents.unsaved(SPLIT));
    }

    @Test
    void editsWithOneTagAreUndoneTogether() {
        documents.set(SPLIT, FIRST, ScalarNode.of(69), "drag");
        documents.set(SPLIT, FIRST, ScalarNode.of(60), "drag");
        String edited = documents.text(SPLIT).text();
        assertEquals(SPLIT, documents.undo());
        assertFalse(documents.waits(SPLIT));
        assertEquals(SPLIT, documents.redo());
        assertEquals(edited, documents.text(SPLIT).text());
        documents.undo();
        assertNull(documents.undo());
    }

    @Test
    void whatIsSavedHoldsThisEditAndNoOther() {
        documents.set(POLICY, "spec.host", ScalarNode.of("other"), null);
        documents.set(SPLIT, FIRST, ScalarNode.of(60), null);
        byte[] saved = documents.toSave(SPLIT);
        assertArrayEquals(FILE.replace("weight: 70", "weight: 60").getBytes(StandardCharsets.UTF_8), saved);
        documents.saved(SPLIT, documents.text(SPLIT).text(), saved);
        assertFalse(documents.unsaved(SPLIT));
        assertTrue(documents.unsaved(POLICY));
        assertArrayEquals(saved, documents.asRead(SPLIT));
    }

    @Test
    void aTextWithoutEditsFollowsTheCluster() {
        documents.inForce(store(FILE.replace("70", "90").replace("30", "10")));
        assertTrue(documents.text(SPLIT).text().contains("weight: 90}"));
        assertEquals(Set.of(), documents.waiting());
    }

    @Test
    void aWaitingEditStaysWhenTheClusterChanges() {
        documents.set(SPLIT, FIRST, ScalarNode.of(60), null);
        documents.inForce(store(FILE.replace("70", "90")));
        assertTrue(documents.text(SPLIT).text().contains("weight: 60}"));
        documents.revert(SPLIT);
        assertTrue(documents.text(SPLIT).text().contains("weight: 90}"));
    }

    @Test
    void aBrokenTextNamesItsLineInTheFile() {
        String text = documents.text(SPLIT).text();
        documents.edit(SPLIT, text.replace("weight: 30}", "weight: 30"), null);
        assertNull(documents.edited(SPLIT));
        assertTrue(documents.waits(SPLIT));
        assertTrue(documents.text(SPLIT).broken().line() >= 14);
    }

    @Test
    void linesBelowAnEditMove() {
        documents.edit(POLICY, documents.text(POLICY).text() + "# one more\n", null);
        assertEquals(6, documents.text(SPLIT).firstLine());
    }

    @Test
    void typingInAFileOfAnotherSystemKeepsItsLineEnds() {
        assertEquals("a\r\nbX\r\nY\r\nc\r\n", LineEnds.merge("a\r\nb\r\nc\r\n", "a\nbX\nY\nc\n"));
        assertEquals("a\nb\r\n", LineEnds.merge("a\nb\r\nc\r\n", "a\nb\n"));
    }

    @Test
    void wordsOfAChange() {
        documents.set(SPLIT, FIRST, ScalarNode.of(60), null);
        documents.set(SPLIT, "spec.http[0].route[1].weight", ScalarNode.of(40), null);
        assertEquals(
                "weights 70/30 to 60/40",
                ChangeWords.of(
                        documents.inForce(SPLIT).root(), documents.edited(SPLIT).root()));
    }

    @Test
    void wordsOfABlockThatIsNewNameItsValuesOnOneLine() {
        documents.set(SPLIT, "spec.http[0].retries.attempts", ScalarNode.of(4), null);
        documents.set(SPLIT, "spec.http[0].retries.retryOn", ScalarNode.of("5xx"), null);
        assertEquals(
                "attempts none to 4, retryOn none to 5xx",
                ChangeWords.of(
                        documents.inForce(SPLIT).root(), documents.edited(SPLIT).root()));
    }

    @Test
    void linkedWeightsKeepTheirSum() {
        int[] moved = Weights.move(new int[] {50, 30, 20}, 0, 73);
        assertEquals(100, moved[0] + moved[1] + moved[2]);
        assertEquals(16, moved[1]);
        assertEquals(11, moved[2]);
        assertEquals(100, Weights.move(new int[] {100, 0}, 1, 140)[1]);
        assertEquals(40, Weights.move(new int[] {100, 0, 0}, 0, 20)[1]);
    }

    @Test
    void conditionsKeepWhatTheyDoNotKnow() {
        assertEquals("5xx,503,reset", RetryConditions.RESET.with("5xx, 503", true));
        assertNull(RetryConditions.ANY_5XX.with("5xx", false));
    }

    @Test
    void aDiffShowsTheLinesAroundAChange() {
        List<LineDiff.Line> lines = LineDiff.of("a\nb\nc\nd\ne\n", "a\nb\nX\nd\ne\n", 1);
        assertEquals(
                "bcXd", String.join("", lines.stream().map(LineDiff.Line::text).toList()));
        assertEquals(List.of(), LineDiff.of("a\n", "a\n", 3));
    }
}
