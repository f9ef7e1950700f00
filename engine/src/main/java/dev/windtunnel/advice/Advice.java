package dev.windtunnel.advice;

import dev.windtunnel.advice.Taken.Forwarding;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.measure.LateProbes;
import dev.windtunnel.measure.RunResult.DestinationResult;
import dev.windtunnel.measure.RunResult.EdgeResult;
import dev.windtunnel.measure.RunResult.PodResult;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.proxy.route.RouteAction;
import dev.windtunnel.source.Durations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a run so far. Codes: WT3301 retries multiply, WT3302 timeouts end many requests, WT3303 a queue grows, WT3304
 * nothing went where a route leads, WT3305 a per-try timeout is shorter than what a pod usually takes, WT3306 probes that wait
 * behind requests take pods away or start their apps again.
 */
public final class Advice {

    /** Fewer requests than this say nothing about an edge. */
    static final double FEWEST_REQUESTS = 100;
    /** More tries for each request than this are many. */
    static final double MANY_TRIES = 1.5;
    /** A larger share of requests than this that timeouts end is large. */
    static final double MANY_TIMEOUTS = 0.05;
    /** A queue is worth a word from here on, and grows when it has become this many times as long. */
    static final int LONG_QUEUE = 20;

    static final int GROWTH = 2;
    /** Answers of a pod that make its median worth a word. */
    static final double FEWEST_ANSWERS = 50;

    private Advice() {}

    /**
     * What there is to say, gravest kind first.
     *
     * @param plan the plan in force now
     * @param before the run some seconds ago; null when it was not looked at yet
     * @param now the run now
     */
    public static List<Advised> of(Plan plan, @Nullable Sight before, Sight now) {
        List<Advised> advice = new ArrayList<>();
        List<Taken> edges = Taken.of(plan, now.result().edges());
        for (Taken edge : edges) {
            if (edge.edge().requests() >= FEWEST_REQUESTS) {
                retries(edge, advice);
            }
        }
        for (Taken edge : edges) {
            if (edge.edge().requests() >= FEWEST_REQUESTS) {
                timeouts(edge, advice);
            }
        }
        queues(plan, before, now, advice);
        probes(plan, now, advice);
        for (Taken edge : edges) {
            tryTimeouts(edge, now.result().pods(), advice);
        }
        untaken(edges, now.routes(), advice);
        return List.copyOf(advice);
    }

    private static void retries(Taken taken, List<Advised> advice) {
        EdgeResult edge = taken.edge();
        double tries = edge.attempts() / edge.requests();
        if (tries <= MANY_TRIES) {
            return;
        }
        Forwarding route = first(taken, action -> action.retry() != null);
        RetryPolicy retry = route == null ? null : route.action().retry();
        String message = Amounts.one(tries) + " tries for each of " + Amounts.count(edge.requests()) + " requests from "
                + taken.name()
                + (retry == null ? "" : "; its route retries up to " + retry.retries() + " times");
        advice.add(about(
                taken,
                route == null ? null : route.route().origin(),
                "retries",
                Finding.warning("WT3301", message)
                        .withFix(
                                "retry fewer times, or limit retries under way with maxRetries of a DestinationRule")));
    }

    private static void timeouts(Taken taken, List<Advised> advice) {
        EdgeResult edge = taken.edge();
        double ended = 0;
        for (Map.Entry<String, Double> flag : edge.flags().entrySet()) {
            if (List.of(flag.getKey().split(",", -1)).contains("UT")) {
                ended += flag.getValue();
            }
        }
        double share = ended / edge.requests();
        Forwarding route = first(taken, Advice::limited);
        if (share <= MANY_TIMEOUTS || route == null) {
            return;
        }
        RetryPolicy retry = route.action().retry();
        boolean whole = route.action().timeoutNanos() > 0;
        String limit = whole
                ? "The timeout " + Durations.format(route.action().timeoutNanos())
                : "The per-try timeout " + Durations.format(retry == null ? 0 : retry.perTryTimeoutNanos());
        advice.add(about(
                taken,
                route.route().origin(),
                whole ? "timeout" : "retries.perTryTimeout",
                Finding.warning(
                                "WT3302",
                                limit + " ended " + Amounts.percent(share) + " of " + Amounts.count(edge.requests())
                                        + " requests from " + taken.name())
                        .withFix("give it more time, or find out what makes the service slower than that")));
    }

