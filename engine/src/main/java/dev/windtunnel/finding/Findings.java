package dev.windtunnel.finding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects findings in the order they were made. Belongs to one thread. */
public final class Findings {
    private final List<Finding> list = new ArrayList<>();

    /** Adds one finding at the end. */
    public void add(Finding finding) {
        list.add(finding);
    }

    /** Adds findings at the end, in their order. */
    public void addAll(Iterable<Finding> findings) {
        findings.forEach(list::add);
    }

    /** Adds all findings of another collector at the end. */
    public void addAll(Findings other) {
        list.addAll(List.copyOf(other.list));
    }

    /** All findings in the order they were added: a live view that cannot be changed. */
    public List<Finding> list() {
        return Collections.unmodifiableList(list);
    }

    /** All findings in their natural order, by file, line, column and code. */
    public List<Finding> sorted() {
        return list.stream().sorted().toList();
    }

    /** The findings that are as grave as {@code level} or graver, in the order they were added. */
    public List<Finding> atLeast(Level level) {
        return list.stream().filter(finding -> finding.level().isAtLeast(level)).toList();
    }

    /** Whether there is at least one {@link Level#ERROR}. */
    public boolean hasErrors() {
        return list.stream().anyMatch(finding -> finding.level() == Level.ERROR);
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** How many findings there are. */
    public int size() {
        return list.size();
    }

    /** Forgets all findings. */
    public void clear() {
        list.clear();
    }
}
