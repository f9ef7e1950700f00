package dev.windtunnel.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final Finding BARE = Finding.error("IST0101", "Referenced host not found");

    @Test
    void textReadsLikeIstioctlWithThePlace() {
        Finding full = BARE.withObject("VirtualService", "default", "reviews").withPlace("a.yaml", 12, 7);
        assertEquals(
                "Error [IST0101] (VirtualService default/reviews a.yaml:12:7) Referenced host not found", full.text());
    }

    @Test
    void unknownPartsAreLeftOut() {
        assertEquals("Error [IST0101] Referenced host not found", BARE.text());
        assertEquals(
                "Error [IST0101] (a.yaml) Referenced host not found",
                BARE.withPlace("a.yaml", 0, 0).text());
        assertEquals(
                "Error [IST0101] (a.yaml:3) Referenced host not found",
                BARE.withPlace("a.yaml", 3, 0).text());
        assertEquals(
                "Error [IST0101] (Scenario hello) Referenced host not found",
                BARE.withObject("Scenario", null, "hello").text());
    }

    @Test
    void fixFollowsAsASentence() {
        assertEquals(
                "Warning [WT1001] Unknown key. Did you mean \"weight\"?",
                Finding.warning("WT1001", "Unknown key")
                        .withFix("did you mean \"weight\"?")
                        .text());
        assertEquals(
                "Info [WT2001] Done. Remove it.",
                Finding.info("WT2001", "Done.").withFix("remove it").text());
    }

    @Test
    void orderIsFileLineColumnCode() {
        Finding nowhere = BARE;
        Finding early = BARE.withPlace("a.yaml", 2, 9);
        Finding sameLine = Finding.error("IST0102", "x").withPlace("a.yaml", 2, 9);
        Finding right = BARE.withPlace("a.yaml", 2, 10);
        Finding below = BARE.withPlace("a.yaml", 10, 1);
        Finding other = BARE.withPlace("b.yaml", 1, 1);
        Findings findings = new Findings();
        findings.addAll(List.of(other, below, right, sameLine, nowhere, early));
        assertEquals(List.of(nowhere, early, sameLine, right, below, other), findings.sorted());
        assertEquals(other, findings.list().get(0), "the list keeps the order of adding");
    }

    @Test
    void collectorAnswersByLevel() {
        Findings findings = new Findings();
        assertTrue(findings.isEmpty());
        findings.add(Finding.info("WT0000", "i"));
        findings.add(Finding.warning("WT0000", "w"));
        assertFalse(findings.hasErrors());
        assertEquals(1, findings.atLeast(Level.WARNING).size());
        Findings more = new Findings();
        more.add(BARE);
        findings.addAll(more);
        findings.addAll(findings);
        assertTrue(findings.hasErrors());
        assertEquals(6, findings.size());
        assertThrows(UnsupportedOperationException.class, () -> findings.list().clear());
    }

    @Test
    void levelsAreReadInAnyCase() {
        assertEquals(Optional.of(Level.ERROR), Level.parse("error"));
        assertEquals(Optional.of(Level.WARNING), Level.parse(" WARNING "));
        assertEquals(Optional.of(Level.INFO), Level.parse("Info"));
        assertEquals(Optional.empty(), Level.parse("Never"));
        assertTrue(Level.ERROR.isAtLeast(Level.ERROR));
        assertFalse(Level.INFO.isAtLeast(Level.WARNING));
    }
}
