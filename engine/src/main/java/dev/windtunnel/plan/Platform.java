package dev.windtunnel.plan;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.ClusterSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform lets run. Each refusal is what a first user of Istio 0.1 met on Kubernetes 1.7, with its cure.
 */
final class Platform {

    private final ClusterSettings.Platform settings;
    private final Findings findings;

    Platform(ClusterSettings.Platform settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    /** Why the pods of a workload do not run; null when they do. */
    @Nullable
    PodBlock block(Workload workload, boolean sidecar) {
        Workload.Container refused = settings.admission().contains("SecurityContextDeny") ? withUser(workload) : null;
        if (refused != null) {
            say(
                    "WT2001",
                    workload,
                    "admission plug-in SecurityContextDeny refuses container " + refused.name() + " (runAsUser "
                            + refused.runAsUser() + "): no pod is created",
                    "remove SecurityContextDeny from the API server's --admission-control");
            return new PodBlock("", false, 0, "pods is forbidden: SecurityContext.RunAsUser is forbidden");
        }
        Workload.Container privileged = settings.allowPrivileged() ? null : privileged(workload);
        if (privileged != null) {
            say(
                    "WT2002",
                    workload,
                    "container " + privileged.name() + " is privileged and the platform allows none: no pod is created",
                    "start the API server and every kubelet with --allow-privileged=true, or inject with --coreDump=false");
            return new PodBlock("", false, 0, "pods is forbidden: privileged containers are not allowed");
        }
        if (!settings.imagesAvailable() && alwaysPulls(workload)) {
            say(
                    "WT2003",
                    workload,
                    "images cannot be pulled and imagePullPolicy is Always",
                    "set imagePullPolicy: IfNotPresent in the manifest and in the injected containers");
            return new PodBlock("ImagePullBackOff", true, 0, "Back-off pulling image");
        }
        if (!settings.serviceAccounts() && (sidecar || isControlPlane(workload))) {
            say(
                    "WT2004",
                    workload,
                    "there are no service account tokens, so "
                            + (isControlPlane(workload) ? "the control plane" : "the sidecar")
                            + " cannot reach the API server",
                    "add ServiceAccount to the API server's --admission-control and give it keys"
                            + " (--service-account-key-file)");
            int apps = sidecar ? Math.max(1, workload.containers().size() - 1) : 0;
            return new PodBlock("CrashLoopBackOff", true, apps, "failed to connect to Kubernetes API");
        }
        if (!settings.dns() && (sidecar || isControlPlane(workload))) {
            say(
                    "WT2005",
                    workload,
                    "the cluster has no DNS, so the names of the control plane do not resolve",
                    "install the cluster's DNS add-on");
        }
        return null;
    }

    private static Workload.@Nullable Container withUser(Workload workload) {
        for (Workload.Container container : all(workload)) {
            if (container.runAsUser() != null) {
                return container;
            }
        }
        return null;
    }

    private static Workload.@Nullable Container privileged(Workload workload) {
        for (Workload.Container container : all(workload)) {
            if (container.privileged()) {
                return container;
            }
        }
        return null;
    }

    private static boolean alwaysPulls(Workload workload) {
        for (Workload.Container container : all(workload)) {
            String policy = container.imagePullPolicy();
            boolean latest =
                    container.image().endsWith(":latest") || container.image().indexOf(':') < 0;
            if ("Always".equals(policy) || policy == null && latest) {
                return true;
            }
        }
        return false;
    }

    private static List<Workload.Container> all(Workload workload) {
        List<Workload.Container> all = new ArrayList<>(workload.initContainers());
        all.addAll(workload.containers());
        return all;
    }

    private static boolean isControlPlane(Workload workload) {
        return workload.name().startsWith("istio-");
    }

    private void say(String code, Workload workload, String message, String fix) {
        Origin origin = workload.origin();
        findings.add(new Finding(
                code,
                Level.ERROR,
                workload.key().kind(),
                workload.namespace(),
                workload.name(),
                message,
                fix,
                null,
                origin.file(),
                origin.line(),
                origin.column(),
                null));
    }
}
