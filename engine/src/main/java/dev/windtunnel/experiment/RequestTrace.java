package dev.windtunnel.experiment;

import dev.windtunnel.measure.Tally;
import dev.windtunnel.simulation.OutcomeListener;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.simulation.TraceSpan;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The life of one request. A first run, which records nothing, finds its number; a second one, which is the same, records
 * it.
 *
 * @param request its number, from 1 in the order in which requests start
 * @param spans in order of their start
 * @param workloads the workload of each pod, by name of the pod
 */
public record RequestTrace(long request, List<TraceSpan> spans, Map<String, String> workloads) {

    /** Which request of a traffic is wanted. */
    public enum Wanted {
        /** The one that starts first. */
        FIRST,
        /** The one that takes longest; the first of equals. */
        SLOWEST,
        /** The first without an answer, or with a code 5xx. */
        FAILED,
        /** The first on whose way a proxy logs a flag. */
        FLAG
    }

    /**
     * The number of a request; 0 when there is none such.
     *
     * @param traffic number of the traffic, in file order
     * @param flag the flag of {@link Wanted#FLAG}, for example {@code UT}; else of no meaning
     */
    public static long find(Experiment experiment, int traffic, Wanted wanted, String flag) {
        Run run = experiment.start(RunOptions.ofSeed(experiment.scenario().run().seed()));
        Search search = new Search(traffic, wanted, flag);
        run.listen(search);
        run.finish();
        return search.found();
    }

    /** Records a request; there are no spans when the run has no request of that number. */
    public static RequestTrace record(Experiment experiment, long request) {
        RunOptions plain = RunOptions.ofSeed(experiment.scenario().run().seed());
        Run run = experiment.start(new RunOptions(
                plain.seed(), plain.queue(), plain.seriesStepNanos(), plain.selections(), number -> number == request));
        run.finish();
        Map<String, String> workloads = new LinkedHashMap<>();
        String namespace = experiment.scenario().namespace();
        run.pods().forEach(pod -> workloads.put(pod.name(), pod.workload().displayName(namespace)));
        return new RequestTrace(request, run.trace(request), workloads);
    }

    private static final class Search implements OutcomeListener {
        private final int traffic;
        private final Wanted wanted;
        private final String flag;
        private long found;
        private long slowestNanos = -1;
        private final BitSet answered = new BitSet();
        /** Of any traffic: a proxy behind the first one does not know which it is, and may log after the answer. */
        private final BitSet flagged = new BitSet();

        Search(int traffic, Wanted wanted, String flag) {
            this.traffic = traffic;
            this.wanted = wanted;
            this.flag = flag;
        }

        long found() {
            if (wanted == Wanted.FLAG) {
                flagged.and(answered);
                return Math.max(0, flagged.nextSetBit(0));
            }
            return found;
        }

        @Override
        public void answered(long request, int ofTraffic, long startNanos, long endNanos, int code, Details details) {
            if (wanted == Wanted.FAILED && ofTraffic == traffic && Tally.isGrpcError(details.grpc())) {
                earliest(request);
            }
            answered(request, ofTraffic, startNanos, endNanos, code);
        }

        @Override
        public void answered(long request, int ofTraffic, long startNanos, long endNanos, int code) {
            if (ofTraffic != traffic) {
                return;
            }
            switch (wanted) {
                case FIRST -> earliest(request);
                case SLOWEST -> {
                    long latency = endNanos - startNanos;
                    if (latency > slowestNanos || latency == slowestNanos && request < found) {
                        slowestNanos = latency;
                        found = request;
                    }
                }
                case FAILED -> {
                    if (code == 0 || code >= 500 && code <= 599) {
                        earliest(request);
                    }
                }
                case FLAG -> answered.set(Math.toIntExact(request));
            }
        }

        private void earliest(long request) {
            found = found == 0 ? request : Math.min(found, request);
        }

        @Override
        public void logged(long request, String flags) {
            if (wanted == Wanted.FLAG && List.of(flags.split(",")).contains(flag)) {
                flagged.set(Math.toIntExact(request));
            }
        }
    }
}