    private static boolean limited(RouteAction.Forward action) {
        RetryPolicy retry = action.retry();
        return action.timeoutNanos() > 0 || retry != null && retry.perTryTimeoutNanos() > 0;
    }

    private static void queues(Plan plan, @Nullable Sight before, Sight now, List<Advised> advice) {
        if (before == null) {
            return;
        }
        for (WorkloadPlan workload : plan.workloads()) {
            String name = workload.displayName(plan.scenario().namespace());
            int was = before.waiting().getOrDefault(name, 0);
            int is = now.waiting().getOrDefault(name, 0);
            if (is >= LONG_QUEUE && is >= GROWTH * was) {
                Finding finding = Finding.warning(
                                "WT3303",
                                "Requests that wait in " + name + " grew from " + was + " to " + is + " in "
                                        + Amounts.one(now.seconds() - before.seconds()) + " s")
                        .withFix("give it more pods or cores, or let callers send less");
                Finding about = workload.workload() == null
                        ? finding
                        : finding.withObject(workload.workload().key().kind(), workload.namespace(), workload.name());
                advice.add(new Advised(about, null, name));
            }
        }
    }

    /** Overload and probes that feed each other: a pod that leaves or starts again gives its load to the others. */
    private static void probes(Plan plan, Sight now, List<Advised> advice) {
        for (WorkloadPlan workload : plan.workloads()) {
            String name = workload.displayName(plan.scenario().namespace());
            LateProbes late = now.late().get(name);
            double queue = 0;
            for (PodResult pod : now.result().pods()) {
                queue = pod.workload().equals(name) ? Math.max(queue, pod.queueMax()) : queue;
            }
            if (late == null || queue == 0) {
                continue;
            }
            List<String> consequences = new ArrayList<>();
            if (late.unready() > 0) {
                consequences.add("took pods of " + name + " out of their Services " + times(late.unready()));
            }
            if (late.restarts() > 0) {
                consequences.add("started apps of " + name + " again " + times(late.restarts()));
            }
            Finding finding = Finding.warning(
                            "WT3306",
                            "Probes that were not answered in time " + String.join(" and ", consequences)
                                    + ", while up to " + Amounts.count(queue)
                                    + " requests waited in a pod: the others get its load")
                    .withFix(
                            "let a thread of its own answer probes, raise timeoutSeconds and failureThreshold, or refuse"
                                    + " what is too much before it waits");
            Finding about = workload.workload() == null
                    ? finding
                    : finding.withObject(workload.workload().key().kind(), workload.namespace(), workload.name());
            advice.add(new Advised(about, null, name));
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : Amounts.count(count) + " times";
    }

    private static void tryTimeouts(Taken taken, List<PodResult> pods, List<Advised> advice) {
        for (Forwarding route : taken.routes()) {
            RetryPolicy retry = route.action().retry();
            if (retry == null || retry.perTryTimeoutNanos() <= 0) {
                continue;
            }
            PodResult slowest = null;
            for (PodResult pod : pods) {
                boolean worse = slowest == null || median(pod) > median(slowest);
                if (goesTo(taken, route, pod) && median(pod) * 1e9 > retry.perTryTimeoutNanos() && worse) {
                    slowest = pod;
                }
            }
            if (slowest != null) {
                advice.add(about(
                        taken,
                        route.route().origin(),
                        "retries.perTryTimeout",
                        Finding.warning(
                                        "WT3305",
                                        "The per-try timeout " + Durations.format(retry.perTryTimeoutNanos()) + " from "
                                                + taken.name() + " is shorter than the p50 of " + slowest.name() + ", "
                                                + Amounts.measured(median(slowest))
                                                + ": most tries there end before they are answered")
                                .withFix("make it longer than what most answers take")));
            }
        }
    }

    private static double median(PodResult pod) {
        return pod.latency() == null || pod.latency().count() < FEWEST_ANSWERS
                ? 0
                : pod.latency().p50();
    }

    private static boolean goesTo(Taken taken, Forwarding route, PodResult pod) {
        for (DestinationResult to : taken.edge().destinations()) {
            for (RouteAction.WeightedCluster cluster : route.action().clusters()) {
                boolean same = to.subset() == null || to.subset().equals(taken.subset(cluster.cluster()));
                if (same && cluster.weight() > 0 && to.workload().equals(pod.workload()) && to.attempts() > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A route among several of a service that no request has taken since it is in force. */
    private static void untaken(List<Taken> edges, Map<String, Long> uses, List<Advised> advice) {
        Set<String> told = new LinkedHashSet<>();
        for (Taken taken : edges) {
            Map<String, Long> byRoute = new LinkedHashMap<>();
            for (Forwarding route : taken.routes()) {
                byRoute.merge(route(route), uses.getOrDefault(route.route().rule(), 0L), Long::sum);
            }
            double requests =
                    byRoute.values().stream().mapToLong(Long::longValue).sum();
            if (byRoute.size() < 2 || requests < FEWEST_REQUESTS) {
                continue;
            }
            for (Forwarding route : taken.routes()) {
                if (byRoute.getOrDefault(route(route), 0L) == 0 && told.add(route(route))) {
                    advice.add(
                            about(
                                    taken,
                                    route.route().origin(),
                                    "match",
                                    Finding.info(
                                                    "WT3304",
                                                    "None of " + Amounts.count(requests) + " requests to "
                                                            + taken.edge().service() + " took this route"
                                                            + to(taken, route))
                                            .withFix(
                                                    "see whether requests have what it matches, and what routes before it take")));
                }
            }
        }
    }

    /** {@code , which leads to v2}; nothing where it leads to no subset. */
    private static String to(Taken taken, Forwarding route) {
        Set<String> subsets = new LinkedHashSet<>();
        for (RouteAction.WeightedCluster cluster : route.action().clusters()) {
            String subset = taken.subset(cluster.cluster());
            if (cluster.weight() > 0 && subset != null) {
                subsets.add(subset);
            }
        }
        return subsets.isEmpty() ? "" : ", which leads to " + String.join(", ", subsets);
    }

    /** The route of a rule, whichever of its matches. */
    private static String route(Forwarding route) {
        String rule = route.route().rule();
        int match = rule.indexOf(".match[");
        return match < 0 ? rule : rule.substring(0, match);
    }

    private static @Nullable Forwarding first(
            Taken taken, java.util.function.Predicate<RouteAction.Forward> condition) {
        for (Forwarding route : taken.routes()) {
            if (condition.test(route.action())) {
                return route;
            }
        }
        return null;
    }

    private static Advised about(Taken taken, @Nullable Origin origin, String field, Finding finding) {
        EdgeResult edge = taken.edge();
        return new Advised(
                origin == null ? finding : placed(origin, field, finding),
                edge.source() + "->" + edge.service() + ":" + edge.port(),
                null);
    }

    private static Finding placed(Origin origin, String field, Finding finding) {
        Finding about = finding.withObject(
                        origin.object().kind(),
                        origin.object().namespace(),
                        origin.object().name())
                .withPath(origin.path().isEmpty() ? null : "spec." + origin.path());
        return origin.file() == null
                ? about
                : about.withPlace(origin.file(), origin.lineOf(field), origin.columnOf(field));
    }
}
