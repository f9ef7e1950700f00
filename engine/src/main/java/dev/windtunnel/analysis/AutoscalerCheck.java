package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.Autoscaler;
import dev.windtunnel.mesh.Workload;
import java.util.Set;

/** WT3025: a HorizontalPodAutoscaler that will never scale: there is nothing to scale, no requests to go by, or
 * another one for the same pods ({@code podautoscaler/horizontal.go}, AmbiguousSelector). */
final class AutoscalerCheck implements Check {
    private static final Set<String> SCALABLE =
            Set.of("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout");

    @Override
    public void run(Input input, Findings findings) {
        for (Autoscaler autoscaler : input.mesh().autoscalers()) {
            Workload target = null;
            for (Workload workload : input.mesh().workloads()) {
                if (workload.key().kind().equals(autoscaler.targetKind())
                        && workload.name().equals(autoscaler.targetName())
                        && workload.namespace().equals(autoscaler.key().namespace())) {
                    target = workload;
                }
            }
            String name = autoscaler.targetKind() + " " + autoscaler.targetName();
            Autoscaler other = input.mesh().autoscalers().stream()
                    .filter(each -> !each.key().equals(autoscaler.key()) && each.hasTargetOf(autoscaler))
                    .findFirst()
                    .orElse(null);
            if (target == null
                    && input.isRefused(
                            autoscaler.targetKind(), autoscaler.key().namespace(), autoscaler.targetName())) {
                continue; // the workload has its own error
            }
            if (target == null || !SCALABLE.contains(autoscaler.targetKind())) {
                add(
                        findings,
                        autoscaler,
                        "scaleTargetRef.name",
                        target == null ? "there is no " + name + " to scale" : "a " + name + " cannot be scaled",
                        "name a Deployment or StatefulSet of this namespace");
            } else if (other != null) {
                add(
                        findings,
                        autoscaler,
                        "scaleTargetRef.name",
                        other.key().name() + " is for " + name
                                + ", too: neither goes by what pods use (AmbiguousSelector), both hold their bounds alone",
                        "keep one HorizontalPodAutoscaler, with the metrics of both");
            } else if (autoscaler.averageCores() == 0 && target.requestedCores() == 0) {
                add(
                        findings,
                        autoscaler,
                        "scaleTargetRef",
                        "containers of " + name
                                + " request no cpu, so their utilization is not known: nothing is scaled",
                        "write resources.requests.cpu in each of its containers");
            }
        }
    }

    private static void add(Findings findings, Autoscaler autoscaler, String field, String message, String fix) {
        findings.add(Input.at(
                autoscaler.origin(), field, Finding.warning("WT3025", message).withFix(fix)));
    }
}
