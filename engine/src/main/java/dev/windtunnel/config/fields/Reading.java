package dev.windtunnel.config.fields;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is common to all objects of one reading: the profile, the findings, and the fields that are legal but not simulated,
 * each of which is reported once however many objects have it.
 */
public final class Reading {
    private final Profile profile;
    private final boolean lenient01;
    private final Findings findings;
    private final Map<String, Skipped> skipped = new LinkedHashMap<>();

    /** A reading for one profile; {@code lenient01} takes rules of Istio 0.1 that leave out what its validator wanted. */
    public Reading(Profile profile, boolean lenient01, Findings findings) {
        this.profile = profile;
        this.lenient01 = lenient01;
        this.findings = findings;
    }

    /** Which Istio reads the objects. */
    public Profile profile() {
        return profile;
    }

    /** Whether incomplete rules of Istio 0.1 are taken. */
    public boolean lenient01() {
        return lenient01;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    void notSimulated(ObjectKey object, String path, Position position, Level level, String outcome) {
        String anywhere = path.replaceAll("\\[\\d+]", "[]");
        Skipped first = skipped.computeIfAbsent(
                object.kind() + " " + anywhere + " " + outcome,
                key -> new Skipped(object, anywhere, path, position, outcome));
        first.places++;
        if (level.isAtLeast(first.level)) {
            first.level = level;
        }
    }

    /** Reports what was collected; to be called once, after the last object. */
    public void finish() {
        for (Skipped one : skipped.values()) {
            String others = one.places == 1 ? "" : " (" + one.places + " places, this is the first)";
            findings.add(one.position.on(
                    Finding.of(one.level, "WT1002", one.anywhere + " is not simulated; " + one.outcome + others)
                            .withObject(one.object.kind(), one.object.namespace(), one.object.name())
                            .withPath(one.path)));
        }
        skipped.clear();
    }

    private static final class Skipped {
        private final ObjectKey object;
        private final String anywhere;
        private final String path;
        private final Position position;
        private final String outcome;
        private Level level = Level.INFO;
        private int places;

        private Skipped(ObjectKey object, String anywhere, String path, Position position, String outcome) {
            this.object = object;
            this.anywhere = anywhere;
            this.path = path;
            this.position = position;
            this.outcome = outcome;
        }
    }
}
