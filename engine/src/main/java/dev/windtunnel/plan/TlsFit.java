package dev.windtunnel.plan;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.DestinationRule;
import dev.windtunnel.mesh.DestinationRule.TlsMode;
import dev.windtunnel.mesh.DestinationRule.TrafficPolicy;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.PeerAuthentication.Mode;
import dev.windtunnel.mesh.Service;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WT3043: a DestinationRule whose {@code tls.mode} does not go together with what the pods of its host take. Istio has no
 * check for it; what happens is that of {@link Transport}.
 */
final class TlsFit {

    private final List<WorkloadPlan> workloads;
    private final PeerModes peers;
    private final Findings findings;

    private TlsFit(Mesh mesh, List<WorkloadPlan> workloads, Findings findings) {
        this.workloads = workloads;
        this.peers = new PeerModes(mesh.security().peers());
        this.findings = findings;
    }

    static void check(Mesh mesh, ServiceDirectory directory, List<WorkloadPlan> workloads, Findings findings) {
        TlsFit fit = new TlsFit(mesh, workloads, findings);
        for (DestinationRule rule : mesh.destinationRules()) {
            Service service = directory.byFullName(
                    ServiceDirectory.ruleHost(rule.host(), rule.key().namespace()));
            if (service != null && service.entry() == null && service.externalName() == null) {
                fit.check(rule.trafficPolicy(), service, Map.of());
                rule.subsets().forEach(subset -> fit.check(subset.trafficPolicy(), service, subset.labels()));
            }
        }
    }

    private void check(@Nullable TrafficPolicy policy, Service service, Map<String, String> labels) {
        if (policy == null) {
            return;
        }
        for (Service.Port port : service.ports()) {
            TrafficPolicy own = policy.portLevel().get(port.port());
            DestinationRule.Tls tls = own != null ? own.tls() : policy.tls();
            if (tls != null && check(tls.mode(), own != null ? own.origin() : policy.origin(), service, port, labels)) {
                return; // once for each policy
            }
        }
    }

    private boolean check(
            TlsMode wanted, Origin origin, Service service, Service.Port port, Map<String, String> labels) {
        for (WorkloadPlan workload : workloads) {
            if (!Plan.selects(service, workload)
                    || !workload.labels().entrySet().containsAll(labels.entrySet())
                    || workload.replicas() == 0) {
                continue;
            }
            Mode taken = workload.sidecar()
                    ? peers.mode(workload.namespace(), workload.labels(), Plan.targetPort(port, workload.workload()))
                    : Mode.DISABLE;
            Finding finding = finding(wanted, taken, workload);
            if (finding != null) {
                findings.add(about(origin, finding));
                return true;
            }
        }
        return false;
    }

    private static @Nullable Finding finding(TlsMode wanted, Mode taken, WorkloadPlan workload) {
        String pods = "the pods of " + workload.name();
        boolean sidecar = workload.sidecar();
        if (wanted == TlsMode.DISABLE && taken == Mode.STRICT) {
            return Finding.warning(
                            "WT3043",
                            "mode DISABLE sends plain text, and " + pods
                                    + " take mutual TLS alone (STRICT): requests end with 503 UC")
                    .withFix("remove tls, then Istio chooses, or write ISTIO_MUTUAL");
        }
        if (wanted == TlsMode.DISABLE && taken == Mode.PERMISSIVE) {
            return Finding.info(
                            "WT3043",
                            "mode DISABLE sends plain text to the sidecars of " + workload.name()
                                    + ", which take it: nobody knows who calls, and policies that name principals or"
                                    + " namespaces do not take these requests")
                    .withFix("remove tls, then Istio chooses mutual TLS");
        }
        if ((wanted == TlsMode.SIMPLE || wanted == TlsMode.MUTUAL) && sidecar && taken != Mode.DISABLE) {
            return Finding.warning(
                            "WT3043",
                            "mode " + wanted + " begins a TLS of its own, and the sidecars of " + workload.name()
                                    + " know Istio's alone (" + taken + "): no connection is made, 503 UF")
                    .withFix("remove tls, then Istio chooses, or write ISTIO_MUTUAL");
        }
        if (wanted != TlsMode.DISABLE && taken == Mode.DISABLE) {
            return Finding.warning(
                            "WT3043",
                            "mode " + wanted + " begins TLS, and " + pods
                                    + (sidecar ? " take plain text alone (DISABLE)" : " have no sidecar that ends it")
                                    + (wanted == TlsMode.ISTIO_MUTUAL
                                            ? ": no connection is made, 503 UF"
                                            : ": requests fail with 503 UF unless the app speaks TLS itself, which is not"
                                                    + " simulated"))
                    .withFix("remove tls, then Istio chooses, or write DISABLE");
        }
        return null;
    }

    private static Finding about(Origin origin, Finding finding) {
        Finding about = finding.withObject(
                        origin.object().kind(),
                        origin.object().namespace(),
                        origin.object().name())
                .withPath("spec." + (origin.path().isEmpty() ? "" : origin.path() + ".") + "tls.mode");
        return origin.file() == null
                ? about
                : about.withPlace(origin.file(), origin.lineOf("tls.mode"), origin.columnOf("tls.mode"));
    }
}
