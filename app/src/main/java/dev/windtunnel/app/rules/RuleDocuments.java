package dev.windtunnel.app.rules;

import dev.windtunnel.app.rules.RuleFile.Part;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of an open scenario as the texts of their files, edited in memory: what differs from the cluster waits to
 * be applied, what differs from the disk waits to be saved. Reads and writes no file itself; belongs to one thread.
 */
public final class RuleDocuments {

    private final String namespace;
    private final Map<String, RuleFile> files = new LinkedHashMap<>();
    private final Map<String, byte[]> asOpened = new LinkedHashMap<>();
    private final Map<ObjectKey, Part> parts = new LinkedHashMap<>();
    private final EditHistory history = new EditHistory();
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private ObjectStore inForce;
    private @Nullable Set<ObjectKey> waiting;

    /**
     * The documents of these files.
     *
     * @param namespace of objects that name none
     * @param contents the bytes of the files, by the names that the objects have for them
     */
    public RuleDocuments(ObjectStore store, String namespace, Map<String, byte[]> contents) {
        this.namespace = namespace;
        this.inForce = store;
        asOpened.putAll(contents);
        contents.forEach((name, bytes) -> {
            RuleFile file = RuleFile.of(name, bytes, namespace);
            if (file != null) {
                files.put(name, file);
            }
        });
        for (KubeObject object : store.objects()) {
            RuleFile file = object.file() == null ? null : files.get(object.file());
            if (file != null) {
                Part part = part(file, object);
                if (part != null) {
                    parts.put(object.key(), part);
                }
            }
        }
    }

    /** Of several documents with the same name the one that was read; where lines have moved since, the last one counts. */
    private static @Nullable Part part(RuleFile file, KubeObject object) {
        Part last = null;
        for (Part part : file.parts) {
            KubeObject found = part.now.object(object.key());
            if (found != null && part.now.lineInFile(found.line()) == object.line()) {
                return part;
            }
            last = found == null ? last : part;
        }
        return last;
    }

    /** The bytes of the files when they were read, by name; what was saved since is not in them. */
    public Map<String, byte[]> asOpened() {
        return java.util.Collections.unmodifiableMap(asOpened);
    }

    /** A file's text without its Scenario documents; null when it is no UTF-8 text. */
    public static @Nullable String withoutScenario(byte[] bytes) {
        RuleFile file = RuleFile.of("", bytes, "");
        if (file == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Part part : file.parts) {
            boolean scenario = part.now.rootsInFile().stream()
                    .anyMatch(root -> root.get("kind") instanceof ScalarNode kind
                            && kind.text().equals("Scenario"));
            if (!scenario) {
                text.append(part.onDisk);
            }
        }
        return text.toString();
    }

    /** Told after every change. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Not told any more. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    private void changed() {
        waiting = null;
        List.copyOf(listeners).forEach(Runnable::run);
    }

    // ---------------------------------------------------------------- what there is

    /** The text that holds an object; null when it comes from no file that can be edited. */
    public @Nullable RuleText text(ObjectKey key) {
        Part part = parts.get(key);
        return part == null ? null : part.now;
    }

    /** The text as the file has it; null as for {@link #text}. */
    public @Nullable String onDisk(ObjectKey key) {
        Part part = parts.get(key);
        return part == null ? null : part.onDisk;
    }

    /** The object as the text has it now; null when the text is broken or does not hold it any more. */
    public @Nullable KubeObject edited(ObjectKey key) {
        RuleText text = text(key);
        return text == null || text.broken() != null ? null : text.object(key);
    }

    /** The object that is in force; null when the cluster has none of this name. */
    public @Nullable KubeObject inForce(ObjectKey key) {
        return inForce.get(key);
    }

    /** All objects that are in force. */
    public ObjectStore inForce() {
        return inForce;
    }

    /** Whether an edit of it is not in force. */
    public boolean waits(ObjectKey key) {
        return waiting().contains(key);
    }

