package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Probe;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One probe of a container, from its start to its end: asked each period, one at a time, and judged by how often it has
 * failed or succeeded in a row ({@code pkg/kubelet/prober/worker.go}). A probe that takes longer than its period makes the
 * next one late, and no more than one is made up for, as with Go's tickers.
 */
final class ProbeWorker implements Chores.Chore {

    /** What a probe is for. */
    enum Kind {
        STARTUP("Startup"),
        READINESS("Readiness"),
        LIVENESS("Liveness");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /** Why a probe failed. */
    enum Failure {
        NONE,
        REFUSED,
        CLOSED,
        TIMED_OUT,
        STATUS,
        GRPC_STATUS
    }

    final Kind kind;
    final Probe probe;
    /** Whether its container counts as started, ready or alive. */
    boolean passes;

    /** The request that waits for an answer; null for none. */
    @Nullable
    Try asked;

    Failure failure = Failure.NONE;
    /** What it got instead of a good answer: a status. */
    int code;

    private final Core core;
    private final Prober prober;
    private final Pod pod;
    /** The request that it makes; -1 when it makes none. */
    private final int head;
    /** The life of the pod that it belongs to. */
    private final int life;
    /** When its container started. */
    private final long startNanos;

    private final Chores.Chore timeout = this::timedOut;
    private boolean lastPassed;
    private int run;
    /** Nothing is asked any more until its container is another one. */
    private boolean onHold;

    private long tickNanos;
    private boolean missedTick;
    private long deadlineNanos;

    ProbeWorker(Core core, Prober prober, Pod pod, Kind kind, Probe probe, int head, long startNanos) {
        this.core = core;
        this.prober = prober;
        this.pod = pod;
        this.kind = kind;
        this.probe = probe;
        this.head = head;
        this.life = pod.life;
        this.startNanos = startNanos;
        this.passes = kind == Kind.LIVENESS;
    }

    /** How long it takes at most to find out that its container has failed. */
    long toFailNanos() {
        return probe.initialDelayNanos() + (probe.failureThreshold() + 1) * probe.periodNanos() + probe.timeoutNanos();
    }

    /** It has succeeded before anybody looked. */
    void findPassing() {
        passes = true;
        lastPassed = true;
        run = probe.successThreshold();
        onHold = kind == Kind.STARTUP;
    }

    /** The first probe is due then. */
    void begin(long nanos) {
        tickNanos = nanos;
        core.chores.repeatedlyAt(nanos, this);
    }

    /** A probe is due. */
    @Override
    public void happens() {
        if (pod.life != life || core.now() != tickNanos || pod.probing().stoppedWatching) {
            return;
        }
        tickNanos = core.now() + probe.periodNanos();
        core.chores.repeatedlyAt(tickNanos, this);
        if (asked == null) {
            look();
        } else {
            missedTick = true;
        }
    }

    /** Asks at once, and each period from now on. */
    void trigger() {
        tickNanos = core.now() + probe.periodNanos();
        core.chores.repeatedlyAt(tickNanos, this);
        look();
    }

    private void look() {
        boolean early = core.now() - startNanos < probe.initialDelayNanos();
        boolean itsTurn = (kind == Kind.STARTUP) != pod.probing().started;
        if (onHold || early || !itsTurn) {
            return;
        }
        if (!Prober.takesConnections(pod)) {
            judge(Failure.REFUSED);
            return;
        }
        if (head < 0) {
            judge(Failure.NONE);
            return;
        }
        Try row = prober.request(pod, head);
        asked = row;
        deadlineNanos = core.now() + probe.timeoutNanos();
        prober.send(row, pod);
        if (asked == row) {
            core.chores.repeatedlyAt(deadlineNanos, timeout);
        }
    }

    private void timedOut() {
        Try row = asked;
        if (row != null && pod.life == life && core.now() == deadlineNanos) {
            asked = null;
            prober.hangUp(row);
            over(Failure.TIMED_OUT);
        }
    }

    /** The app has answered, or closed the connection (0). */
    void answered(int status, int grpc) {
        Try row = asked;
        if (row == null) {
            return;
        }
        asked = null;
        prober.letGo(row);
        if (status == 0) {
            over(Failure.CLOSED);
        } else if (probe.handler() == Probe.Handler.GRPC && grpc > 0) {
            code = grpc;
            over(Failure.GRPC_STATUS);
        } else if (status < 200 || status >= 400) {
            code = status;
            over(Failure.STATUS);
        } else {
            over(Failure.NONE);
        }
    }

    /** Its container is gone. */
    void end() {
        Try row = asked;
        if (row != null) {
            asked = null;
            prober.letGo(row);
        }
    }

    private void over(Failure result) {
        boolean again = missedTick;
        missedTick = false;
        judge(result);
        if (again && pod.life == life && !pod.probing().stoppedWatching && asked == null) {
            look();
        }
    }

    private void judge(Failure result) {
        failure = result;
        boolean passed = result == Failure.NONE;
        if (run > 0 && passed == lastPassed) {
            run++;
        } else {
            lastPassed = passed;
            run = 1;
        }
        if (!passed) {
            prober.failedOnce(pod, this);
        }
        if (run < (passed ? probe.successThreshold() : probe.failureThreshold())) {
            return;
        }
        boolean changed = passes != passed || kind == Kind.LIVENESS && !passed || kind == Kind.STARTUP;
        passes = passed;
        if (kind != Kind.READINESS && (!passed || kind == Kind.STARTUP)) {
            onHold = true;
            run = 0;
        }
        if (changed) {
            prober.changed(pod, this);
        }
    }

    // ---------------------------------------------------------------- words

    /** {@code readiness probe timed out after 1 s, 3 times}. */
    String why() {
        return kind.title.toLowerCase(Locale.ROOT) + " probe " + what() + ", "
                + (probe.failureThreshold() == 1 ? "once" : probe.failureThreshold() + " times");
    }

    private String what() {
        return switch (failure) {
            case TIMED_OUT -> "timed out after " + seconds();
            case STATUS -> "got " + code;
            case GRPC_STATUS -> "got gRPC status " + code;
            case CLOSED -> "lost its connection";
            case REFUSED -> "was refused";
            case NONE -> "succeeded";
        };
    }

    /** Probes wait for whole seconds. */
    private String seconds() {
        return probe.timeoutNanos() / 1_000_000_000L + " s";
    }

    /** What the kubelet's event says of the failure. */
    String message() {
        String address = pod.ip + ":" + probe.port();
        boolean http = probe.handler() == Probe.Handler.HTTP;
        String get = http ? "Get \"http://" + address + probe.path() + "\": " : "";
        return kind.title + " probe failed: "
                + switch (failure) {
                    case TIMED_OUT ->
                        http
                                ? get + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
                                : "timeout: health rpc did not complete within " + seconds();
                    case STATUS -> "HTTP probe failed with statuscode: " + code;
                    case GRPC_STATUS -> "service unhealthy (responded with status " + code + ")";
                    case CLOSED -> get + "EOF";
                    default -> get + "dial tcp " + address + ": connect: connection refused";
                };
    }
}
