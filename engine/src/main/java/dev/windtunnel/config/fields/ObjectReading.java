package dev.windtunnel.config.fields;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.source.Context;
import dev.windtunnel.source.Fields;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way into the mesh. An object with an error is left out, as the cluster would leave it out, but is read
 * to its end so that all its errors come at once.
 */
public final class ObjectReading {

    /** How the fields of an object may be spelled, and what becomes of unknown ones. */
    public enum Dialect {
        /** Kubernetes: camelCase; unknown fields are dropped with a warning. */
        KUBERNETES,
        /** Istio: camelCase or snake_case; unknown fields are dropped with a warning. */
        ISTIO,
        /** Istio 0.1: both spellings; its parser refused unknown fields. */
        ISTIO_01
    }

    private final Reading reading;
    private final ObjectKey key;
    private final String apiVersion;
    private final Position position;
    private final int creationOrder;
    private final Dialect dialect;
    private final Findings findings = new Findings();
    private final Context context;
    private final List<Block> blocks = new ArrayList<>();
    private final Block root;
    private String ifRefused = "";

    /** The object {@code map}, which begins at {@code position}. */
    public ObjectReading(
            Reading reading,
            ObjectKey key,
            String apiVersion,
            MapNode map,
            Position position,
            int creationOrder,
            Dialect dialect) {
        this.reading = reading;
        this.key = key;
        this.apiVersion = apiVersion;
        this.position = position;
        this.creationOrder = creationOrder;
        this.dialect = dialect;
        this.context = context(key, dialect);
        Fields fields = new Fields(map, "", findings, context);
        fields.ignore("apiVersion", "kind");
        this.root = block(dialect == Dialect.KUBERNETES ? fields : fields.lenientCase());
    }

    private static Context context(ObjectKey key, Dialect dialect) {
        Context manifest = Context.manifest(key.kind(), key.namespace(), key.name());
        return dialect != Dialect.ISTIO_01
                ? manifest
                : new Context(
                        manifest.kind(),
                        manifest.namespace(),
                        manifest.name(),
                        manifest.wrongType(),
                        manifest.wrongType(),
                        manifest.outOfRange(),
                        manifest.missing());
    }

    Block block(Fields fields) {
        Block block = new Block(this, fields);
        blocks.add(block);
        return block;
    }

    /** A block in place of a value of the wrong type, which is reported already. */
    Block silentBlock(String path) {
        return new Block(this, new Fields(MapNode.EMPTY, path, new Findings(), context), true);
    }

    /** A map that was written inside a text of this object; everything in it counts as standing at {@code position}. */
    public Block embedded(MapNode map, String path, Position position) {
        Node here = Nodes.fromPlain(Nodes.toPlain(map), position);
        return block(new Fields(here instanceof MapNode moved ? moved : map, path, findings, context));
    }

    /** The whole object. */
    public Block root() {
        return root;
    }

    /** Its name. */
    public ObjectKey key() {
        return key;
    }

    /** Its apiVersion as written; empty for Istio 0.1. */
    public String apiVersion() {
        return apiVersion;
    }

    /** Its position among all objects. */
    public int creationOrder() {
        return creationOrder;
    }

    /** Which Istio reads it. */
    public Profile profile() {
        return reading.profile();
    }

    /** Whether incomplete rules of Istio 0.1 are taken. */
    public boolean lenient01() {
        return reading.lenient01();
    }

    Position position() {
        return position;
    }

    /** A field name in the spelling of the documentation, camelCase. */
    String canonical(String field) {
        if (dialect == Dialect.KUBERNETES || field.indexOf('_') < 0) {
            return field;
        }
        StringBuilder out = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            boolean word = field.charAt(i) == '_' && i + 1 < field.length();
            out.append(word ? Character.toUpperCase(field.charAt(++i)) : field.charAt(i));
        }
        return out.toString();
    }

    /** What to say in every error of the object about what comes of it in the run, as a clause. */
    public void ifRefused(String outcome) {
        ifRefused = outcome;
    }

    /** Whether the cluster would not take it. */
    public boolean refused() {
        return findings.hasErrors();
    }

    /** Reports the fields that nobody asked for and hands all findings on; to be called once, at the end. */
    public void finish() {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).reportUnknown();
        }
        // A field that is asked for twice is wrong once.
        for (Finding found : new LinkedHashSet<>(findings.list())) {
            Finding finding = ifRefused.isEmpty() || found.level() != Level.ERROR
                    ? found
                    : found.withMessage(found.message() + "; " + ifRefused);
            reading.add(finding.file() == null ? position.on(finding) : finding);
        }
    }

    /** The origin of the object as a whole; its fields are those of the spec, as paths of origins leave the spec out. */
    public Origin origin() {
        return origin("", root.position(), root.blockOrEmpty("spec"));
    }

    Origin origin(String path, Position at, Block block) {
        String file = at.file().isEmpty() ? null : at.file();
        return new Origin(key, path, file, at.line(), at.column(), block.places());
    }

    void notSimulated(String path, Position at, Level level, String outcome) {
        reading.notSimulated(key, path, at, level, outcome);
    }

    void dropped(String path, Position at, String message, @Nullable String fix) {
        findings.add(context.finding(context.unknownKey(), at, path, message, fix));
    }

    void report(Level level, String code, String path, Position at, String message, @Nullable String fix) {
        findings.add(context.finding(new Context.Rule(code, level), at, path, message, fix));
    }
}
