package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.Golden;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReportTest {
    private static final Style LETTERS = new Style() {
        @Override
        public String good(String text) {
            return Markup.GREEN.around(text);
        }

        @Override
        public String bad(String text) {
            return Markup.RED.around(text);
        }

        @Override
        public String warning(String text) {
            return Markup.YELLOW.around(text);
        }

        @Override
        public String dim(String text) {
            return Markup.DIM.around(text);
        }

        @Override
        public String bold(String text) {
            return Markup.BOLD.around(text);
        }
    };

    private static String table(RunReport... runs) {
        return ReportFormat.TABLE.reporter().text(List.of(runs), Style.PLAIN);
    }

    @Test
    void summaries() {
        Golden.assertMatches("report/eventful.txt", table(Samples.eventful()));
        Golden.assertMatches("report/replicated.txt", table(Samples.replicated()));
        Golden.assertMatches("report/empty.txt", table(Samples.empty()));
        Golden.assertMatches("report/refused.txt", table(Samples.refused()));
        Golden.assertMatches(
                "report/several.txt",
                table(Samples.eventful(), Samples.replicated(), Samples.refused(), Samples.empty()));
    }

    private static List<String> timeline(int entries) {
        Outcome run = Scenarios.bed()
                .client("client")
                .app("app", "{handlers: [{}]}")
                .run("{duration: 60s}")
                .at("1s, every: 100ms, until: " + (1000 + 100 * entries) + "ms", "slow: {workload: app, factor: 2}")
                .traffic("name: t, from: client, request: {url: 'http://app:8080/'}, load: {rate: 1/s}")
                .go();
        assertEquals(entries, run.result().timeline().size());
        List<String> lines = table(new RunReport(run.result(), List.of(), List.of(), null))
                .lines()
                .toList();
        int from = lines.indexOf("Timeline") + 2;
        return lines.subList(from, from + lines.subList(from, lines.size()).indexOf(""));
    }

    @Test
    void aLongTimelineShowsItsBeginningAndItsEnd() {
        List<String> rows = timeline(250);
        assertEquals(101, rows.size());
        assertTrue(rows.get(49).contains(" 5.90 s "), rows.get(49));
        assertTrue(rows.get(50).matches(" +\\.\\.\\. .* 150 more \\(-o json has them\\)"), rows.get(50));
        assertTrue(rows.get(51).contains(" 21.00 s "), rows.get(51));
        assertTrue(rows.get(100).contains(" 25.90 s "), rows.get(100));
        assertEquals(101, timeline(101).size(), "a line in place of one entry would say less");
        assertEquals(101, timeline(102).size());
    }

    @Test
    void coloursChangeNothingElse() {
        List<RunReport> runs = List.of(Samples.eventful());
        String coloured = ReportFormat.TABLE.reporter().text(runs, LETTERS);
        assertTrue(Markup.toAnsi(coloured).contains("\u001b[31m"));
        assertEquals(table(Samples.eventful()), Markup.strip(coloured));
    }

    @Test
    void sectionsThatSayNothingAreLeftOut() {
        String text = table(Samples.replicated());
        for (String section : List.of("Failures", "Amplification", "Pods", "Timeline", "Findings", "Zones")) {
            assertFalse(text.contains(section), section);
        }
    }

    @Test
    void aQuietRunFitsATerminal() {
        table(Samples.replicated()).lines().forEach(line -> assertTrue(line.length() <= 110, line));
    }

    @Test
    void aThresholdMissedByLittleDoesNotReadAsMet() {
        assertTrue(table(Samples.eventful()).contains("2.000000001 s"));
    }

    @Test
    void noRunsAtAll() {
        assertEquals("No scenario was run.\n", table());
    }
}