    /** The objects with edits that are not in force. */
    public Set<ObjectKey> waiting() {
        Set<ObjectKey> known = waiting;
        if (known == null) {
            known = new LinkedHashSet<>();
            for (ObjectKey key : parts.keySet()) {
                KubeObject edited = edited(key);
                KubeObject old = inForce.get(key);
                if (edited == null ? unsaved(key) : old == null || !Nodes.sameValue(edited.root(), old.root())) {
                    known.add(key);
                }
            }
            known = java.util.Collections.unmodifiableSet(known);
            waiting = known;
        }
        return known;
    }

    /** Whether its text differs from the file. */
    public boolean unsaved(ObjectKey key) {
        Part part = parts.get(key);
        return part != null && !part.now.text().equals(part.onDisk);
    }

    // ---------------------------------------------------------------- edits

    /**
     * Replaces the text that holds an object.
     *
     * @param tag edits in a row with the same tag are undone together; null for one by itself
     */
    public void edit(ObjectKey key, String text, @Nullable String tag) {
        Part part = parts.get(key);
        if (part == null || part.now.text().equals(text)) {
            return;
        }
        history.add(key, part, part.now.text(), text, tag);
        put(part, text);
        changed();
    }

    /** As {@link #edit}, with the whole text as an editor has it that knows line feeds only. */
    public void type(ObjectKey key, String typed, @Nullable String tag) {
        RuleText text = text(key);
        if (text != null) {
            edit(key, LineEnds.merge(text.text(), typed), tag);
        }
    }

    /**
     * Sets one value of an object in its text.
     *
     * @param value null removes it
     * @throws IllegalArgumentException when the text is broken, or the value cannot be changed alone
     */
    public void set(ObjectKey key, String path, @Nullable Node value, @Nullable String tag) {
        KubeObject object = edited(key);
        RuleText text = text(key);
        if (object == null || text == null) {
            throw new IllegalArgumentException("the text does not parse; mend it in the YAML first");
        }
        edit(key, YamlEdits.set(text.text(), object.root(), path, value), tag);
    }

    /** The next edit begins an undo step of its own. */
    public void seal() {
        history.seal();
    }

    /** Takes the last edit back; the object that it was about, or null when there is none. */
    public @Nullable ObjectKey undo() {
        EditHistory.Change change = history.undo();
        return change == null ? null : move(change, change.before());
    }

    /** Makes the edit that was taken back last again; the object that it is about, or null when there is none. */
    public @Nullable ObjectKey redo() {
        EditHistory.Change change = history.redo();
        return change == null ? null : move(change, change.after());
    }

    private ObjectKey move(EditHistory.Change change, String text) {
        put(change.part(), text);
        changed();
        return change.key();
    }

    /** Back to what is in force, or to the file where what is in force cannot be written into the text. */
    public void revert(ObjectKey key) {
        Part part = parts.get(key);
        if (part != null) {
            RuleText disk = RuleText.read(part.now.file(), part.now.firstLine(), part.onDisk, namespace);
            String followed = followed(disk, key);
            edit(key, followed == null ? part.onDisk : followed, null);
        }
    }

    private void put(Part part, String text) {
        part.now = RuleText.read(part.now.file(), part.now.firstLine(), text, namespace);
        part.file.number();
    }

    // ---------------------------------------------------------------- cluster and disk

    /** The cluster has other objects now; texts that nobody has edited follow it, value by value. */
    public void inForce(ObjectStore next) {
        if (next == inForce) {
            return;
        }
        Set<ObjectKey> waited = waiting();
        inForce = next;
        waiting = null;
        for (ObjectKey key : waiting()) {
            RuleText text = text(key);
            Part part = parts.get(key);
            boolean untouched = text != null && part != null && text.text().equals(part.untouched);
            String followed = text == null || !untouched || waited.contains(key) ? null : followed(text, key);
            if (followed != null && part != null) {
                put(part, followed);
                part.untouched = followed;
                history.forget(part);
            }
        }
        changed();
    }

