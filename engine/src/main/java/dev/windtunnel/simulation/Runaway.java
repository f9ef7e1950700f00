package dev.windtunnel.simulation;

import dev.windtunnel.plan.Program;
import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.scenario.Traffic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out from the state of a simulation that cannot go on what in the scenario is behind it. */
final class Runaway {

    private final Core core;

    Runaway(Core core) {
        this.core = core;
    }

    /** The explanation of an overload. */
    RunawayException explain(Overload.Kind kind) {
        return switch (kind) {
            case WINDOWS ->
                new RunawayException(
                        "the series has more than " + count(Simulation.MOST_WINDOWS) + " windows",
                        "make the windows of --series longer",
                        Place.NONE);
            case TIMELINE -> timeline();
            case CHANGES ->
                new RunawayException(
                        "the timeline changed objects more than " + count(Timeline.MOST_CHANGES) + " times by " + now(),
                        "make `every` longer, or end the repetitions with `until`",
                        timeline().place());
            case PODS ->
                new RunawayException(
                        "more than " + count(PodLife.MOST_MADE) + " pods were made by " + now(),
                        "let the timeline kill or scale less often",
                        timeline().place());
            case EVENTS_AT_ONE_INSTANT, UNDER_WAY, DEPTH, MEMORY -> calls(kind);
        };
    }

    private RunawayException timeline() {
        return new RunawayException(
                "the timeline had more than " + count(Timeline.MOST_OCCURRENCES) + " happenings by " + now(),
                "make `every` longer, or end the repetitions with `until`",
                core.scenario.timeline().stream()
                        .filter(entry -> entry.everyNanos() > 0)
                        .min((a, b) -> Long.compare(a.everyNanos(), b.everyNanos()))
                        .map(entry -> entry.place())
                        .orElse(Place.NONE));
    }

    private RunawayException calls(Overload.Kind kind) {
        String symptom =
                switch (kind) {
                    case EVENTS_AT_ONE_INSTANT -> "a million events happened at " + now() + " without time moving on";
                    case DEPTH -> "calls wait for each other " + count(Callers.DEEPEST) + " deep at " + now();
                    case MEMORY ->
                        "the run needs more memory than the "
                                + count(Runtime.getRuntime().maxMemory() >> 20)
                                + " MiB that Java may use: " + count(core.calls.live()) + " requests are under way at "
                                + now();
                    default ->
                        "more than " + count(Core.MOST_UNDER_WAY) + " requests or connections are under way at "
                                + now();
                };
        Call deepest = deepest();
        List<Program.CallSite> circle = deepest == null ? List.of() : circle(deepest);
        if (!circle.isEmpty() && deepest != null) {
            return new RunawayException(
                    symptom + ": handlers call each other in a circle, " + names(deepest, circle),
                    "end the circle: take one of its calls out, or put it into a chance below 100%",
                    circle.get(0).call().place());
        }
        Call copy = deepest == null ? null : top(deepest);
        if (copy != null && copy.is(Call.MIRROR)) {
            return new RunawayException(
                    symptom + ": requests are mirrored in a circle, for what " + workload(deepest)
                            + " does with a copy is mirrored again",
                    "take the mirror out of one of the routes in the circle",
                    Place.NONE);
        }
        return kind == Overload.Kind.EVENTS_AT_ONE_INSTANT ? loop(symptom) : tooMuch(symptom);
    }

    /** A closed loop whose requests take no time and whose users do not think. */
    private RunawayException loop(String symptom) {
        Traffic most = null;
        for (Traffic each : core.scenario.traffic()) {
            if (each.load() instanceof Traffic.Closed closed
                    && closed.thinkTime().meanNanos() == 0) {
                if (most == null || requests(each) > requests(most)) {
                    most = each;
                }
            }
        }
        return most == null
                ? tooMuch(symptom)
                : new RunawayException(
                        symptom + ": the users of traffic " + most.name()
                                + " send again at once, and their requests take no time",
                        "give the load a thinkTime (a name that nobody knows, or a sidecar that is down, is told at once),"
                                + " or the handlers work or sleep",
                        most.place());
    }

    private RunawayException tooMuch(String symptom) {
        Traffic most = null;
        for (Traffic each : core.scenario.traffic()) {
            if (most == null || requests(each) > requests(most)) {
                most = each;
            }
        }
        return most == null
                ? new RunawayException(symptom, "make the run shorter", Place.NONE)
                : new RunawayException(
                        symptom + ": traffic " + most.name() + " sends more than is ever answered",
                        "lower its load, give the called pods capacity, or give the traffic a timeout",
                        most.place());
    }

    private long requests(Traffic traffic) {
        for (TrafficPlan each : core.plan.traffic()) {
            if (each.traffic().name().equals(traffic.name())) {
                long open = 0;
                for (Call call = core.calls.next(0); call != null; call = core.calls.next(call.slot + 1)) {
                    open += call.traffic == each.id() ? 1 : 0;
                }
                return open;
            }
        }
        return 0;
    }

    // ---------------------------------------------------------------- circles

    private @Nullable Call deepest() {
        Call deepest = null;
        for (Call call = core.calls.next(0); call != null; call = core.calls.next(call.slot + 1)) {
            if (deepest == null || call.depth > deepest.depth) {
                deepest = call;
            }
        }
        return deepest;
    }

    /** The call that a chain of calls begins with, as far as anybody still waits. */
    private static Call top(Call deepest) {
        Call call = deepest;
        while (call.parentTry != null && call.parentTry.call != null) {
            call = call.parentTry.call;
        }
        return call;
    }

    private String workload(@Nullable Call call) {
        return call == null ? "" : core.pod(call.pod).plan.displayName(core.scenario.namespace());
    }

    /** The call sites between two calls of one chain that stand at the same site, the outermost first; else none. */
    private List<Program.CallSite> circle(Call deepest) {
        List<Program.CallSite> circle = new ArrayList<>();
        Call call = deepest;
        while (call != null && call.site >= 0) {
            Program.CallSite site = core.plan.callSites().get(call.site);
            if (circle.contains(site)) {
                return circle;
            }
            circle.add(0, site);
            call = call.parentTry == null ? null : call.parentTry.call;
        }
        return List.of();
    }

    /** The workloads of a circle in the order of the calls, the first again at the end. */
    private String names(Call deepest, List<Program.CallSite> circle) {
        List<String> names = new ArrayList<>();
        Call call = deepest;
        for (int i = 0; call != null && i < circle.size(); i++) {
            names.add(0, core.pod(call.pod).plan.displayName(core.scenario.namespace()));
            call = call.parentTry == null ? null : call.parentTry.call;
        }
        names.add(names.get(0));
        return String.join(" -> ", names);
    }

    private String now() {
        return BigDecimal.valueOf(core.now(), 9).stripTrailingZeros().toPlainString() + " s";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
