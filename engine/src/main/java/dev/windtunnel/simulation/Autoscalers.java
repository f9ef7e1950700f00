package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.simulation.AutoscalerStatus.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HorizontalPodAutoscalers at work: every 15 s each looks at the CPU that the pods of its workload have used since the
 * last time, against what their containers request ({@code pkg/controller/podautoscaler/replica_calculator.go}). A run
 * without them has none of this.
 */
final class Autoscalers {

    static final long PERIOD_NANOS = 15_000_000_000L;
    private static final Set<String> NOT_SCALABLE = Set.of("DaemonSet", "Pod");
    private static final double TOLERANCE = 0.1;
    private static final long CPU_INITIALIZATION_NANOS = 300_000_000_000L;
    private static final long INITIAL_READINESS_NANOS = 30_000_000_000L;

    /** Sets the number of pods of a workload ({@code ns/name}). */
    interface Scaler {
        void scale(String workload, int replicas, String why);
    }

    private final Core core;
    private final Scaler scaler;
    private final Map<String, Pace> paces = new HashMap<>();
    /** CPU time that pods had used at the last look, by pod. */
    private final Map<Integer, Double> usedBefore = new HashMap<>();

    /** What pods used at the last look, of what is wanted, by autoscaler. */
    private final Map<String, Double> ratios = new HashMap<>();

    private final Map<String, AutoscalerStatus> statuses = new HashMap<>();

    private boolean looking;

    Autoscalers(Core core, Scaler scaler) {
        this.core = core;
        this.scaler = scaler;
    }

    /** Begins to look, as soon as there is an autoscaler. */
    void start() {
        if (!looking && !core.plan.mesh().autoscalers().isEmpty()) {
            looking = true;
            remember();
            core.chores.repeatedlyAt(core.now() + PERIOD_NANOS, this::look);
        }
    }

    /** What pods used at the last look, of what an autoscaler wants; NaN when nothing is known. */
    double ratio(String autoscaler) {
        return ratios.getOrDefault(autoscaler, Double.NaN);
    }

    /** What an autoscaler came to at its last look; null while there was none. */
    @Nullable
    AutoscalerStatus status(String autoscaler) {
        return statuses.get(autoscaler);
    }

    private void look() {
        Map<Integer, Double> used = used();
        for (Autoscaler autoscaler : core.plan.mesh().autoscalers()) {
            WorkloadPlan target = target(autoscaler);
            if (target != null && target.replicas() > 0) {
                look(autoscaler, target, used);
            }
        }
        usedBefore.clear();
        usedBefore.putAll(used);
        looking = false;
        if (!core.plan.mesh().autoscalers().isEmpty()) {
            looking = true;
            core.chores.repeatedlyAt(core.now() + PERIOD_NANOS, this::look);
        }
    }

    private @Nullable WorkloadPlan target(Autoscaler autoscaler) {
        for (WorkloadPlan workload : core.plan.workloads()) {
            Workload declared = workload.workload();
            if (declared != null
                    && !NOT_SCALABLE.contains(declared.key().kind())
                    && declared.key().kind().equals(autoscaler.targetKind())
                    && declared.name().equals(autoscaler.targetName())
                    && declared.namespace().equals(autoscaler.key().namespace())) {
                return workload;
            }
        }
        return null;
    }

    // ---------------------------------------------------------------- what is used

    private void remember() {
        usedBefore.putAll(used());
    }

    /** CPU time that each pod has used since the run began, by its id. */
    private Map<Integer, Double> used() {
        Map<Integer, Double> used = new HashMap<>();
        for (Pod pod : core.pods) {
            used.put(pod.id, pod.workedNanos);
        }
        for (int slot = 0; slot < core.tries.limit(); slot++) {
            Try row = core.tries.at(slot);
            if (row.state != Try.FREE && row.is(Try.HOLDS_CORE)) {
                Pod pod = core.pod(row.pod);
                used.merge(pod.id, (core.now() - row.coreSince) / pod.workStretch, Double::sum);
            }
        }
        return used;
    }

    // ---------------------------------------------------------------- what is wanted

    private void look(Autoscaler autoscaler, WorkloadPlan target, Map<Integer, Double> used) {
        Pace pace = paces.computeIfAbsent(autoscaler.key().text(), key -> new Pace(core.now(), target.replicas()));
        int current = target.replicas();
        double ratio = Double.NaN;
        int desired;
        int wanted = current;
        int stable = current;
        State state = State.BOUNDS;
        String reason;
        if (current > autoscaler.maxReplicas()) {
            desired = autoscaler.maxReplicas();
            reason = "Current number of replicas above Spec.MaxReplicas";
        } else if (current < autoscaler.minReplicas()) {
            desired = autoscaler.minReplicas();
            reason = "Current number of replicas below Spec.MinReplicas";
        } else if (isAmbiguous(autoscaler)) {
            keep(autoscaler, State.AMBIGUOUS, current, current, current, current);
            return; // of two for the same pods neither goes by their use
        } else {
            Usage usage = usage(autoscaler, target, used);
            if (usage == null) {
                keep(autoscaler, State.UNKNOWN, current, current, current, current);
                return;
            }
            state = State.USE;
            ratio = usage.ratio();
            ratios.put(autoscaler.key().text(), ratio);
            wanted = usage.replicas(current);
            desired = Math.max(autoscaler.minReplicas(), pace.limit(autoscaler, core.now(), current, wanted));
            desired = Math.min(autoscaler.maxReplicas(), desired);
            stable = pace.stable();
            reason = desired > current ? autoscaler.metric() + " above target" : "All metrics below target";
        }
        keep(autoscaler, state, current, wanted, stable, desired);
        if (desired != current) {
            pace.note(core.now(), desired - current);
            String why = autoscaler.key().text() + " scaled " + target.name() + " from " + current + " to " + desired
                    + (Double.isNaN(ratio) ? "" : ": its pods use " + percent(ratio) + " % of what is wanted");
            tell(autoscaler, "New size: " + desired + "; reason: " + reason);
            scaler.scale(target.namespace() + "/" + target.name(), desired, why);
        }
    }

