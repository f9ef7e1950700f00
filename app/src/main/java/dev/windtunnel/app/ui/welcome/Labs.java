package dev.windtunnel.app.ui.welcome;

import dev.windtunnel.app.ui.shell.Workbench.EdgeLabel;
import dev.windtunnel.app.ui.welcome.Lab.Progress;
import dev.windtunnel.app.ui.welcome.Lab.Step;
import java.util.List;
import java.util.function.Predicate;

/** The labs that ship, each with a scenario in {@code scenarios}. */
final class Labs {

    private Labs() {}

    private static Step step(String text, Predicate<Progress> done) {
        return new Step(text, done);
    }

    static final List<Lab> ALL = List.of(
            new Lab(
                    "Split 10/90",
                    "100 calls split exactly 10 and 90, as in 2017. Why exactly?",
                    "Envoy of 2017 dealt out weights by a counter, so that any 100 calls in a row were split exactly. "
                            + "Watch it deal, then change the cards.",
                    "hello world, 3 min",
                    "labs/split.yaml",
                    LabSketch.SPLIT,
                    List.of(
                            step(
                                    "Press Play, or Space. Follow 100 calls in the chart Split: which come first?",
                                    p -> p.answered(100)),
                            step(
                                    "Select the rule helloworld-default at the left. Where are 10 and 90 in its form?",
                                    Progress::rule),
                            step("Set version 2 to 50, then Apply now (Ctrl+Enter).", Progress::edited),
                            step("Ten seconds later: does the line follow the dashed one at once?", p -> p.after(10)))),
            new Lab(
                    "A 2s timeout",
                    "The page takes 10 s, the rule allows 2. What comes back, and when?",
                    "A rule with httpReqTimeout 2s, and a page that sleeps for 10 s. The rule hides the split below it, "
                            + "as its precedence is higher.",
                    "hello world, 3 min",
                    "labs/timeout.yaml",
                    LabSketch.TIMEOUT,
                    List.of(
                            step("Step to the next answer (.). Which code is it, after how long?", p -> p.answered(1)),
                            step("Open it in Requests. Whose timer ended it?", Progress::waterfall),
                            step(
                                    "Close the waterfall, set the timeout of helloworld-timeout to 12s and apply it.",
                                    Progress::edited),
                            step(
                                    "Step until a call is answered 200. After how long?",
                                    p -> p.afterEdit(each -> each.code() == 200)))),
            new Lab(
                    "Two retries, 6.087 s",
                    "Three tries of 2 s and two back-offs. Find every millisecond.",
                    "In 2017 a curl against this rule took 6.087190 s and got 504. The lab takes that number apart.",
                    "hello world, 5 min",
                    "labs/retries.yaml",
                    LabSketch.RETRIES,
                    List.of(
                            step(
                                    "Step to the next answer (.). What does curl see, after how long?",
                                    p -> p.answered(1)),
                            step("Open its waterfall. Where are the milliseconds beyond 6 s?", Progress::waterfall),
                            step(
                                    "Close it, set the retries of helloworld-timeout to 10 and apply that.",
                                    Progress::edited),
                            step(
                                    "Step to the next answers. Which limit ends the request now?",
                                    p -> p.afterEdit(each -> each.latencySeconds() > 10)))),
            new Lab(
                    "The migration trap",
                    "The 2017 retry rule, translated word by word, no longer retries.",
                    "The words attempts and perTryTimeout are the same in a VirtualService. What is retried is not: "
                            + "by default a try that timed out is not tried again.",
                    "hello world, 4 min",
                    "labs/migration.yaml",
                    LabSketch.MIGRATION,
                    List.of(
                            step("Step to the next answer (.). It takes 2 s, not 6.", p -> p.answered(1)),
                            step("Open its waterfall. How many tries are there?", Progress::waterfall),
                            step(
                                    "Close it, add the condition 5xx to the retries of helloworldsvc and apply that.",
                                    Progress::edited),
                            step(
                                    "Step until a request has three tries.",
                                    p -> p.afterEdit(each -> each.tries() >= 3)))),
            new Lab(
                    "Bookinfo canary",
                    "Move reviews to another version and watch the tail of the product page.",
                    "A tenth of 1000 requests/s sees the red stars of reviews v3. Give it more, and look at p99 before "
                            + "you ship it.",
                    "Bookinfo, 5 min",
                    "bookinfo",
                    LabSketch.CANARY,
                    List.of(
                            step("Press Play and let 20 s go by.", p -> p.at(20)),
                            step("Select the rule of reviews: the diamond on its edge.", Progress::rule),
                            step("Give v3 half of the requests and apply it.", Progress::edited),
                            step("Look at p99 ten seconds later. Would you ship it?", p -> p.after(10)))),
            new Lab(
                    "Canary by header",
                    "Only testers see the new version, until you open it to everybody.",
                    "The first route matches the header x-group: testers. The second takes everybody else, and has a "
                            + "weight that waits at 0.",
                    "a shop, 4 min",
                    "labs/canary-by-header.yaml",
                    LabSketch.HEADER,
                    List.of(
                            step(
                                    "Press Play. Which version do testers see in the topology, which do customers?",
                                    p -> p.answered(500)),
                            step("Select the rule catalog. What does its first route match?", Progress::rule),
                            step("Give v2 20 % of everybody, and apply it.", Progress::edited),
                            step("Ten seconds later: does the split follow? And p99?", p -> p.after(10)))),
            new Lab(
                    "Retry storm",
                    "Three hops with two retries each: up to 27 tries per request.",
                    "pricing can serve 1000 requests/s and is asked for 200. For 15 s it is slow. Then it is well again, "
                            + "and the storm goes on.",
                    "a chain of three, 5 min",
                    "labs/retry-storm.yaml",
                    LabSketch.STORM,
                    List.of(
                            step("Press Play and run past 0:20, when pricing slows down.", p -> p.at(20)),
                            step("At 0:35 pricing is well again. Run to 0:50: is the shop?", p -> p.at(50)),
                            step(
                                    "Label the edges with Amplification: where do 27 tries come from?",
                                    p -> p.label() == EdgeLabel.AMPLIFICATION),
                            step(
                                    "Take the condition 5xx off the retries of frontend and of orders; apply both.",
                                    p -> p.edits() >= 2),
                            step("Ten seconds later: does the storm end?", p -> p.after(10)))),
            new Lab(
                    "One slow pod",
                    "One of ten pods is slow. Which balancer walks around it?",
                    "From 0:10 on one pod of search takes five times as long. Nothing is wrong with it that a probe "
                            + "would see.",
                    "one service, 4 min",
                    "labs/slow-pod.yaml",
                    LabSketch.SLOW_POD,
                    List.of(
                            step("Press Play and run past 0:20. Where is p99?", p -> p.at(20)),
                            step(
                                    "Select the slow pod search-0, the first square of search. How busy is it?",
                                    Progress::pod),
                            step(
                                    "Set the load balancer of search to ROUND_ROBIN and apply it (at 1:30 the timeline does).",
                                    p -> p.edited() || p.at(90)),
                            step("Ten seconds later, where is p99?", p -> p.after(10) || p.at(100)))),
            new Lab(
                    "One bad pod of three",
                    "One pod fails every request. Outlier detection is on, and lets it.",
                    "cart has three pods, one of which answers 500 to everything. The DestinationRule has outlier "
                            + "detection. Whose fault is it that a third of the requests still fail?",
                    "one service, 4 min",
                    "resilience/ejection-3-pods.yaml",
                    LabSketch.EJECTION,
                    List.of(
                            step("Press Play and run past 0:20. Does the bad pod leave?", p -> p.at(20)),
                            step(
                                    "Select the rule cart. How much may be out, and how much is one pod of three?",
                                    Progress::rule),
                            step("Set Out at most to 50 and apply it.", Progress::edited),
                            step(
                                    "Ten seconds later: what do Events and the chart Ejections say?",
                                    p -> p.after(10) && p.ejected()))),
            new Lab(
                    "A zone goes down",
                    "The machines of a zone are gone without a word. Who notices first?",
                    "At 0:30 zone a is gone. Kubernetes misses its machines after 40 s; until then its pods stand in the "
                            + "endpoints, and requests wait for them.",
                    "two zones, 5 min",
                    "labs/zone-down.yaml",
                    LabSketch.ZONE,
                    List.of(
                            step("Press Play and run past 0:50. Who still sends requests to zone a?", p -> p.at(50)),
                            step("At 1:10 its machines are missed. Run to 1:20: do requests fail?", p -> p.at(80)),
                            step(
                                    "Drag the clock back to 0:20. In the rule cart set 5xx in a row to 3 and Out at most "
                                            + "to 100, and apply.",
                                    p -> p.edited() && !p.at(79)),
                            step(
                                    "Run to 0:50 again. Who notices now, and after how many requests?",
                                    p -> p.edited() && p.at(50) && p.ejected()))));
}
