package dev.windtunnel.report;

import dev.windtunnel.measure.RunResult.PodResult;
import dev.windtunnel.measure.RunResult.ServiceResult;
import java.util.List;

/** What services and pods had to bear. */
final class LoadSection {
    /** More pods than this are for the documents. */
    private static final int PODS_SHOWN = 30;

    private LoadSection() {}

    /** The services whose load retries multiplied. */
    static String amplification(RunReport run, Style style) {
        Grid grid = Grid.of("service", "attempts", "organic", "amplification", "worst case")
                .right("attempts", "organic", "amplification", "worst case");
        for (ServiceResult service : run.result().services()) {
            if (service.amplification() > 1) {
                grid.row(
                        service.name(),
                        Cells.count(service.attempts()),
                        Cells.count(service.organicAttempts()),
                        style.warning(times(service.amplification())),
                        times(service.worstAmplification()));
            }
        }
        return grid.text();
    }

    /** The pods, the first ones when there are many. */
    static String pods(RunReport run, Style style) {
        List<PodResult> pods = run.result().pods();
        Grid grid = Grid.of(
                        "pod",
                        "version",
                        "zone",
                        "arrived",
                        "mirrored",
                        "utilization",
                        "in service",
                        "at most",
                        "queue max",
                        "ejections",
                        "sessions")
                .right("arrived", "utilization", "in service", "at most")
                .unlessZero("mirrored", "queue max", "ejections", "sessions");
        for (PodResult pod : pods.subList(0, Math.min(PODS_SHOWN, pods.size()))) {
            grid.row(
                    pod.name(),
                    Cells.orNone(pod.version()),
                    pod.zone(),
                    Cells.count(pod.arrived()),
                    Cells.count(pod.mirrored()),
                    Figures.percent(pod.utilization()),
                    Double.isNaN(pod.inServiceMean()) ? Figures.NONE : Cells.twoDecimals(pod.inServiceMean()),
                    Cells.count(pod.inServiceMax()),
                    Cells.count(pod.queueMax()),
                    Cells.count(pod.ejections()),
                    Cells.count(pod.openSessions()));
        }
        int more = pods.size() - PODS_SHOWN;
        return more > 0
                ? grid.text() + "  " + style.dim("and " + more + " more; -o json lists them all") + "\n"
                : grid.text();
    }

    private static String times(double factor) {
        return Double.isNaN(factor) ? Figures.NONE : Cells.twoDecimals(factor) + "x";
    }
}
