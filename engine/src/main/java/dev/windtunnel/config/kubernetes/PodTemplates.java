package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.config.istio.ProxyConfigs;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.mesh.Workload.Container;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The spec of a pod. */
final class PodTemplates {
    private PodTemplates() {}

    static Workload workload(
            ObjectReading object,
            Block spec,
            Metadata metadata,
            int replicas,
            Replacement replacement,
            @Nullable String podIp) {
        List<Container> containers = Containers.of(spec, "containers");
        if (containers.isEmpty()) {
            spec.refuse("containers", "a pod needs at least one container");
        }
        List<Container> initContainers = new ArrayList<>(InitContainers2017.of(object, spec, metadata.annotations()));
        initContainers.addAll(Containers.of(spec, "initContainers"));
        checkNames(spec, containers, initContainers);
        spec.notSimulated(Level.INFO, "readinessGates", "priorityClassName", "priority", "activeDeadlineSeconds");
        spec.notSimulated("hostAliases", "dnsConfig");
        spec.harmless(
                "volumes",
                "imagePullSecrets",
                "restartPolicy",
                "dnsPolicy",
                "securityContext",
                "schedulerName",
                "schedulingGates",
                "automountServiceAccountToken",
                "enableServiceLinks",
                "ephemeralContainers",
                "hostIPC",
                "hostPID",
                "hostUsers",
                "hostname",
                "hostnameOverride",
                "subdomain",
                "setHostnameAsFQDN",
                "shareProcessNamespace",
                "os",
                "overhead",
                "preemptionPolicy",
                "resourceClaims",
                "resources",
                "runtimeClassName");
        String account = spec.filledText("serviceAccountName");
        String oldName = spec.filledText("serviceAccount");
        return new Workload(
                object.key(),
                replicas,
                metadata.labels(),
                metadata.annotations(),
                containers,
                initContainers,
                account != null ? account : oldName != null ? oldName : "default",
                spec.isTrue("hostNetwork"),
                spec.filledText("nodeName"),
                spec.textMap("nodeSelector"),
                podIp,
                grace(spec),
                replacement,
                Schedules.of(spec),
                ProxyConfigs.ofAnnotations(object, metadata.annotations(), spec.position()),
                object.creationOrder(),
                object.origin());
    }

    private static long grace(Block spec) {
        Long seconds = spec.number("terminationGracePeriodSeconds", 0, Integer.MAX_VALUE);
        return seconds == null ? Workload.DEFAULT_GRACE_NANOS : seconds * 1_000_000_000L;
    }

    private static void checkNames(Block spec, List<Container> containers, List<Container> initContainers) {
        Set<String> names = new HashSet<>();
        containers.forEach(container -> check(spec, names, container));
        initContainers.forEach(container -> check(spec, names, container));
    }

    private static void check(Block spec, Set<String> names, Container container) {
        if (!names.add(container.name())) {
            spec.refuse("containers", "two containers are called \"" + container.name() + "\"");
        }
    }
}
