package dev.windtunnel.report;

import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.measure.RunResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say about one scenario that ran.
 *
 * @param result its figures
 * @param thresholds what had to hold, in file order
 * @param findings what there is to say about its files
 * @param failureLevel findings from this level up fail the run; null when none does ({@code Never})
 */
public record RunReport(
        RunResult result, List<ThresholdResult> thresholds, List<Finding> findings, @Nullable Level failureLevel) {

    public RunReport {
        thresholds = List.copyOf(thresholds);
        findings = List.copyOf(findings);
    }

    /** The name of the scenario. */
    public String name() {
        return result.scenario().name();
    }

    /** Whether every threshold held and no finding reached the failure level: exit status 0 or 1. */
    public boolean passed() {
        return failingFindings().isEmpty() && missed() == 0;
    }

    /** How many thresholds did not hold. */
    public int missed() {
        return (int) thresholds.stream().filter(threshold -> !threshold.ok()).count();
    }

    /** The findings that fail the run. */
    public List<Finding> failingFindings() {
        Level level = failureLevel;
        return level == null
                ? List.of()
                : findings.stream()
                        .filter(finding -> finding.level().isAtLeast(level))
                        .toList();
    }
}
