package dev.windtunnel.report;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code analyze} found.
 *
 * @param findings in the order in which they are shown
 * @param objects how many objects were read
 * @param ignored how many objects of each kind were left aside, in the order in which they are shown
 * @param failureLevel findings from this level up fail the command; null when none does ({@code Never})
 */
public record Analysis(
        List<Finding> findings, int objects, Map<String, Integer> ignored, @Nullable Level failureLevel) {

    public Analysis {
        findings = List.copyOf(findings);
        ignored = Collections.unmodifiableMap(new LinkedHashMap<>(ignored));
    }

    /** Whether no finding reached the failure level: exit status 0 or 1. */
    public boolean passed() {
        return findings.stream().noneMatch(this::fails);
    }

    boolean fails(Finding finding) {
        return failureLevel != null && finding.level().isAtLeast(failureLevel);
    }
}
