package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Run;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the wiring of the open scenario: read and placed on a thread of its own, again when the timeline or an edit has
 * acted and when the run uses a link that nothing told of before. Called on one thread, the screen's.
 */
final class Surveyor {

    private final Executor worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "windtunnel-topology");
        thread.setDaemon(true);
        return thread;
    });
    private final Executor screen;
    private final Consumer<Wiring> target;
    private final Set<String> asked = new HashSet<>();
    private @Nullable LiveSession session;
    private Wiring current = Wiring.EMPTY;
    private final Zones zones = new Zones();
    private List<Frame.EdgeFrame> used = List.of();
    private int acted;
    private int generation;
    private boolean zonesShown = true;

    /**
     * A surveyor.
     *
     * @param screen runs things on the screen's thread
     * @param target gets every new wiring there
     */
    Surveyor(Executor screen, Consumer<Wiring> target) {
        this.screen = screen;
        this.target = target;
    }

    /** Another scenario is open, or none. */
    void open(@Nullable LiveSession next) {
        session = next;
        generation++;
        acted = 0;
        asked.clear();
        zones.clear();
        used = List.of();
        current = Wiring.EMPTY;
        target.accept(current);
        if (next != null) {
            survey(next.experiment().plan(), generation);
        }
    }

    /** Zones are to be shown, or not. */
    void showZones(boolean shown) {
        LiveSession open = session;
        if (shown != zonesShown && open != null) {
            askPlan(open);
        }
        zonesShown = shown;
    }

    /** Looks whether something has changed since the last state. */
    void look(SessionState state) {
        LiveSession open = session;
        if (open == null) {
            return;
        }
        double now = state.frame().nowNanos() / 1e9;
        int marks = (int)
                state.marks().stream().filter(mark -> mark.seconds() <= now).count();
        boolean unknown = false;
        for (Frame.EdgeFrame edge : state.frame().edges()) {
            if (current.topology().link(edge.key()) == null) {
                unknown |= asked.add(edge.key());
            }
        }
        unknown |= zones.take(state.frame().pods()) && zonesShown;
        if (marks != acted || unknown) {
            acted = marks;
            used = state.frame().edges();
            askPlan(open);
        }
    }

    private void askPlan(LiveSession open) {
        int wanted = generation;
        open.with(Run::plan).thenAccept(plan -> screen.execute(() -> survey(plan, wanted)));
    }

    private void survey(Plan plan, int wanted) {
        Wiring before = current;
        List<Frame.EdgeFrame> edges = used;
        Map<String, List<String>> shown = zonesShown ? zones.byWorkload() : Map.of();
        worker.execute(() -> {
            Topology topology = TopologyBuilder.of(plan, edges, shown);
            if (topology.equals(before.topology())) {
                return;
            }
            Placement placement = sameShape(topology, before.topology())
                    ? before.placement()
                    : LayeredLayout.place(topology, before.placement());
            Wiring wiring = Wiring.of(topology, placement);
            screen.execute(() -> {
                if (wanted == generation) {
                    current = wiring;
                    target.accept(wiring);
                }
            });
        });
    }

    /** Whether nothing needs another place: the same nodes of the same sizes, the same ways between them. */
    static boolean sameShape(Topology a, Topology b) {
        if (a.nodes().size() != b.nodes().size()
                || a.links().size() != b.links().size()) {
            return false;
        }
        for (int i = 0; i < a.nodes().size(); i++) {
            Topology.Node x = a.nodes().get(i);
            Topology.Node y = b.nodes().get(i);
            if (!x.id().equals(y.id()) || Sizes.width(x) != Sizes.width(y) || Sizes.height(x) != Sizes.height(y)) {
                return false;
            }
        }
        for (int i = 0; i < a.links().size(); i++) {
            if (!sameWays(a.links().get(i), b.links().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameWays(Topology.Link x, Topology.Link y) {
        if (!x.key().equals(y.key()) || x.branches().size() != y.branches().size()) {
            return false;
        }
        for (int i = 0; i < x.branches().size(); i++) {
            Topology.Branch a = x.branches().get(i);
            Topology.Branch b = y.branches().get(i);
            if (!a.target().equals(b.target()) || a.row() != b.row()) {
                return false;
            }
        }
        return true;
    }
}
