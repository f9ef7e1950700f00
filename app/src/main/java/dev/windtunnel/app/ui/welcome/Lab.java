package dev.windtunnel.app.ui.welcome;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.Selection;
import java.util.List;
import java.util.function.Predicate;

/**
 * A lab: a scenario that ships, and a few steps to do with it.
 *
 * @param title its name
 * @param sentence what it is about
 * @param mesh the mesh and the time it takes, in a few words
 * @param scenario its file below the folder {@code scenarios}
 * @param steps what to do, in order
 */
public record Lab(String title, String sentence, String mesh, String scenario, List<Step> steps) {

    /**
     * A step.
     *
     * @param text what to do and what to look for
     * @param done whether it has been done, which the program sees by itself
     */
    public record Step(String text, Predicate<Progress> done) {}

    /** What a step is judged by. */
    public record Progress(SessionState state, Selection selection) {
        boolean requests(long count) {
            return state.frame().requests() >= count;
        }

        boolean edited() {
            return edits() >= 1;
        }

        long edits() {
            return state.marks().stream()
                    .filter(mark -> mark.kind() == SessionState.Mark.Kind.EDIT)
                    .count();
        }

        boolean since(double seconds) {
            return state.marks().stream()
                    .filter(mark -> mark.kind() == SessionState.Mark.Kind.EDIT)
                    .anyMatch(mark -> state.frame().nowNanos() / 1e9 >= mark.seconds() + seconds);
        }

        boolean waterfall() {
            return selection instanceof Selection.Request;
        }

        boolean rule() {
            return selection instanceof Selection.Rule;
        }

        boolean pod() {
            return selection instanceof Selection.Pod || selection instanceof Selection.Workload;
        }
    }

    private static Step step(String text, Predicate<Progress> done) {
        return new Step(text, done);
    }

    /** The labs that ship. */
    public static final List<Lab> ALL = List.of(
            new Lab(
                    "Split 10/90",
                    "The first experiment of 2017: 100 calls, exactly 10 and 90. Why exactly?",
                    "hello world, 3 min",
                    "first-steps/e1-split.yaml",
                    List.of(
                            step("Press Play. Wait for 100 calls and read the Split chart.", p -> p.requests(100)),
                            step("Select the rule in the explorer: its weights are 10 and 90.", Progress::rule),
                            step(
                                    "Set v2 to 50, apply it (Ctrl+Enter), restart and play: what does the split do?",
                                    Progress::edited))),
            new Lab(
                    "A 2 s timeout",
                    "The service needs 10 s, the rule allows 2. What does the caller see, and when?",
                    "hello world, 3 min",
                    "first-steps/e2-timeout.yaml",
                    List.of(
                            step("Step to the next request. Which code comes, after how long?", p -> p.requests(1)),
                            step("Open a request of the table: who ended it?", Progress::waterfall),
                            step(
                                    "Set the timeout to 12s and apply it. Does the call get its answer?",
                                    Progress::edited))),
            new Lab(
                    "Two retries, 6.087 s",
                    "Three tries of 2 s and two back-offs. Find every millisecond.",
                    "hello world, 5 min",
                    "first-steps/e3-retry.yaml",
                    List.of(
                            step("Step to the next request. How many tries does it take?", p -> p.requests(1)),
                            step("Open its waterfall. Where are the milliseconds beyond 6 s?", Progress::waterfall),
                            step(
                                    "Set attempts to 5 and apply it. Which limit ends the request now?",
                                    Progress::edited))),
            new Lab(
                    "Bookinfo canary",
                    "Move reviews to another version and watch the tail of the product page.",
                    "Bookinfo, 5 min",
                    "bookinfo",
                    List.of(
                            step(
                                    "Press Play and let 20 s go by.",
                                    p -> p.state().frame().nowNanos() >= 20_000_000_000L),
                            step("Select the rule of reviews.", Progress::rule),
                            step("Give the canary half of the requests and apply it.", Progress::edited),
                            step("Look at p99 ten seconds later. Would you ship it?", p -> p.since(10)))),
            new Lab(
                    "Canary by header",
                    "Only testers see the new version, until you open it to everyone.",
                    "shop, 4 min",
                    "labs/canary-by-header.yaml",
                    List.of(
                            step(
                                    "Press Play. Which version do the testers get, and the customers?",
                                    p -> p.requests(200)),
                            step("Select the rule: the first route matches a header.", Progress::rule),
                            step("Send 20 % of everybody to v2, and apply it.", Progress::edited),
                            step("Wait 10 s: does the split follow?", p -> p.since(10)))),
            new Lab(
                    "Retry storm",
                    "Three hops, two retries each, one slow service: up to 27 tries per request.",
                    "chain of three, 5 min",
                    "labs/retry-storm.yaml",
                    List.of(
                            step(
                                    "Press Play and run past 0:20, when the last service slows down.",
                                    p -> p.state().frame().nowNanos() >= 30_000_000_000L),
                            step("Open a failed request: count the tries at each hop.", Progress::waterfall),
                            step("Set the attempts of the last hop to 0 and apply it.", Progress::edited),
                            step("Ten seconds later, what has the amplification become?", p -> p.since(10)))),
            new Lab(
                    "One slow pod",
                    "Ten pods, one of them slow. LEAST_REQUEST walks around it, ROUND_ROBIN does not.",
                    "one service, 4 min",
                    "labs/slow-pod.yaml",
                    List.of(
                            step("Press Play and read p99.", p -> p.requests(500)),
                            step("Select the slow pod: how many requests does it get?", Progress::pod),
                            step("Set the load balancer to ROUND_ROBIN and apply it.", Progress::edited),
                            step("Ten seconds later, where is p99?", p -> p.since(10)))));

    /** How many of the steps, from the first on, have been done. */
    public int done(int before, Progress progress) {
        int done = before;
        while (done < steps.size() && steps.get(done).done().test(progress)) {
            done++;
        }
        return done;
    }
}
