package dev.windtunnel.simulation;

import dev.windtunnel.measure.RunResult;
import dev.windtunnel.measure.Windows;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ServiceDirectory;
import dev.windtunnel.plan.WorkloadPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.scenario.TimelineEntry.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The handle on one run: the command line, tests and the desktop all drive it through this. It advances on the virtual
 * clock as far as it is told, takes edits at the instant where it stands, and shows what it has measured. The same plan,
 * seed and edits always give the same run, so going back is running again. Not for use by several threads at a time.
 */
public final class Run {

    private final Plan plan;
    private final ClusterObjects objects;
    private final RunOptions options;
    private final List<Edit> edits = new ArrayList<>();
    private final Simulation.Life life;
    private Simulation simulation;

    /**
     * An edit.
     *
     * @param atNanos when it was made
     * @param forNanos how long it lasts, where its action ends by itself; {@link Long#MAX_VALUE} for good
     */
    public record Edit(long atNanos, long forNanos, Action action) {
        /** One for good. */
        public Edit(long atNanos, Action action) {
            this(atNanos, Long.MAX_VALUE, action);
        }
    }

    private Run(Plan plan, ClusterObjects objects, RunOptions options, Simulation.Life life) {
        this.plan = plan;
        this.objects = objects;
        this.options = options;
        this.life = life;
        this.simulation = new Simulation(plan, objects, options, life);
    }

    /** A run that stands at time 0. */
    public static Run start(Plan plan, ClusterObjects objects, RunOptions options) {
        return new Run(plan, objects, options, Simulation.Life.RUN);
    }

    /**
     * A run that stands at time 0 and never ends: for a console, where somebody makes requests and changes by hand. Its
     * timeline happens; its traffic only when asked for.
     */
    public static Run open(Plan plan, ClusterObjects objects, RunOptions options, boolean withTraffic) {
        return new Run(
                plan, objects, options, withTraffic ? Simulation.Life.ENDLESS : Simulation.Life.ENDLESS_AND_QUIET);
    }

    // ---------------------------------------------------------------- advancing

    /** Virtual time. */
    public long nowNanos() {
        return simulation.nowNanos();
    }

    /** Whether the run has come to its end. */
    public boolean isOver() {
        return simulation.over();
    }

    /** Whether no new request starts any more: what is under way is given time, or the run is over. */
    public boolean isClosing() {
        return simulation.closing() || simulation.over();
    }

    /** Advances to an instant, with all that happens at it, or to the end of the run. */
    public void advanceTo(long nanos) {
        guard(() -> {
            while (simulation.step(nanos)) {
                // each step is one event
            }
        });
    }

    /**
     * Advances as {@link #advanceTo(long)} does, but breaks off after a number of events.
     *
     * @param mostEvents at least 1
     * @return false when it broke off and there is more to do
     */
    public boolean advanceTo(long nanos, long mostEvents) {
        long[] left = {mostEvents};
        guard(() -> {
            while (left[0] > 0 && simulation.step(nanos)) {
                left[0]--;
            }
        });
        return left[0] > 0;
    }

    /** Handles one event; false when the run is over. */
    public boolean advanceEvent() {
        boolean[] happened = new boolean[1];
        guard(() -> happened[0] = simulation.step(Long.MAX_VALUE));
        return happened[0];
    }

    /** Advances until one more request of the traffic is answered; false when the run is over before. */
    public boolean advanceRequest() {
        long before = completed();
        guard(() -> {
            while (completed() == before && simulation.step(Long.MAX_VALUE)) {
                // goes on to the next answer
            }
        });
        return completed() > before;
    }

    /** Advances event by event until a condition holds; false when the run is over before. */
    public boolean advanceUntil(Predicate<Run> condition) {
        guard(() -> {
            while (!condition.test(this) && simulation.step(Long.MAX_VALUE)) {
                // looks after each event
            }
        });
        return condition.test(this);
    }

    /** Advances to the end and checks that what was counted adds up. */
    public Run finish() {
        advanceTo(Long.MAX_VALUE);
        guard(() -> Laws.check(measurements(), simulation.core()));
        return this;
    }

    /** When something happens next; {@link Long#MAX_VALUE} when nothing will. */
    public long nextEventNanos() {
        return simulation.core().agenda.nextTimeNanos();
    }

