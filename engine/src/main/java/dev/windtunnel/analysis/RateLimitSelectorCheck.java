package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.Security;

/** WT3024: a local rate limit whose workloadSelector takes no pod; it limits nobody. */
final class RateLimitSelectorCheck implements Check {
    @Override
    public void run(Input input, Findings findings) {
        for (LocalRateLimit limit : input.mesh().limits().local()) {
            if (!limit.workloadSelector().isEmpty()
                    && !AuthorizationPolicyCheck.hasPods(limit.key().namespace(), limit.workloadSelector(), input)) {
                findings.add(Input.at(
                        limit.origin(),
                        "",
                        Finding.warning(
                                        "WT3024",
                                        "the workloadSelector takes no pod"
                                                + (limit.key().namespace().equals(Security.ROOT_NAMESPACE)
                                                        ? ""
                                                        : " of namespace "
                                                                + limit.key().namespace())
                                                + ": the limit holds nowhere")
                                .withFix("correct the labels, or add the workload to the resources")));
            }
        }
    }
}
