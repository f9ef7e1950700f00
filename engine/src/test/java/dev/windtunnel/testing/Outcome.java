package dev.windtunnel.testing;

import dev.windtunnel.expect.ThresholdResult;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.report.JsonReport;
import dev.windtunnel.report.RunReport;
import dev.windtunnel.report.Style;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What a run gave, with short names for what tests ask of it. */
public record Outcome(Experiment experiment, RunResult result, List<ThresholdResult> thresholds) {

    /** Runs an experiment with the settings of its scenario. */
    public static Outcome of(Experiment experiment) {
        return of(experiment, ExperimentRunner.Settings.DEFAULT);
    }

    /** Runs an experiment. */
    public static Outcome of(Experiment experiment, ExperimentRunner.Settings settings) {
        ExperimentRunner.Outcome outcome =
                new ExperimentRunner(experiment, settings).run(ExperimentRunner.Progress.NONE);
        return new Outcome(experiment, outcome.result(), outcome.thresholds());
    }

    /** The document of {@code run -o json}. */
    public String json() {
        RunReport report = new RunReport(result, thresholds, experiment.findings(), null);
        return new JsonReport().text(List.of(report), Style.PLAIN);
    }

    /** A traffic by name. */
    public RunResult.TrafficResult traffic(String name) {
        return only(
                result.traffic().stream()
                        .filter(each -> each.name().equals(name))
                        .toList(),
                "traffic " + name);
    }

    /** Its codes, as {@code 200:3 503:1}. */
    public String codes(String traffic) {
        return text(traffic(traffic).codes());
    }

    /** Its flags, as {@code -:3 URX,UF:1}. */
    public String flags(String traffic) {
        return text(traffic(traffic).flags());
    }

    /** How its requests failed, as {@code timeout:3}. */
    public String failures(String traffic) {
        return text(traffic(traffic).failures());
    }

    /** How many of its requests ended with a code. */
    public double code(String traffic, int code) {
        return traffic(traffic).codes().getOrDefault(Integer.toString(code), 0.0);
    }

    /** How many of its requests ended with exactly these flags. */
    public double flag(String traffic, String flags) {
        return traffic(traffic).flags().getOrDefault(flags, 0.0);
    }

    /** Its latency. */
    public RunResult.Latency latency(String traffic) {
        return traffic(traffic).latency();
    }

    /** The edge between two workloads, by the name of the called Service. */
    public RunResult.EdgeResult edge(String source, String service) {
        return only(
                result.edges().stream()
                        .filter(each -> each.source().equals(source)
                                && (each.service().equals(service)
                                        || each.service().startsWith(service + ".")))
                        .toList(),
                "edge " + source + "->" + service);
    }

    /** What a service was asked. */
    public RunResult.ServiceResult service(String name) {
        return only(
                result.services().stream()
                        .filter(each -> each.name().startsWith(name + "."))
                        .toList(),
                "service " + name);
    }

    /** A pod by name. */
    public RunResult.PodResult pod(String name) {
        return only(
                result.pods().stream().filter(each -> each.name().equals(name)).toList(), "pod " + name);
    }

    /** Tries that reached the pods of a workload, mirrored ones left out. */
    public double arrived(String workload) {
        return result.pods().stream()
                .filter(each -> each.workload().equals(workload))
                .mapToDouble(RunResult.PodResult::arrived)
                .sum();
    }

    /** Copies that reached the pods of a workload. */
    public double mirrored(String workload) {
        return result.pods().stream()
                .filter(each -> each.workload().equals(workload))
                .mapToDouble(RunResult.PodResult::mirrored)
                .sum();
    }

    /** A counter of the client's cluster of a Service on port 8080, 0 when it is absent. */
    public double stat(String service, String counter) {
        return statOf("client", "outbound|8080||" + service + ".default.svc.cluster.local", counter);
    }

    /** A counter of a cluster, summed over the proxies of a workload. */
    public double statOf(String workload, String cluster, String counter) {
        return result.stats().entrySet().stream()
                .filter(each -> each.getKey().startsWith("default/" + workload + "-"))
                .mapToDouble(each -> each.getValue().getOrDefault("cluster." + cluster + "." + counter, 0.0))
                .sum();
    }

    private static String text(SortedMap<String, Double> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + ":" + Math.round(each.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static <T> T only(List<T> found, String what) {
        if (found.size() != 1) {
            throw new AssertionError("there are " + found.size() + " of " + what);
        }
        return found.get(0);
    }
}