    /** Events so far. */
    public long events() {
        return simulation.core().agenda.processedEvents();
    }

    /** Requests of the traffic that were answered so far, those of the warm-up included. */
    public long completed() {
        return requests() - simulation.source().open();
    }

    /** Requests of the traffic so far, those of the warm-up included. */
    public long requests() {
        return simulation.source().requests();
    }

    private void guard(Runnable part) {
        try {
            part.run();
        } catch (RunawayException | DefectException e) {
            throw e;
        } catch (Overload e) {
            throw new Runaway(simulation.core()).explain(e.kind());
        } catch (OutOfMemoryError e) {
            throw new Runaway(simulation.core()).explain(Overload.Kind.MEMORY);
        } catch (RuntimeException e) {
            throw new DefectException(
                    "the simulation contradicts itself: " + e.getMessage(), options.seed(), nowNanos(), events(), e);
        }
    }

    /** Has every outcome from now on told to a listener; one at a time. Not kept by {@link #rewindTo}. */
    public void listen(OutcomeListener listener) {
        simulation.core().outcomes = listener;
    }

    // ---------------------------------------------------------------- edits

    /**
     * Makes a change now, as the timeline would.
     *
     * @return what it came to, in words
     */
    public String edit(Action action) {
        return edit(action, Long.MAX_VALUE);
    }

    /** As {@link #edit(Action)}, for so long: then it ends as an entry of the timeline does that has a {@code for}. */
    public String edit(Action action, long forNanos) {
        edits.add(new Edit(nowNanos(), forNanos, action));
        return simulation.timeline().edit(action, forNanos).outcome();
    }

    /** The edits made so far. */
    public List<Edit> edits() {
        return List.copyOf(edits);
    }

    /** Goes to an earlier instant by running again from the start, with the edits made before it. */
    public void rewindTo(long nanos) {
        List<Edit> again = new ArrayList<>();
        for (Edit edit : edits) {
            if (edit.atNanos() <= nanos) {
                again.add(edit);
            }
        }
        edits.clear();
        simulation = new Simulation(plan, objects, options, life);
        for (Edit edit : again) {
            advanceTo(edit.atNanos());
            edit(edit.action(), edit.forNanos());
        }
        advanceTo(nanos);
    }

    // ---------------------------------------------------------------- requests by hand

    /** After this long without an answer nobody waits any more. */
    private static final long PATIENCE_NANOS = 3_600_000_000_000L;

    /**
     * Makes one request from a pod, on a new connection, and advances until it is answered. It belongs to no traffic and
     * is counted nowhere; what else happens meanwhile happens.
     *
     * @param pod number of the pod, see {@link PodView#id}
     * @param head the request
     * @param timeoutNanos after this long its caller hangs up; 0 for an hour, of a websocket as soon as it is open
     * @param connectTimeoutNanos after this long without a connection its caller gives up; 0 for {@code timeoutNanos}
     */
    public RequestOutcome request(int pod, RequestHead head, long timeoutNanos, long connectTimeoutNanos) {
        RequestOutcome[] outcome = new RequestOutcome[1];
        guard(() -> outcome[0] = ask(pod, head, timeoutNanos, connectTimeoutNanos));
        return outcome[0];
    }

    /** How many requests were made by hand. */
    public long requestsByHand() {
        return simulation.callers().newCalls().requestsByHand();
    }

    private RequestOutcome ask(int pod, RequestHead head, long timeoutNanos, long connectTimeoutNanos) {
        Core core = simulation.core();
        Callers callers = simulation.callers();
        ByHand request = callers.newCalls().startByHand(core.pod(pod), core.heads.id(head));
        long end = request.startNanos() + (timeoutNanos > 0 ? timeoutNanos : PATIENCE_NANOS);
        long connectEnd = connectTimeoutNanos > 0 ? Math.min(end, request.startNanos() + connectTimeoutNanos) : end;
        request.look(core);
        RequestOutcome outcome = request.outcome();
        while (outcome == null) {
            boolean stepped = simulation.step(request.connected() ? end : connectEnd);
            Call call = request.call;
            if (call != null && timeoutNanos == 0 && request.isOpen()) {
                callers.hangUp(call, Failure.TIMEOUT); // a websocket would stay open for an hour
            } else if (!stepped && call != null) {
                request.losePatience();
                callers.hangUp(call, request.connected() ? Failure.TIMEOUT : Failure.CONNECT_TIMEOUT);
            }
            request.look(core);
            outcome = request.outcome();
        }
        return outcome;
    }

