package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.windtunnel.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvReportTest {
    private static Map<String, String> files(RunReport... runs) {
        return new CsvReport().files(List.of(runs));
    }

    @Test
    void files() {
        StringBuilder all = new StringBuilder();
        files(Samples.eventful(), Samples.replicated())
                .forEach((name, text) ->
                        all.append("== ").append(name).append('\n').append(text));
        Golden.assertMatches("report/files.csv.txt", all.toString());
    }

    @Test
    void everyFileIsThereWithItsHeader() {
        Map<String, String> files = files(Samples.empty());
        assertEquals(
                List.of(
                        "traffic.csv",
                        "edges.csv",
                        "destinations.csv",
                        "services.csv",
                        "pods.csv",
                        "stats.csv",
                        "thresholds.csv",
                        "findings.csv",
                        "series.csv"),
                List.copyOf(files.keySet()));
        files.forEach((name, text) -> assertEquals(1, text.lines().count(), name));
    }

    @Test
    void fieldsAreQuotedWhereTheyMust() {
        String text =
                new Csv("a,b,c,d").row("x,y", "say \"so\"", "two\nlines", null).text();
        assertEquals("a,b,c,d\n\"x,y\",\"say \"\"so\"\"\",\"two\nlines\",\n", text);
    }

    @Test
    void recordsHaveAFieldForEachColumn() {
        assertThrows(IllegalArgumentException.class, () -> new Csv("a,b").row("1"));
    }
}
