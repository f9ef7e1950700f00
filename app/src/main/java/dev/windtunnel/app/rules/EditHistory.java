package dev.windtunnel.app.rules;

import dev.windtunnel.app.rules.RuleFile.Part;
import dev.windtunnel.mesh.ObjectKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was edited, to be taken back and made again. */
final class EditHistory {

    private static final int MOST = 1000;

    private final Deque<Change> done = new ArrayDeque<>();
    private final Deque<Change> undone = new ArrayDeque<>();

    /**
     * An edit.
     *
     * @param key the object that it was about
     * @param tag edits in a row with the same tag are one; null for one by itself
     */
    record Change(ObjectKey key, Part part, String before, String after, @Nullable String tag) {}

    /** Something was edited; what had been taken back cannot be made again. */
    void add(ObjectKey key, Part part, String before, String after, @Nullable String tag) {
        Change last = done.peek();
        boolean same = last != null && tag != null && tag.equals(last.tag()) && last.part() == part;
        String from = same ? done.pop().before() : before;
        done.push(new Change(key, part, from, after, tag));
        if (done.size() > MOST) {
            done.removeLast();
        }
        undone.clear();
    }

    /** The next edit is one by itself, whatever its tag. */
    void seal() {
        Change last = done.peek();
        if (last != null && last.tag() != null) {
            done.pop();
            done.push(sealed(last));
        }
    }

    /** The last edit, which is taken back; null when there is none. */
    @Nullable
    Change undo() {
        return move(done, undone);
    }

    /** The edit that was taken back last, which is made again; null when there is none. */
    @Nullable
    Change redo() {
        return move(undone, done);
    }

    private static @Nullable Change move(Deque<Change> from, Deque<Change> to) {
        Change change = from.poll();
        if (change != null) {
            to.push(sealed(change));
        }
        return change;
    }

    private static Change sealed(Change change) {
        return new Change(change.key(), change.part(), change.before(), change.after(), null);
    }

    /** The text of a part is another now, by nobody's edit. */
    void forget(Part part) {
        forget(change -> change.part() == part);
    }

    /** A file is another now. */
    void forget(RuleFile file) {
        forget(change -> change.part().file == file);
    }

    private void forget(Predicate<Change> gone) {
        done.removeIf(gone);
        undone.removeIf(gone);
    }
}
