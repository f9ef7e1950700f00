package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Place;
import dev.windtunnel.scenario.Profile;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.Action;
import dev.windtunnel.scenario.TimelineEntry.Component;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** What actions of a timeline say of workloads, pods, zones, nodes and parts of the mesh. */
final class TimelineChecks {
    private static final Set<String> REPLACED = Set.of("Deployment", "StatefulSet", "DaemonSet", "Rollout");

    private final ScenarioChecks checks;
    private final Scenario scenario;
    private final Mesh mesh;
    private final WorkloadNames workloads;
    private final Set<String> zones;
    private final Set<String> nodes;

    TimelineChecks(
            ScenarioChecks checks,
            Scenario scenario,
            Mesh mesh,
            WorkloadNames workloads,
            Set<String> zones,
            Set<String> nodes) {
        this.checks = checks;
        this.scenario = scenario;
        this.mesh = mesh;
        this.workloads = workloads;
        this.zones = zones;
        this.nodes = nodes;
    }

    void check(Action action, Place place) {
        if (action instanceof TimelineEntry.Scale scale) {
            checks.checkWorkload(scale.workload(), place, ".scale.workload");
        } else if (action instanceof TimelineEntry.Restart restart) {
            checkRestart(restart, place);
        } else if (action instanceof TimelineEntry.Kill kill) {
            pods(kill.workload(), kill.pods(), place, ".kill");
        } else if (action instanceof TimelineEntry.Slow slow) {
            pods(slow.workload(), slow.pods(), place, ".slow");
        } else if (action instanceof TimelineEntry.Fail fail) {
            pods(fail.workload(), fail.pods(), place, ".fail");
        } else if (action instanceof TimelineEntry.Unready unready) {
            pods(unready.workload(), unready.pods(), place, ".unready");
        } else if (action instanceof TimelineEntry.ProxyDown proxy) {
            pods(proxy.workload(), proxy.pods(), place, ".proxy");
        } else if (action instanceof TimelineEntry.Partition partition) {
            checks.checkWorkload(partition.from(), place, ".partition.from");
            checks.checkWorkload(partition.to(), place, ".partition.to");
        } else if (action instanceof TimelineEntry.Network network) {
            checkSide(network.from(), place, ".network.from");
            checkSide(network.to(), place, ".network.to");
        } else if (action instanceof TimelineEntry.ZoneDown down) {
            if (!zones.contains(down.zone())) {
                checks.addUnknownPlace(place, ".zone.down", "there is no zone " + down.zone(), down.zone(), zones);
            }
        } else if (action instanceof TimelineEntry.NodeDown down) {
            if (!nodes.contains(down.node())) {
                checks.addUnknownPlace(place, ".node.down", "there is no node " + down.node(), down.node(), nodes);
            }
        } else if (action instanceof TimelineEntry.StaleRoutes stale) {
            checks.checkWorkload(stale.workload(), place, ".staleRoutes.workload");
        } else if (action instanceof TimelineEntry.ComponentDown down) {
            checkComponent(down.component(), place);
        }
    }

    private void pods(String workload, PodSelection pods, Place place, String field) {
        checks.checkWorkload(workload, place, field + ".workload");
        checkPods(workload, pods, place, field + ".pods");
    }

    /** Named pods that no pod of the workload can be. */
    private void checkPods(String workload, PodSelection pods, Place place, String field) {
        if (pods instanceof PodSelection.Named named && workloads.has(workload)) {
            for (String pod : named.names()) {
                if (!workloads.isPodOf(pod, workload)) {
                    checks.add(
                            Level.WARNING,
                            "WT0046",
                            place,
                            field,
                            "no pod of " + workload + " is called " + pod + ", so nothing happens to it",
                            "`windtunnel get SCENARIO pods` lists the names; a number or a percentage does as well");
                }
            }
        }
    }

    private void checkRestart(TimelineEntry.Restart restart, Place place) {
        String name = restart.workload();
        checks.checkWorkload(name, place, ".restart.workload");
        String full = name.indexOf('/') < 0 ? scenario.namespace() + "/" + name : name;
        for (Workload workload : mesh.workloads()) {
            if (full.equals(workload.namespace() + "/" + workload.name())
                    && !REPLACED.contains(workload.key().kind())) {
                checks.add(
                        Level.WARNING,
                        "WT0046",
                        place,
                        ".restart.workload",
                        "a " + workload.key().kind() + " replaces no pods, so nothing is restarted",
                        "kill its pods");
            }
        }
    }

    private void checkSide(String name, Place place, String field) {
        if (zones.contains(name) || nodes.contains(name) || workloads.has(name) || isOutside(name)) {
            return;
        }
        if (workloads.isOpen() || workloads.isRefused(name)) {
            checks.checkWorkload(name, place, field);
            return;
        }
        Set<String> known = new LinkedHashSet<>(zones);
        known.addAll(nodes);
        known.addAll(workloads.names());
        checks.addUnknownPlace(place, field, "there is no zone, node or workload " + name, name, known);
    }

    private boolean isOutside(String name) {
        return scenario.external().stream().anyMatch(external -> external.host().equals(name));
    }

    private void checkComponent(Component component, Place place) {
        String word = component.name().toLowerCase(Locale.ROOT);
        boolean is2017 = scenario.profile() == Profile.ENVOY_2017;
        String nothing =
                switch (component) {
                    case CA ->
                        is2017 ? "proxies of " + scenario.profile().id() + " need no certificate to start" : null;
                    case INGRESS -> hasGateway("ingress") ? null : "there is no ingress gateway";
                    case EGRESS -> hasGateway("egress") ? null : "there is no egress gateway";
                    case MIXER ->
                        is2017
                                ? null
                                : "there is no Mixer in " + scenario.profile().id();
                    case ISTIOD, PILOT, DNS -> null;
                };
        if (nothing != null) {
            checks.add(
                    Level.WARNING,
                    "WT0046",
                    place,
                    ".component.down",
                    nothing + ", so nothing happens when " + word + " is down",
                    "take the entry out, or add what it means");
        }
    }

    private boolean hasGateway(String which) {
        return workloads.mayGrow()
                || which.equals("ingress") && !mesh.gateways().isEmpty()
                || mesh.workloads().stream().anyMatch(workload -> workload.isGateway(which));
    }
}
