package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.plan.WorkloadPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A Deployment: a ReplicaSet for each template that it had, of which the last one grows and the others shrink
 * ({@code pkg/controller/deployment/rolling.go}, {@code recreate.go}). What has only one template is the simple case: a
 * ReplicaSet, a ReplicationController, a Pod.
 */
final class ReplicaSets implements Controllers.Controller {

    private static final int NO_SLOT = -1;

    private final Core core;
    private final Controllers.Hands hands;
    private final PodLife life;
    /** In order of creation; the last is the one of the present template. */
    private final List<Set> sets = new ArrayList<>();

    private WorkloadPlan workload;
    private int revisions;

    /** One ReplicaSet. */
    private static final class Set {
        final int revision;
        WorkloadPlan template;
        int wanted;
        /** Of a bare Pod: it has been there, and nobody makes it again. */
        boolean born;

        Set(int revision, WorkloadPlan template, int wanted) {
            this.revision = revision;
            this.template = template;
            this.wanted = wanted;
        }
    }

    ReplicaSets(Core core, Controllers.Hands hands, PodLife life, WorkloadPlan workload) {
        this.core = core;
        this.hands = hands;
        this.life = life;
        this.workload = workload;
        sets.add(new Set(revisions++, workload, 0));
    }

    @Override
    public void start() {
        Set set = present();
        set.wanted = workload.replicas();
        set.born = true;
        if (workload.block() != null && !workload.block().creates()) {
            return;
        }
        for (int i = 0; i < set.wanted; i++) {
            life.createReady(workload, set.revision, NO_SLOT);
        }
    }

    private Set present() {
        return sets.get(sets.size() - 1);
    }

    @Override
    public void declare(WorkloadPlan next) {
        workload = next;
        Set same = null;
        for (Set set : sets) {
            if (sameTemplate(set.template, next)) {
                same = set;
            }
        }
        Replacement replacement = Controllers.replacement(next);
        if (same == null && replacement.strategy() == Replacement.Strategy.NONE) {
            // Nothing is replaced; new pods are of the new template.
            same = present();
            same.template = next;
        } else if (same == null) {
            sets.add(new Set(revisions++, next, 0));
        } else {
            same.template = next;
            sets.remove(same);
            sets.add(same);
        }
    }

    @Override
    public void renew(WorkloadPlan next) {
        workload = next;
        present().template = next;
    }

    private static boolean sameTemplate(WorkloadPlan a, WorkloadPlan b) {
        return Controllers.replacement(a).hasTemplateOf(Controllers.replacement(b));
    }

    // ---------------------------------------------------------------- what is wanted

    @Override
    public void work() {
        if (workload.block() != null) {
            return;
        }
        Controllers.letGoOfBlocked(core, workload);
        Replacement replacement = Controllers.replacement(workload);
        if (replacement.strategy() == Replacement.Strategy.RECREATE && sets.size() > 1) {
            recreate();
        } else if (sets.size() > 1 && !replacement.paused()) {
            roll(replacement);
        } else {
            scale();
        }
        for (Set set : sets) {
            keep(set);
        }
        Set present = present();
        sets.removeIf(
                set -> set != present && set.wanted == 0 && pods(set, false).isEmpty());
    }

    private void scale() {
        int others = 0;
        for (Set set : sets) {
            others += set == present() ? 0 : set.wanted;
        }
        if (sets.size() == 1) {
            present().wanted = workload.replicas();
        } else if (others > workload.replicas()) { // paused in the middle, and scaled down
            sets.get(0).wanted = Math.max(0, sets.get(0).wanted - (others - workload.replicas()));
        }
    }

    private void recreate() {
        boolean gone = true;
        for (Set set : sets) {
            if (set != present()) {
                set.wanted = 0;
                gone &= pods(set, true).isEmpty();
            }
        }
        present().wanted = gone ? workload.replicas() : 0;
    }

    private void roll(Replacement replacement) {
        int replicas = workload.replicas();
        while (grow(replicas, replacement.surge(replicas)) || shrink(replicas, replacement)) {
            // goes on until the pods that there are allow no more
        }
    }