    private void keep(Autoscaler autoscaler, State state, int current, int wanted, int stable, int desired) {
        String key = autoscaler.key().text();
        AutoscalerStatus before = statuses.get(key);
        List<PodEvent> events = before == null ? List.of() : before.events();
        statuses.put(key, new AutoscalerStatus(state, current, wanted, stable, desired, events));
    }

    private void tell(Autoscaler autoscaler, String message) {
        AutoscalerStatus now = statuses.get(autoscaler.key().text());
        if (now != null) {
            List<PodEvent> events = new ArrayList<>(now.events());
            events.add(new PodEvent(false, "SuccessfulRescale", message, 1, core.now(), core.now()));
            statuses.put(
                    autoscaler.key().text(),
                    new AutoscalerStatus(
                            now.state(),
                            now.current(),
                            now.wanted(),
                            now.stable(),
                            now.desired(),
                            List.copyOf(events.subList(
                                    Math.max(0, events.size() - AutoscalerStatus.EVENTS), events.size()))));
        }
    }

    private boolean isAmbiguous(Autoscaler autoscaler) {
        for (Autoscaler other : core.plan.mesh().autoscalers()) {
            if (!other.key().equals(autoscaler.key()) && other.hasTargetOf(autoscaler)) {
                return true;
            }
        }
        return false;
    }

    private static String percent(double ratio) {
        return BigDecimal.valueOf(ratio * 100).setScale(0, RoundingMode.HALF_UP).toPlainString();
    }

    /** What the pods of a workload use, as far as it is known. */
    private record Usage(
            double usedOfWanted, double wantedPerPod, double requestedPerPod, int measured, int unready, int missing) {

        double ratio() {
            return measured == 0 ? 1 : usedOfWanted / (measured * wantedPerPod);
        }

        /** How many pods this calls for; those of which nothing is known count so that nothing is overdone. */
        int replicas(int current) {
            double ratio = ratio();
            boolean unreadyCount = unready > 0 && ratio > 1;
            if (measured == 0) {
                return current;
            }
            if (!unreadyCount && missing == 0) {
                return isTolerable(ratio) ? current : (int) Math.ceil(ratio * measured - 1e-9);
            }
            double used = usedOfWanted;
            int counted = measured;
            if (missing > 0) {
                counted += missing;
                used += ratio < 1 ? missing * Math.max(requestedPerPod, wantedPerPod) : 0;
            }
            counted += unreadyCount ? unready : 0;
            double corrected = used / (counted * wantedPerPod);
            boolean turned = ratio < 1 && corrected > 1 || ratio > 1 && corrected < 1;
            if (isTolerable(corrected) || turned) {
                return current;
            }
            int wanted = (int) Math.ceil(corrected * counted - 1e-9);
            return corrected < 1 && wanted > current || corrected > 1 && wanted < current ? current : wanted;
        }

        private static boolean isTolerable(double ratio) {
            return Math.abs(1 - ratio) <= TOLERANCE;
        }
    }

    private @Nullable Usage usage(Autoscaler autoscaler, WorkloadPlan target, Map<Integer, Double> used) {
        Workload declared = target.workload();
        double requested = declared == null ? 0 : declared.requestedCores();
        double wanted =
                autoscaler.averageCores() > 0 ? autoscaler.averageCores() : autoscaler.utilization() * requested;
        if (wanted <= 0) {
            return null;
        }
        double sum = 0;
        int measured = 0;
        int unready = 0;
        int missing = 0;
        for (Pod pod : core.podsOf(target)) {
            if (!Controllers.isActive(pod)) {
                continue;
            }
            Double before = usedBefore.get(pod.id);
            if (pod.state == Pod.State.DOWN) {
                missing++;
            } else if (before == null || isStarting(pod)) {
                unready++;
            } else {
                measured++;
                sum += (used.getOrDefault(pod.id, 0.0) - before) / PERIOD_NANOS;
            }
        }
        return new Usage(sum, wanted, requested, measured, unready, missing);
    }

    /** Whether what a pod uses says nothing yet: it has just become ready, or never was (groupPods). */
    private boolean isStarting(Pod pod) {
        if (pod.state == Pod.State.STARTING || pod.state == Pod.State.PENDING) {
            return true;
        }
        boolean ready = pod.state == Pod.State.READY;
        boolean young = core.now() - pod.bootNanos < CPU_INITIALIZATION_NANOS && pod.bootNanos > 0;
        return young
                ? !ready || core.now() - PERIOD_NANOS < pod.readyAt
                : !ready && !pod.probed && core.now() - pod.bootNanos < INITIAL_READINESS_NANOS;
    }
}
