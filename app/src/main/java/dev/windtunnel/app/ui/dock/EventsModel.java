package dev.windtunnel.app.ui.dock;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has happened besides requests: the timeline, edits, pods that came and went; seen by comparing frames. */
final class EventsModel {

    private static final int MOST = 1000;

    /** Kinds of events. */
    enum Kind {
        TIMELINE("timeline"),
        EDIT("edit"),
        POD("pod"),
        EJECTION("ejection"),
        FAILURE("failure"),
        PROBLEM("problem");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** An event. {@code object} is the pod that it is about; empty for none. */
    record Event(double seconds, Kind kind, String object, String text) {}

    private final List<Event> events = new ArrayList<>();
    private final List<Mark> told = new ArrayList<>();
    private final Set<Integer> failing = new HashSet<>();
    private final EjectionEvents ejections = new EjectionEvents();
    private Map<Integer, PodFrame> pods = new LinkedHashMap<>();
    private double last = -1;
    private @Nullable Throwable problem;

    /** Takes a new state; whether anything has happened. */
    boolean take(SessionState state) {
        double now = state.frame().nowNanos() / 1e9;
        int before = events.size();
        if (now < last) {
            back(now);
        }
        boolean first = last < 0;
        for (Mark mark : state.marks()) {
            if (mark.seconds() <= now && !told.contains(mark)) {
                told.add(mark);
                add(new Event(
                        mark.seconds(), mark.kind() == Mark.Kind.EDIT ? Kind.EDIT : Kind.TIMELINE, "", mark.text()));
            }
        }
        firstFailures(state);
        comparePods(state.frame(), now, first);
        ejections.take(state.ejections(), names(state.frame()), this::add);
        if (!Objects.equals(problem, state.problem())) {
            problem = state.problem();
            if (problem != null) {
                add(new Event(
                        now,
                        Kind.PROBLEM,
                        "",
                        problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage()));
            }
        }
        last = now;
        return events.size() != before;
    }

    /** Of each traffic, the first request that failed: every failed one is sampled. */
    private void firstFailures(SessionState state) {
        for (Outcome outcome : state.outcomes()) {
            if (outcome.failed() && failing.add(outcome.traffic())) {
                String traffic = outcome.traffic() < state.frame().traffic().size()
                        ? state.frame().traffic().get(outcome.traffic()).name()
                        : "traffic";
                String code = outcome.code() == 0 ? "no answer" : outcome.status();
                String flags = outcome.flags().equals("-") ? "" : " " + outcome.flags();
                add(new Event(
                        outcome.startSeconds() + outcome.latencySeconds(),
                        Kind.FAILURE,
                        "",
                        "requests of " + traffic + " fail, first seen request " + outcome.request() + ": " + code
                                + flags + ", " + RequestsModel.why(outcome)));
            }
        }
    }

    /** The clock was dragged back: what came later has not happened. */
    private void back(double now) {
        failing.clear();
        ejections.back(now);
        events.removeIf(event -> event.seconds() > now);
        told.removeIf(mark -> mark.seconds() > now);
        pods = new LinkedHashMap<>();
        last = -1;
    }

    private void comparePods(Frame frame, double now, boolean first) {
        Map<Integer, PodFrame> next = new LinkedHashMap<>();
        for (PodFrame pod : frame.pods()) {
            next.put(pod.id(), pod);
            PodFrame known = pods.get(pod.id());
            if (first) {
                continue;
            }
            if (known == null) {
                add(new Event(at(pod.createdNanos(), now), Kind.POD, pod.name(), pod.name() + " was created"));
                if (pod.state().equals("READY")) {
                    add(new Event(at(pod.sinceNanos(), now), Kind.POD, pod.name(), pod.name() + " is ready"));
                }
            } else if (!known.state().equals(pod.state())) {
                String why = pod.why().isEmpty() ? "" : ": " + pod.why();
                add(new Event(
                        at(pod.sinceNanos(), now), Kind.POD, pod.name(), pod.name() + " " + state(pod.state()) + why));
            }
            if (known != null && known.restarts() < pod.restarts()) {
                String why = pod.why().isEmpty() ? "" : ": " + pod.why();
                add(new Event(now, Kind.POD, pod.name(), "the app of " + pod.name() + " was started again" + why));
            }
            if (known != null && known.proxyDown() != pod.proxyDown()) {
                String proxy = pod.proxyDown() ? " is down" : " is up again";
                add(new Event(now, Kind.POD, pod.name(), "the sidecar of " + pod.name() + proxy));
            }
        }
        for (PodFrame pod : pods.values()) {
            if (!next.containsKey(pod.id())) {
                add(new Event(now, Kind.POD, pod.name(), pod.name() + " is gone"));
            }
        }
        pods = next;
    }

    /** The instant itself, where it is known; else that of the frame that tells. */
    private static double at(long nanos, double now) {
        return nanos < 0 ? now : Math.min(now, nanos / 1e9);
    }

    private static Set<String> names(Frame frame) {
        Set<String> names = new HashSet<>();
        frame.pods().forEach(pod -> names.add(pod.name()));
        return names;
    }

    private static String state(String state) {
        return switch (state) {
            case "READY" -> "is ready";
            case "PENDING" -> "waits for a node";
            case "STARTING" -> "starts";
            case "TERMINATING" -> "is asked to end";
            case "BLOCKED" -> "cannot start";
            case "UNREADY" -> "is not ready";
            case "DOWN" -> "is silent: its machine is gone";
            default -> "is " + state.toLowerCase(java.util.Locale.ROOT);
        };
    }

    private void add(Event event) {
        events.add(event);
        if (events.size() > MOST) {
            events.remove(0);
        }
    }

    /** The events, the latest first. */
    List<Event> rows() {
        List<Event> rows = new ArrayList<>(events);
        // A request's end is seen a little later than it happened.
        rows.sort(java.util.Comparator.comparingDouble(Event::seconds));
        java.util.Collections.reverse(rows);
        return rows;
    }

    /** What the table says in place of rows. */
    static String sentence() {
        return "Nothing has happened yet: no timeline entry, no edit, and all pods as they were at the start.";
    }
}
