package dev.windtunnel.report;

import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.measure.RunResult.ScenarioInfo;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thresholds as JUnit's XML: a test suite for each scenario, a test case for each threshold, and one named
 * {@code findings} that fails with the findings that fail the run.
 */
public final class JUnitReport {
    private static final String FINDINGS = "findings";

    /** The document of all runs. */
    public String text(List<RunReport> runs) {
        int tests = runs.stream().mapToInt(JUnitReport::tests).sum();
        int failures = runs.stream().mapToInt(JUnitReport::failures).sum();
        Xml xml = new Xml();
        xml.open("testsuites", "name", "windtunnel", "tests", "" + tests, "failures", "" + failures, "errors", "0");
        runs.forEach(run -> suite(xml, run));
        return xml.close().document();
    }

    private static void suite(Xml xml, RunReport run) {
        xml.open(
                "testsuite",
                "name",
                run.name(),
                "tests",
                "" + tests(run),
                "failures",
                "" + failures(run),
                "errors",
                "0",
                "skipped",
                "0");
        ScenarioInfo info = run.result().scenario();
        xml.open("properties");
        xml.empty("property", "name", "profile", "value", info.profile());
        xml.empty("property", "name", "seed", "value", "" + info.seed());
        xml.empty("property", "name", "replications", "value", "" + info.replications());
        xml.close();
        run.thresholds().forEach(result -> threshold(xml, run, result));
        Level level = run.failureLevel();
        if (level != null) {
            findings(xml, run, level);
        }
        xml.close();
    }

    private static void threshold(Xml xml, RunReport run, ThresholdResult result) {
        String name = ThresholdFigures.title(result.threshold());
        if (result.ok()) {
            xml.empty("testcase", "classname", run.name(), "name", name);
            return;
        }
        xml.open("testcase", "classname", run.name(), "name", name);
        xml.text("failure", details(result), "type", "threshold", "message", message(result));
        xml.close();
    }

    private static String message(ThresholdResult result) {
        return "observed " + ThresholdFigures.observed(result) + ", wanted "
                + result.threshold().expression();
    }

    private static String details(ThresholdResult result) {
        Threshold threshold = result.threshold();
        StringBuilder text = new StringBuilder(message(result));
        if (threshold.reference() != null) {
            text.append("\nreference ").append(threshold.reference());
        }
        if (threshold.source() != null) {
            text.append("\nsource ").append(threshold.source());
        }
        if (result.note() != null) {
            text.append('\n').append(result.note());
        }
        return text.toString();
    }

    private static void findings(Xml xml, RunReport run, Level level) {
        List<Finding> failing = run.failingFindings();
        if (failing.isEmpty()) {
            xml.empty("testcase", "classname", run.name(), "name", FINDINGS);
            return;
        }
        String message = Cells.plural(failing.size(), "finding") + " of level " + level.label()
                + (level == Level.ERROR ? "" : " or worse");
        xml.open("testcase", "classname", run.name(), "name", FINDINGS);
        xml.text(
                "failure",
                failing.stream().map(Finding::text).collect(Collectors.joining("\n")),
                "type",
                FINDINGS,
                "message",
                message);
        xml.close();
    }

    private static int tests(RunReport run) {
        return run.thresholds().size() + (run.failureLevel() == null ? 0 : 1);
    }

    private static int failures(RunReport run) {
        return run.missed() + (run.failingFindings().isEmpty() ? 0 : 1);
    }
}
