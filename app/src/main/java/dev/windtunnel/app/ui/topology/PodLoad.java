package dev.windtunnel.app.ui.topology;

import dev.windtunnel.simulation.Frame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Core time of pods over the last seconds, from what two frames count. */
final class PodLoad {

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final long APART_NANOS = 500_000_000L;

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final Map<Integer, Double> busy = new HashMap<>();
    private long now;

    /** Takes the newest frame; one from before the last means that the run began again. */
    void take(Frame frame) {
        if (frame.nowNanos() < now) {
            frames.clear();
        }
        now = frame.nowNanos();
        while (frames.size() > 1 && second().nowNanos() <= now - WINDOW_NANOS) {
            frames.removeFirst(); // after a jump, the frame before it is all there is to compare with
        }
        Frame from = frames.peekFirst();
        if (frames.isEmpty() || now - frames.peekLast().nowNanos() >= APART_NANOS) {
            frames.addLast(frame);
        }
        busy.clear();
        if (from == null || from.nowNanos() >= now) {
            return;
        }
        Map<Integer, Double> before = new HashMap<>();
        from.pods().forEach(pod -> before.put(pod.id(), pod.busyCoreNanos()));
        for (Frame.PodFrame pod : frame.pods()) {
            double used = pod.busyCoreNanos() - before.getOrDefault(pod.id(), 0.0);
            busy.put(pod.id(), used / (now - from.nowNanos()));
        }
    }

    private Frame second() {
        Iterator<Frame> all = frames.iterator();
        all.next();
        return all.next();
    }

    /** Utilisation of a pod, from 0 to 1; NaN when its cores are unlimited. */
    double utilisation(Frame.PodFrame pod) {
        if (Double.isInfinite(pod.cores()) || pod.cores() <= 0) {
            return Double.NaN;
        }
        return Math.max(0, Math.min(1, busy.getOrDefault(pod.id(), 0.0) / pod.cores()));
    }
}
