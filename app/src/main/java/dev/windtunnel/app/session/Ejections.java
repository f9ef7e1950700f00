package dev.windtunnel.app.session;

import dev.windtunnel.simulation.Closeup;
import dev.windtunnel.simulation.Closeup.Ejected;
import dev.windtunnel.simulation.Run;
import java.util.ArrayList;
import java.util.List;

/** The latest ejections of a run: those that have begun are asked for once, and until they are over. */
final class Ejections {

    private static final int MOST = 500;

    private List<Ejected> known = List.of();
    private int first;
    private int firstOpen;

    /** The ejections so far, in order of time; the same list while nothing has changed. */
    List<Ejected> take(Run run) {
        Closeup now = run.closeup();
        int count = now.ejections();
        if (count == first + known.size() && firstOpen == count) {
            return known;
        }
        int from = Math.max(firstOpen, count - MOST);
        List<Ejected> later = now.ejections(from);
        List<Ejected> all = new ArrayList<>(known.subList(0, Math.max(0, Math.min(known.size(), from - first))));
        all.addAll(later);
        int tooMany = Math.max(0, all.size() - MOST);
        all.subList(0, tooMany).clear();
        first = count - all.size();
        firstOpen = count;
        for (int i = later.size() - 1; i >= 0; i--) {
            if (later.get(i).endNanos() < 0) {
                firstOpen = from + i;
            }
        }
        if (!all.equals(known)) {
            known = List.copyOf(all);
        }
        return known;
    }
}