    private @Nullable String followed(RuleText text, ObjectKey key) {
        KubeObject object = text.object(key);
        KubeObject target = inForce.get(key);
        if (object == null || target == null || text.broken() != null) {
            return null;
        }
        try {
            return YamlEdits.follow(text.text(), object.root(), target.root());
        } catch (IllegalArgumentException e) {
            return null; // what changed has no place of its own in the text
        }
    }

    // ---------------------------------------------------------------- what somebody has typed

    /**
     * A text that somebody has edited and no file has.
     *
     * @param file by the name that its objects have for it
     * @param onDisk the document as the file has it
     * @param text the document as edited
     */
    public record Unsaved(String file, String onDisk, String text) {}

    /** What somebody has edited and no file has; texts that follow the timeline are not in it. */
    public List<Unsaved> unsavedEdits() {
        List<Unsaved> found = new ArrayList<>();
        for (Part part : new LinkedHashSet<>(parts.values())) {
            String text = part.now.text();
            if (!text.equals(part.onDisk) && !text.equals(part.untouched)) {
                found.add(new Unsaved(part.file.name, part.onDisk, text));
            }
        }
        return found;
    }

    /** One object of each document that somebody has edited and no file has so. */
    public List<ObjectKey> unsavedKeys() {
        Map<Part, ObjectKey> found = new LinkedHashMap<>();
        parts.forEach((key, part) -> {
            String text = part.now.text();
            if (!text.equals(part.onDisk) && !text.equals(part.untouched)) {
                found.putIfAbsent(part, key);
            }
        });
        return List.copyOf(found.values());
    }

    /** Brings an edit back; false when its document is not there any more as it was. */
    public boolean restore(Unsaved edit) {
        for (Map.Entry<ObjectKey, Part> each : parts.entrySet()) {
            Part part = each.getValue();
            if (part.file.name.equals(edit.file()) && part.onDisk.equals(edit.onDisk())) {
                edit(each.getKey(), edit.text(), null);
                return true;
            }
        }
        return false;
    }

    /** The bytes of every file when it was last read or written here, by name. */
    public Map<String, byte[]> asKnown() {
        Map<String, byte[]> known = new LinkedHashMap<>();
        files.forEach((name, file) -> known.put(name, file.onDisk.clone()));
        return known;
    }

    /** Whether somebody has edited a document of a file that the file does not have so. */
    public boolean edited(String file) {
        return unsavedEdits().stream().anyMatch(each -> each.file().equals(file));
    }

    /** A file that nobody has edited here holds other bytes now: its objects get the new texts, which then wait. */
    public void reread(String name, byte[] bytes) {
        RuleFile before = files.get(name);
        RuleFile after = RuleFile.of(name, bytes, namespace);
        if (before == null || after == null || edited(name)) {
            return;
        }
        files.put(name, after);
        for (ObjectKey key : List.copyOf(parts.keySet())) {
            Part old = parts.get(key);
            if (old == null || old.file != before) {
                continue;
            }
            parts.remove(key);
            for (Part part : after.parts) {
                if (part.now.object(key) != null) {
                    parts.put(key, part);
                }
            }
        }
        history.forget(before);
        changed();
    }

    /** The bytes to write for an object: its file with this edit and no other. */
    public byte[] toSave(ObjectKey key) {
        return part(key).file.with(part(key));
    }

    /** The bytes that the file of an object had when it was last read or written here. */
    public byte[] asRead(ObjectKey key) {
        return part(key).file.onDisk.clone();
    }

    /** The file holds these bytes now, which {@link #toSave} gave when the text was {@code text}. */
    public void saved(ObjectKey key, String text, byte[] written) {
        Part part = part(key);
        part.onDisk = text;
        part.untouched = text;
        part.file.onDisk = written;
        changed();
    }

    private Part part(ObjectKey key) {
        Part part = parts.get(key);
        if (part == null) {
            throw new IllegalArgumentException(key.text() + " comes from no file that can be edited");
        }
        return part;
    }
}
