package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.TimelineWords;
import dev.windtunnel.scenario.Handler.ErrorRate;
import dev.windtunnel.scenario.Handler.Failure;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Fail;
import dev.windtunnel.scenario.TimelineEntry.Kill;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.scenario.TimelineEntry.ProxyDown;
import dev.windtunnel.scenario.TimelineEntry.Scale;
import dev.windtunnel.scenario.TimelineEntry.Slow;
import dev.windtunnel.scenario.TimelineEntry.Unready;
import dev.windtunnel.scenario.TimelineEntry.ZoneDown;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a person can do to a pod, a workload or a zone while the run goes: entries of the timeline, put in by hand. */
public final class ObjectActions {

    /** What lasts, lasts so long. */
    static final long LASTS_NANOS = 30_000_000_000L;

    private static final double SLOWER = 10;
    /** So long until anybody notices that a machine is gone, as kubelets' leases have it. */
    private static final long DETECT_NANOS = 40_000_000_000L;

    private ObjectActions() {}

    /**
     * Something that can be done.
     *
     * @param text of its button
     * @param sentence what it does, whole
     * @param action what happens
     * @param forNanos how long it lasts; {@link Long#MAX_VALUE} for good
     */
    public record Offer(String text, String sentence, Action action, long forNanos) {
        /** Does it now. */
        public void perform(LiveSession session) {
            session.edit(action, forNanos, TimelineWords.of(action));
        }
    }

    /** What can be done to something; empty for what nothing can be done to. */
    public static List<Offer> of(Selection selection, @Nullable SessionState state) {
        if (state == null) {
            return List.of();
        }
        List<PodFrame> all = state.frame().pods();
        List<Offer> offers = new ArrayList<>();
        if (selection instanceof Selection.Pod selected) {
            for (PodFrame pod : all) {
                if (pod.name().equals(selected.name())) {
                    PodSelection it = new PodSelection.Named(List.of(pod.name()));
                    offers.add(new Offer(
                            "Kill",
                            "Kill " + pod.name() + " at once; its controller makes another",
                            new Kill(pod.workload(), it, null),
                            Long.MAX_VALUE));
                    lasting(offers, pod.workload(), it, pod.name(), pod.sidecar());
                    zones(offers, pod.zone().isEmpty() ? Set.of() : Set.of(pod.zone()), all);
                }
            }
        } else if (selection instanceof Selection.Workload workload) {
            List<PodFrame> pods = all.stream()
                    .filter(pod -> pod.workload().equals(workload.name()))
                    .toList();
            if (!pods.isEmpty()) {
                String name = workload.name();
                offers.add(new Offer(
                        "Kill one",
                        "Kill the oldest pod of " + name + " at once; its controller makes another",
                        new Kill(name, new PodSelection.Count(1), null),
                        Long.MAX_VALUE));
                lasting(
                        offers,
                        name,
                        new PodSelection.All(),
                        name,
                        pods.stream().anyMatch(PodFrame::sidecar));
                offers.add(scale(name, "One more", pods.size() + 1));
                if (pods.size() > 1) {
                    offers.add(scale(name, "One less", pods.size() - 1));
                }
                Set<String> zones = new TreeSet<>();
                pods.forEach(pod -> zones.add(pod.zone()));
                zones.remove(""); // of pods that wait for a node
                zones(offers, zones, all);
            }
        }
        return List.copyOf(offers);
    }

    private static void lasting(List<Offer> offers, String workload, PodSelection pods, String name, boolean sidecar) {
        offers.add(new Offer(
                "Slow", "Make " + name + " ten times slower for 30 s", new Slow(workload, pods, SLOWER), LASTS_NANOS));
        offers.add(new Offer(
                "Fail",
                "Have " + name + " answer every request with 503 for 30 s",
                new Fail(workload, pods, new ErrorRate(1, Failure.STATUS, 503, null, false)),
                LASTS_NANOS));
        offers.add(new Offer(
                "Not ready",
                "Take the readiness of " + name + " away for 30 s: it gets no new requests",
                new Unready(workload, pods),
                LASTS_NANOS));
        if (sidecar) {
            offers.add(new Offer(
                    "Proxy down",
                    "Stop the sidecars of " + name + " for 30 s",
                    new ProxyDown(workload, pods),
                    LASTS_NANOS));
        }
    }

    private static Offer scale(String workload, String text, int replicas) {
        return new Offer(
                text,
                "Scale " + workload + " to " + replicas + (replicas == 1 ? " pod" : " pods"),
                new Scale(workload, replicas),
                Long.MAX_VALUE);
    }

    private static void zones(List<Offer> offers, Set<String> zones, List<PodFrame> all) {
        long known = all.stream().map(PodFrame::zone).distinct().count();
        for (String zone : zones) {
            if (known > 1) {
                offers.add(new Offer(
                        "Zone " + zone + " down",
                        "Take all machines of zone " + zone + " away for 30 s, without a word",
                        new ZoneDown(zone, DETECT_NANOS),
                        LASTS_NANOS));
            }
        }
    }
}