    // ---------------------------------------------------------------- what there is to see

    /** What it is made of, for a look from inside. */
    Core core() {
        return simulation.core();
    }

    /** What has been counted so far; the run may go on. */
    public Measurements measurements() {
        return new MeasurementTaker(simulation, options.seed()).take();
    }

    /** What a screen asks for when somebody looks closely. */
    public Closeup closeup() {
        return new Closeup(simulation.core());
    }

    /** A light picture of now, for a screen. */
    public Frame frame() {
        return FrameTaker.take(simulation);
    }

    /**
     * Takes the finished windows of a series out of the run, which forgets them: a run of hours keeps its memory.
     *
     * @param target gets each window with its target ({@code traffic/NAME} or an edge's key) and its number
     */
    public void drainWindows(WindowTarget target) {
        Measures measures = simulation.core().measures;
        for (int i = 0; i < measures.traffic.length; i++) {
            drain("traffic/" + measures.traffic[i].name, measures.trafficWindows[i], target);
        }
        for (Edge edge : measures.edges) {
            drain(Measurements.key(edge.statistics), edge.windows, target);
        }
    }

    /** Shows the windows of a series that have begun and are not finished; they still change as the run goes on. */
    public void beganWindows(WindowTarget target) {
        Measures measures = simulation.core().measures;
        for (int i = 0; i < measures.traffic.length; i++) {
            began("traffic/" + measures.traffic[i].name, measures.trafficWindows[i], target);
        }
        for (Edge edge : measures.edges) {
            began(Measurements.key(edge.statistics), edge.windows, target);
        }
    }

    private void began(String name, @Nullable Windows windows, WindowTarget target) {
        int number = windows == null ? 0 : (int) (nowNanos() / windows.stepNanos());
        Windows.Window window = windows == null ? null : windows.get(number);
        if (window != null) {
            target.accept(name, number, window);
        }
    }

    private void drain(String name, @Nullable Windows windows, WindowTarget target) {
        if (windows != null) {
            windows.drain(
                    (int) (nowNanos() / windows.stepNanos()), (number, window) -> target.accept(name, number, window));
        }
    }

    /** Shows each edge's key and the amplification that retries of all hops before and at it can reach at worst. */
    public void worstAmplifications(java.util.function.ObjDoubleConsumer<String> taker) {
        for (Edge edge : simulation.core().measures.edges) {
            taker.accept(Measurements.key(edge.statistics), edge.statistics.worstAmplification);
        }
    }

    /** Flags of a window's tally as an access log writes them: {@code URX,UF}, or {@code -} for none. */
    public static String flagsText(int flags) {
        return ResponseFlag.text(flags);
    }

    /** Takes finished windows. */
    public interface WindowTarget {
        /** A window of a target: its number counts from 0. */
        void accept(String target, int number, Windows.Window window);
    }

    /** An immutable picture of now. */
    public Snapshot snapshot() {
        RunResult result = new ResultBuilder(List.of(measurements())).build(ResultBuilder.Stats.ALL, null);
        return new Snapshot(nowNanos(), isOver(), simulation.source().open(), pods(), result);
    }

    /**
     * A picture of a run.
     *
     * @param nowNanos virtual time
     * @param over whether the run has ended
     * @param requestsUnderWay requests of the traffic without an answer yet
     * @param pods all pods that ever existed
     * @param result what has been counted so far
     */
    public record Snapshot(long nowNanos, boolean over, long requestsUnderWay, List<PodView> pods, RunResult result) {}

