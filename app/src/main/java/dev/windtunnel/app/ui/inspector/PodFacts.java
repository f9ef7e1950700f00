package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.simulation.Frame;
import java.util.List;
import java.util.Locale;

/** What a pod or a workload does now, in a sentence. */
final class PodFacts {

    private PodFacts() {}

    /** The sentence; empty for what has no pods. */
    static String of(Subject subject, Selection selection, Frame frame) {
        if (selection instanceof Selection.Pod pod) {
            for (Frame.PodFrame each : frame.pods()) {
                if (each.name().equals(pod.name())) {
                    if (each.state().equals("PENDING")) {
                        return "pending: no node takes it.";
                    }
                    return each.state().toLowerCase(Locale.ROOT) + " on " + each.node()
                            + (each.zone().isEmpty() ? "" : " in " + each.zone())
                            + (each.sidecar()
                                    ? each.proxyDown() ? ", its sidecar is down" : ", with sidecar"
                                    : ", no sidecar")
                            + "; serves " + each.inService() + ", " + each.waiting() + " waiting"
                            + (Double.isInfinite(each.cores())
                                    ? ""
                                    : ", " + each.busyCores() + " of " + cores(each) + " cores busy");
                }
            }
            return "The pod has ended.";
        }
        if (!(selection instanceof Selection.Workload)) {
            return "";
        }
        List<Frame.PodFrame> pods = frame.pods().stream()
                .filter(each -> each.workload().equals(subject.source()))
                .toList();
        long ready = pods.stream().filter(each -> each.state().equals("READY")).count();
        int serving = pods.stream().mapToInt(Frame.PodFrame::inService).sum();
        int waiting = pods.stream().mapToInt(Frame.PodFrame::waiting).sum();
        return pods.size() + (pods.size() == 1 ? " pod, " : " pods, ") + ready + " ready; serves " + serving + ", "
                + waiting + " waiting";
    }

    private static String cores(Frame.PodFrame pod) {
        return pod.cores() == Math.rint(pod.cores())
                ? Long.toString((long) pod.cores())
                : String.format(Locale.ROOT, "%.2f", pod.cores());
    }
}