    private int total() {
        int total = 0;
        for (Set set : sets) {
            total += set.wanted;
        }
        return total;
    }

    private boolean grow(int replicas, int surge) {
        Set present = present();
        if (present.wanted > replicas) {
            present.wanted = replicas;
            return true;
        }
        int more = Math.min(replicas + surge - total(), replicas - present.wanted);
        if (more <= 0) {
            return false;
        }
        present.wanted += more;
        return true;
    }

    /** Old pods that are not ready go first and cost nothing; then so many as the ready new ones allow. */
    private boolean shrink(int replicas, Replacement replacement) {
        int least = replicas - replacement.unavailable(replicas);
        Set present = present();
        int newUnavailable = present.wanted - available(present, replacement);
        int may = total() - least - newUnavailable;
        if (may <= 0) {
            return false;
        }
        int cleaned = 0;
        for (Set set : sets) {
            int unready = set == present ? 0 : set.wanted - available(set, replacement);
            int less = Math.min(may - cleaned, unready);
            if (less > 0) {
                set.wanted -= less;
                cleaned += less;
            }
        }
        int availableNow = 0;
        for (Set set : sets) {
            availableNow += Math.min(set.wanted, available(set, replacement));
        }
        int less = availableNow - least;
        int done = 0;
        for (Set set : sets) {
            int few = set == present ? 0 : Math.min(set.wanted, less - done);
            if (few > 0) {
                set.wanted -= few;
                done += few;
            }
        }
        return cleaned + done > 0;
    }

    private int available(Set set, Replacement replacement) {
        int available = 0;
        long next = Long.MAX_VALUE;
        for (Pod pod : pods(set, false)) {
            if (Controllers.isAvailable(core, pod, replacement)) {
                available++;
            } else if (pod.state == Pod.State.READY) {
                next = Math.min(next, pod.readyAt + replacement.minReadyNanos());
            }
        }
        if (next < Long.MAX_VALUE) {
            hands.lookAgain(workload, next);
        }
        return available;
    }

    // ---------------------------------------------------------------- pods

    /** As many pods of a ReplicaSet as it wants. */
    private void keep(Set set) {
        List<Pod> pods = pods(set, false);
        boolean makesNew = !set.born || !isBarePod();
        for (int i = pods.size(); i < set.wanted && makesNew; i++) {
            hands.create(set.template, set.revision, NO_SLOT);
        }
        set.born = set.wanted > 0;
        if (pods.size() > set.wanted) {
            pods.sort(firstToGo(pods));
            for (Pod pod : List.copyOf(pods.subList(0, pods.size() - set.wanted))) {
                hands.end(pod);
            }
        }
    }

    private boolean isBarePod() {
        return workload.workload() != null && workload.workload().key().kind().equals("Pod");
    }

    private List<Pod> pods(Set set, boolean endingToo) {
        List<Pod> pods = new ArrayList<>();
        for (Pod pod : core.podsOf(workload)) {
            if (pod.revision == set.revision
                    && (Controllers.isActive(pod) || endingToo && pod.state == Pod.State.TERMINATING)) {
                pods.add(pod);
            }
        }
        return pods;
    }

    /**
     * Which pods a ReplicaSet gives up first: those that do not run, are not ready, share their node with more of their
     * kind, became ready later, and the younger ({@code pkg/controller/controller_utils.go}, ActivePodsWithRanks; there the
     * last words have the orders of magnitude of the ages, and then chance).
     */
    private static Comparator<Pod> firstToGo(List<Pod> pods) {
        return Comparator.comparingInt(ReplicaSets::stage)
                .thenComparing(Comparator.<Pod>comparingLong(pod -> pods.stream()
                                .filter(other -> other.node.name().equals(pod.node.name()))
                                .count())
                        .reversed())
                .thenComparing(Comparator.<Pod>comparingLong(pod -> pod.readyAt).reversed())
                .thenComparing(Comparator.<Pod>comparingInt(pod -> pod.id).reversed());
    }

    private static int stage(Pod pod) {
        return switch (pod.state) {
            case PENDING -> 0;
            case STARTING -> 1;
            case DOWN -> 2;
            case UNREADY -> 3;
            default -> 4;
        };
    }
}
