package dev.windtunnel.config;

import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.ObjectNames;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.config.fields.ObjectReading.Dialect;
import dev.windtunnel.config.fields.Reading;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the objects of a cluster declare. An object that the API server or istiod would refuse gives at least one
 * Error and is not in the mesh.
 */
public final class MeshReader {
    private final Profile profile;
    private final Findings findings;
    private final Reading reading;
    private final MeshParts parts = new MeshParts();
    private final Map<String, Ignored> ignored = new LinkedHashMap<>();

    private MeshReader(Profile profile, boolean lenient01, Findings findings) {
        this.profile = profile;
        this.findings = findings;
        this.reading = new Reading(profile, lenient01, findings);
    }

    /** Kinds that are not simulated, with the first object of each and how many there are. */
    private record Ignored(KubeObject first, int count) {
        Ignored more() {
            return new Ignored(first, count + 1);
        }
    }

    /**
     * The mesh that the objects declare, in order of creation.
     *
     * @param lenient01 take rules of Istio 0.1 that leave out what its validator wanted
     */
    public static Mesh read(ObjectStore store, Profile profile, boolean lenient01, Findings findings) {
        MeshReader reader = new MeshReader(profile, lenient01, findings);
        List<KubeObject> objects = store.objects();
        for (int i = 0; i < objects.size(); i++) {
            reader.readOne(objects.get(i), i);
        }
        reader.reading.finish();
        reader.reportIgnored();
        return reader.parts.toMesh();
    }

    /** Whether the cluster would take this object; the findings say why not. */
    public static boolean accepts(KubeObject object, Profile profile, boolean lenient01, Findings findings) {
        Findings own = new Findings();
        MeshReader reader = new MeshReader(profile, lenient01, own);
        reader.readOne(object, 0);
        reader.reading.finish();
        findings.addAll(own);
        return !own.hasErrors();
    }

    /** Kinds that are not simulated, in the order they were met, with the number of their objects. */
    public static Map<String, Integer> ignoredKinds(ObjectStore store, Profile profile) {
        MeshReader reader = new MeshReader(profile, false, new Findings());
        for (KubeObject object : store.objects()) {
            if (Era.of(object) == Era.of(profile) || Era.of(object) == Era.ANY) {
                reader.ignoreUnlessKnown(object);
            }
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        reader.ignored.forEach((kind, one) -> counts.merge(one.first().key().kind(), one.count(), Integer::sum));
        return counts;
    }

    private void readOne(KubeObject object, int order) {
        Era era = Era.of(object);
        if (era != Era.ANY && era != Era.of(profile)) {
            findings.add(about(object, era.stranger(object, profile)));
            return;
        }
        if (ignoreUnlessKnown(object)) {
            return;
        }
        DocumentKind kind = DocumentKind.of(object, profile);
        if (kind == null) {
            return;
        }
        ObjectReading one = new ObjectReading(
                reading, object.key(), object.apiVersion(), object.root(), object.position(), order, kind.dialect());
        MeshParts alone = new MeshParts();
        kind.read(one, alone);
        if (kind.dialect() != Dialect.ISTIO_01) {
            ObjectNames.check(one);
        }
        if (!kind.servesVersion(object.version())) {
            one.root()
                    .refuse(
                            "apiVersion",
                            "there is no version " + object.version() + " of " + object.group(),
                            "write v1");
        }
        one.finish();
        if (!one.refused()) {
            parts.addAll(alone);
        }
    }

    private boolean ignoreUnlessKnown(KubeObject object) {
        if (DocumentKind.of(object, profile) != null) {
            return false;
        }
        String kind = object.key().kind() + " " + object.group();
        ignored.merge(kind, new Ignored(object, 1), (before, one) -> before.more());
        return true;
    }

    private void reportIgnored() {
        for (Ignored one : ignored.values()) {
            String group =
                    one.first().group().isEmpty() ? "" : " (" + one.first().group() + ")";
            String kind = one.first().key().kind() + group;
            // Documents of Istio 0.1 have a type in place of apiVersion and kind.
            String near = !one.first().apiVersion().isEmpty()
                    ? null
                    : Spelling.closest(one.first().key().kind(), Kinds.VERSION_01)
                            .filter(known -> !known.equals(one.first().key().kind()))
                            .orElse(null);
            String meant = near != null ? null : DocumentKind.near(one.first());
            if (meant != null) {
                findings.add(about(
                        one.first(),
                        Finding.warning(
                                        "WT1000",
                                        "there is no kind " + kind + ", so the cluster refuses "
                                                + (one.count() == 1 ? "this object" : one.count() + " objects"))
                                .withFix("did you mean " + meant + "?")));
                continue;
            }
            findings.add(one.first()
                    .position()
                    .on(Finding.info(
                                    "WT1000",
                                    one.count() + (one.count() == 1 ? " object" : " objects") + " of kind " + kind
                                            + (one.count() == 1 ? " is" : " are") + " not simulated")
                            .withObject(one.first().key().kind(), null, null)
                            .withFix(near == null ? null : "did you mean " + near + "?")));
        }
    }

    private static Finding about(KubeObject object, Finding finding) {
        ObjectKey key = object.key();
        return object.position().on(finding.withObject(key.kind(), key.namespace(), key.name()));
    }
}
