package dev.windtunnel.app.ui.welcome;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A lab: a scenario that ships, and a few steps to do with it.
 *
 * @param title its name
 * @param sentence what it is about, for its card
 * @param story what one should know before, for its page
 * @param mesh the mesh and the time it takes, in a few words
 * @param scenario its file below the folder of those that ship
 * @param sketch the drawing on its card
 * @param steps what to do, in order
 */
public record Lab(
        String title, String sentence, String story, String mesh, String scenario, LabSketch sketch, List<Step> steps) {

    /** The labs that ship. */
    public static final List<Lab> ALL = Labs.ALL;

    /** The lab that comes after this one; null after the last. */
    @Nullable
    Lab next() {
        int at = ALL.indexOf(this) + 1;
        return at > 0 && at < ALL.size() ? ALL.get(at) : null;
    }

    /**
     * A step.
     *
     * @param text what to do and what to look for
     * @param done whether it has been done, which the program sees by itself
     */
    public record Step(String text, Predicate<Progress> done) {}

    /**
     * What a step is judged by.
     *
     * @param label what the labels of edges say
     */
    public record Progress(SessionState state, Selection selection, EdgeLabel label) {

        boolean answered(long count) {
            return state.frame().answered() >= count;
        }

        boolean at(double seconds) {
            return state.frame().nowNanos() >= seconds * 1e9;
        }

        boolean edited() {
            return edits() >= 1;
        }

        long edits() {
            return state.marks().stream()
                    .filter(mark -> mark.kind() == Mark.Kind.EDIT)
                    .count();
        }

        /** Whether outlier detection has taken a pod out. */
        boolean ejected() {
            return state.frame().pods().stream().anyMatch(pod -> pod.ejections() > 0);
        }

        /** Whether the clock has gone on for so long after the last edit. */
        boolean after(double seconds) {
            return edited()
                    && state.marks().stream()
                            .filter(mark -> mark.kind() == Mark.Kind.EDIT)
                            .allMatch(mark -> at(mark.seconds() + seconds));
        }

        /** Whether a request that started after the first edit ended in a way. */
        boolean afterEdit(Predicate<SessionState.Outcome> way) {
            double from = state.marks().stream()
                    .filter(mark -> mark.kind() == Mark.Kind.EDIT)
                    .mapToDouble(Mark::seconds)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            return state.outcomes().stream().anyMatch(each -> each.startSeconds() >= from && way.test(each));
        }

        boolean waterfall() {
            return selection instanceof Selection.Request;
        }

        boolean rule() {
            return selection instanceof Selection.Rule;
        }

        boolean pod() {
            return selection instanceof Selection.Pod;
        }
    }

    /** How many of the steps, from the first on, have been done. */
    public int done(int before, Progress progress) {
        int done = before;
        while (done < steps.size() && steps.get(done).done().test(progress)) {
            done++;
        }
        return done;
    }
}