    /** The pods that exist or existed, in order of creation. */
    public List<PodView> pods() {
        List<PodView> views = new ArrayList<>();
        for (Pod pod : simulation.core().pods) {
            views.add(new PodView(
                    pod.id,
                    pod.plan.namespace(),
                    pod.name,
                    pod.ip,
                    pod.node.name(),
                    pod.zone,
                    pod.plan,
                    pod.state.name(),
                    pod.before.name(),
                    pod.evicted,
                    pod.sidecar != null,
                    pod.sidecar != null && pod.sidecar.down,
                    pod.createdNanos,
                    pod.pinnedAgeNanos,
                    pod.restarts,
                    pod.endedNanos,
                    pod.probing == null ? "" : waitsFor(pod.probing),
                    pod.probing == null ? List.of() : List.copyOf(pod.probing.events),
                    (int) pod.inService.value(),
                    pod.waitingForThread + pod.waitingForCore));
        }
        return views;
    }

    private static String waitsFor(Probing probing) {
        return probing.backingOff ? "CrashLoopBackOff" : "";
    }

    /**
     * A pod as it is now.
     *
     * @param state BLOCKED, PENDING, STARTING, READY, UNREADY, DOWN, TERMINATING or GONE
     * @param before the state before that one
     * @param evicted whether it is not to come back when its machine does
     * @param pinnedAgeNanos age that the scenario pins; null when it does not
     * @param restarts how often its app was started again
     * @param endedNanos when its app ended last before it was started again; below 0 when that is not known
     * @param waitsFor why its app does not run, by Kubernetes' reason; empty when it does, or never did
     * @param events what the kubelet has told of its probes, the oldest first
     * @param inService requests that its app serves
     * @param waiting requests that wait for a thread or a core
     */
    public record PodView(
            int id,
            String namespace,
            String name,
            String ip,
            String node,
            String zone,
            WorkloadPlan workload,
            String state,
            String before,
            boolean evicted,
            boolean sidecar,
            boolean proxyDown,
            long createdNanos,
            @Nullable Long pinnedAgeNanos,
            int restarts,
            long endedNanos,
            String waitsFor,
            List<PodEvent> events,
            int inService,
            int waiting) {}

    /** The plan that is in force now. */
    public Plan plan() {
        return simulation.core().plan;
    }

    /**
     * What the pods of an autoscaler used at its last look, as a fraction of what it wants; NaN when nothing is known.
     *
     * @param autoscaler kind, namespace and name
     */
    public double useOfTarget(ObjectKey autoscaler) {
        return simulation.timeline().autoscalers().ratio(autoscaler.text());
    }

    /**
     * What an autoscaler came to at its last look; null when it has not looked yet.
     *
     * @param autoscaler kind, namespace and name
     */
    public @Nullable AutoscalerStatus autoscaling(ObjectKey autoscaler) {
        return simulation.timeline().autoscalers().status(autoscaler.text());
    }

    /** Whether the cluster takes a node for one that is there. */
    public boolean isNodeReady(String node) {
        return !simulation.core().trouble.isKnownLost(node);
    }

    /** What the run has come upon so far that its reader should know, in the order in which it did. */
    public List<RunNote> notes() {
        return simulation.core().notes.list();
    }

    /** Why a pod is on no node, in the words of the scheduler; empty when it is on one. */
    public String whyPending(int pod) {
        Pod asked = simulation.core().pod(pod);
        return asked.state == Pod.State.PENDING ? simulation.world().life().whyPending(asked) : "";
    }

    /** The cluster's objects now. */
    public ClusterObjects objects() {
        return simulation.timeline().objects();
    }

    /** The spans of a recorded request, or of all (0), in order of their start. */
    public List<TraceSpan> trace(long request) {
        Recorder recorder = simulation.recorder();
        return recorder == null ? List.of() : recorder.spans(request);
    }

    /** What the names of this run mean to thresholds. */
    public Figures.Names names() {
        return names(plan());
    }

    /** What the names of a plan mean to thresholds. */
    public static Figures.Names names(Plan plan) {
        List<String> traffic = new ArrayList<>();
        plan.traffic().forEach(each -> traffic.add(each.traffic().name()));
        List<String> services = new ArrayList<>();
        ServiceDirectory directory = plan.directory();
        directory.services().forEach(service -> services.add(service.shortName()));
        List<String> workloads = new ArrayList<>();
        plan.workloads()
                .forEach(each -> workloads.add(each.displayName(plan.scenario().namespace())));
        return new Figures.Names(traffic, services, workloads, List.of());
    }
}
