package dev.windtunnel.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Things that happen seldom, each with code of its own; the agenda calls them by number. */
final class Chores {

    /** Something that happens at its time. */
    interface Chore {
        void happens();
    }

    private record Planned(Chore chore, boolean forEver) {}

    private final Core core;
    private final List<@Nullable Planned> planned = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private int repeating;

    Chores(Core core) {
        this.core = core;
    }

    /** Something that is to happen once. */
    void at(long nanos, Chore chore) {
        plan(nanos, new Planned(chore, false));
    }

    /** Something that plans itself again each time: a run does not go on for its sake. */
    void repeatedlyAt(long nanos, Chore chore) {
        repeating++;
        plan(nanos, new Planned(chore, true));
    }

    private void plan(long nanos, Planned what) {
        int slot;
        if (free.isEmpty()) {
            slot = planned.size();
            planned.add(what);
        } else {
            slot = free.remove(free.size() - 1);
            planned.set(slot, what);
        }
        core.agenda.schedule(nanos, EventKind.CHORE, slot);
    }

    /** It is time. */
    void happens(int slot) {
        Planned due = planned.get(slot);
        planned.set(slot, null);
        free.add(slot);
        if (due != null) {
            repeating -= due.forEver() ? 1 : 0;
            due.chore().happens();
        }
    }

    /** How many events are on the agenda that only ever plan themselves again. */
    int repeating() {
        return repeating;
    }
}
