package dev.windtunnel.app.session;

import dev.windtunnel.app.session.Series.Figure;
import dev.windtunnel.simulation.Frame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the pods of each workload are busy with, second by second. Targets are called {@code workload/NAME}. */
final class Workloads {

    private static final int LENGTH = 10;

    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final Map<Integer, Double> busyBefore = new HashMap<>();

    private static final class Load {
        Series series = Series.empty(Figure.OF_WORKLOADS);
        final ArrayDeque<double[]> last = new ArrayDeque<>();
        double inService;
        double waiting;
        double ejected;
        double busySeconds;
        double cores;
    }

    /** Looks at the pods at the end of a second. */
    void take(Frame frame, int second) {
        for (Load load : loads.values()) {
            load.inService = 0;
            load.waiting = 0;
            load.ejected = 0;
            load.busySeconds = 0;
            load.cores = 0;
        }
        Map<Integer, Double> busyNow = new HashMap<>();
        for (Frame.PodFrame pod : frame.pods()) {
            Load load = loads.computeIfAbsent(pod.workload(), name -> new Load());
            load.inService += pod.inService();
            load.waiting += pod.waiting();
            load.ejected += pod.ejectedBy() > 0 ? 1 : 0;
            load.busySeconds += (pod.busyCoreNanos() - busyBefore.getOrDefault(pod.id(), 0.0)) / 1e9;
            load.cores += pod.cores();
            busyNow.put(pod.id(), pod.busyCoreNanos());
        }
        busyBefore.clear();
        busyBefore.putAll(busyNow);
        loads.values().forEach(load -> append(load, second));
    }

    private static void append(Load load, int second) {
        int size = load.series.size();
        double before = size == 0 ? 0 : load.series.seconds(size - 1);
        load.last.addLast(new double[] {second, load.busySeconds, load.cores * (second - before)});
        while (load.last.peekFirst()[0] <= second - LENGTH) {
            load.last.removeFirst();
        }
        double busy = 0;
        double able = 0;
        for (double[] each : load.last) {
            busy += each[1];
            able += each[2];
        }
        double[] figures = new double[Figure.values().length];
        figures[Figure.IN_SERVICE.ordinal()] = load.inService;
        figures[Figure.WAITING.ordinal()] = load.waiting;
        figures[Figure.EJECTED.ordinal()] = load.ejected;
        // A piece of work is counted when it ends, so one second can hold more than there was room for.
        figures[Figure.UTILISATION.ordinal()] =
                able == 0 || Double.isInfinite(able) ? Double.NaN : Math.min(1, busy / able);
        load.series = load.series.with(second, figures, new String[0], new double[0]);
    }

    /** Series so far, by target. */
    Map<String, Series> all() {
        Map<String, Series> result = new LinkedHashMap<>();
        loads.forEach((name, load) -> result.put("workload/" + name, load.series));
        return result;
    }
}
