package dev.windtunnel.plan;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.AuthorizationPolicy;
import dev.windtunnel.mesh.ClusterNode;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.ProxySettings;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Workload;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.ClusterSettings;
import dev.windtunnel.scenario.External;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.scenario.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles declarations and a scenario into a plan. What is assumed on the way is said once, as Info findings. */
public final class PlanCompiler {

    private final Scenario scenario;
    private final Mesh mesh;
    private final List<Service> services;
    private final Findings findings;
    private final List<Program.CallSite> callSites = new ArrayList<>();
    /** What is set for all proxies. */
    private final ProxySettings proxies;

    private PlanCompiler(Scenario scenario, Mesh mesh, Findings findings) {
        this.scenario = scenario;
        this.mesh = mesh;
        this.services = mesh.registry();
        this.findings = findings;
        this.proxies =
                scenario.cluster().meshConfig().proxy().over(mesh.meshConfig().proxy());
    }

    /**
     * The first plan of a run.
     *
     * @param findings gets what had to be assumed
     */
    public static Plan compile(Scenario scenario, Mesh mesh, Findings findings) {
        return new PlanCompiler(scenario, mesh, findings).compile(null);
    }

    /** The plan after a change: workloads that were there keep their ids, those that are gone stay with no replicas. */
    public static Plan recompile(Plan before, Mesh mesh) {
        return new PlanCompiler(before.scenario(), mesh, new Findings()).compile(before);
    }

    private Plan compile(@Nullable Plan before) {
        MeshConfig meshConfig = merged(scenario.cluster().meshConfig(), mesh.meshConfig());
        Map<String, String> pinned = new LinkedHashMap<>();
        scenario.cluster().pinnedServices().forEach((name, service) -> {
            if (service.clusterIp() != null) {
                pinned.put(name, service.clusterIp());
            }
        });
        ServiceDirectory directory = new ServiceDirectory(services, pinned, scenario.namespace());
        List<ClusterNode> nodes = Nodes.of(scenario.cluster().nodes(), mesh.nodes());
        List<WorkloadPlan> workloads = workloads(before, nodes, directory);
        List<TrafficPlan> traffic = new ArrayList<>();
        for (Traffic declared : scenario.traffic()) {
            WorkloadPlan caller =
                    declared.fromOutside() ? gateway(workloads, declared) : find(workloads, declared.from());
            traffic.add(new TrafficPlan(traffic.size(), declared, caller == null ? -1 : caller.id()));
        }
        Plan plan = new Plan(scenario, mesh, meshConfig, directory, nodes, workloads, traffic, callSites);
        if (before == null) {
            WebsocketFit.check(plan, findings);
        }
        return plan;
    }

    /** The gateway that serves the host of the first request. */
    private @Nullable WorkloadPlan gateway(List<WorkloadPlan> workloads, Traffic traffic) {
        String url = traffic.mix().get(0).request().url().text();
        String rest = url.substring(url.indexOf("://") + 3);
        String authority = rest.substring(0, rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/'));
        String host = RequestHead.withoutPort(authority).toLowerCase(Locale.ROOT);
        int port = host.length() < authority.length()
                ? Integer.parseInt(authority.substring(host.length() + 1))
                : url.regionMatches(true, 0, "https:", 0, 6) ? 443 : 80;
        return Gateways.serving(mesh, workloads, host, port);
    }

    private @Nullable WorkloadPlan find(List<WorkloadPlan> workloads, String name) {
        int slash = name.indexOf('/');
        String namespace = slash < 0 ? scenario.namespace() : name.substring(0, slash);
        String plain = slash < 0 ? name : name.substring(slash + 1);
        for (WorkloadPlan workload : workloads) {
            if (!workload.external()
                    && workload.name().equals(plain)
                    && workload.namespace().equals(namespace)) {
                return workload;
            }
        }
        return null;
    }

    private List<WorkloadPlan> workloads(@Nullable Plan before, List<ClusterNode> nodes, ServiceDirectory directory) {
        Era era = Era.of(scenario.profile());
        Behaviours behaviours = new Behaviours(scenario.workloads(), scenario.namespace());
        Sidecars sidecars = new Sidecars(mesh, scenario.cluster().injection(), era);
        Platform platform = new Platform(scenario.cluster().platform(), findings);
        List<WorkloadPlan> result = new ArrayList<>();
        List<Workload> declared = Gateways.workloads(mesh);
        if (before != null) {
            for (WorkloadPlan known : before.workloads()) {
                result.add(again(known, declared, behaviours, sidecars, platform, nodes));
            }
        }
        for (Workload workload : declared) {
            result.add(plan(result.size(), workload, behaviours, sidecars, platform, nodes));
        }
        if (before == null) {
            for (External external : scenario.external()) {
                result.add(external(result.size(), external));
            }
            sayAssumptions(result, sidecars);
            sayUnknownProviders();
            TlsFit.check(mesh, directory, result, findings);
        }
        addOutsiders(result, directory);
        return result;
    }

    /** Hosts outside the mesh that only ServiceEntries and WorkloadEntries name. */
    private void addOutsiders(List<WorkloadPlan> result, ServiceDirectory directory) {
        List<String> silent = new ArrayList<>();
        Outsiders.of(scenario, mesh.workloads(), directory, result).forEach((name, like) -> {
            Behaviour behaviour = like == null ? Behaviours.ofUndescribed() : Behaviours.ofExternal(like.behaviour());
            result.add(outside(result.size(), name, 1, behaviour, like == null ? null : like.latency()));
            if (like == null) {
                silent.add(name);
            }
        });
        if (!silent.isEmpty()) {
            info(
                    "WT0104",
                    "no entry under spec.external says how these answer outside the mesh, so they answer 200 after 1 ms: "
                            + String.join(", ", silent));
        }
    }

    /** A workload that was there before, under its old id; it is taken out of {@code declared}. */
    private WorkloadPlan again(
            WorkloadPlan known,
            List<Workload> declared,
            Behaviours behaviours,
            Sidecars sidecars,
            Platform platform,
            List<ClusterNode> nodes) {
        if (known.external()) {
            return new WorkloadPlan(
                    known.id(),
                    known.namespace(),
                    known.name(),
                    null,
                    known.replicas(),
                    known.labels(),
                    false,
                    known.behaviour(),
                    known.life(),
                    programs(known.behaviour().handlers()),
                    known.externalLatency(),
                    null);
        }
        for (int i = 0; i < declared.size(); i++) {
            Workload workload = declared.get(i);
            if (workload.namespace().equals(known.namespace())
                    && workload.name().equals(known.name())) {
                declared.remove(i);
                return plan(known.id(), workload, behaviours, sidecars, platform, nodes);
            }
        }
        return new WorkloadPlan(
                known.id(),
                known.namespace(),
                known.name(),
                known.workload(),
                0,
                known.labels(),
                known.sidecar(),
                known.behaviour(),
                known.life(),
                programs(known.behaviour().handlers()),
                null,
                known.block());
    }

    private WorkloadPlan plan(
            int id,
            Workload workload,
            Behaviours behaviours,
            Sidecars sidecars,
            Platform platform,
            List<ClusterNode> nodes) {
        Behaviour behaviour = behaviours.of(workload);
        boolean sidecar =
                !Gateways.servedBy(mesh, workload.labels()).isEmpty() || sidecars.has(workload, behaviour.sidecar());
        int replicas = workload.replicas();
        if (workload.key().kind().equals("DaemonSet")) {
            int fitting = (int) nodes.stream().filter(workload::mayBeOn).count();
            replicas = fitting == 0 && Nodes.areDeclared(scenario, mesh) ? 0 : fitting == 0 ? nodes.size() : fitting;
        }
        if (Nodes.areDeclared(scenario, mesh)) {
            NodeFit.check(workload, behaviour, nodes, findings);
        }
        return new WorkloadPlan(
                id,
                workload.namespace(),
                workload.name(),
                workload,
                replicas,
                workload.labels(),
                sidecar,
                behaviour,
                Lifetime.of(
                        workload,
                        proxies,
                        Lifetime.isNative(scenario.cluster().proxy().isNative(), nodes),
                        Era.of(scenario.profile())),
                programs(behaviour.handlers()),
                null,
                platform.block(workload, sidecar));
    }

    private WorkloadPlan external(int id, External external) {
        Behaviour behaviour = Behaviours.ofExternal(external.behaviour());
        return outside(id, external.host(), external.addresses(), behaviour, external.latency());
    }

    private WorkloadPlan outside(
            int id, String host, int addresses, Behaviour behaviour, @Nullable Distribution latency) {
        return new WorkloadPlan(
                id,
                "",
                host,
                null,
                addresses,
                Map.of(),
                false,
                behaviour,
                Lifetime.OUTSIDE,
                programs(behaviour.handlers()),
                latency,
                null);
    }

    private List<Program> programs(List<Handler> handlers) {
        List<Program> programs = new ArrayList<>();
        for (Handler handler : handlers) {
            programs.add(Program.compile(handler, callSites));
        }
        return programs;
    }

    private static MeshConfig merged(MeshConfig scenario, MeshConfig manifests) {
        return new MeshConfig(
                scenario.connectTimeoutNanos() != null
                        ? scenario.connectTimeoutNanos()
                        : manifests.connectTimeoutNanos(),
                scenario.registryOnly() != null ? scenario.registryOnly() : manifests.registryOnly(),
                scenario.defaultHttpRetries() != null ? scenario.defaultHttpRetries() : manifests.defaultHttpRetries(),
                scenario.locality() != null ? scenario.locality() : manifests.locality(),
                scenario.autoMutualTls() != null ? scenario.autoMutualTls() : manifests.autoMutualTls(),
                scenario.http2Upgrade() != null ? scenario.http2Upgrade() : manifests.http2Upgrade(),
                scenario.http2Upgrade() != null ? scenario.http2UpgradeOrigin() : manifests.http2UpgradeOrigin(),
                scenario.enableNamespacesByDefault() || manifests.enableNamespacesByDefault(),
                scenario.proxy().over(manifests.proxy()));
    }

    private void sayAssumptions(List<WorkloadPlan> workloads, Sidecars sidecars) {
        List<String> silent = new ArrayList<>();
        List<String> unlimited = new ArrayList<>();
        for (WorkloadPlan workload : workloads) {
            if (!workload.external() && !workload.behaviour().written() && isCallee(workload)) {
                silent.add(workload.displayName(scenario.namespace()));
            }
            if (Double.isInfinite(workload.behaviour().cores()) && works(workload)) {
                unlimited.add(workload.displayName(scenario.namespace()));
            }
        }
        for (WorkloadPlan workload : workloads) {
            String probe = workload.life().givesUpBefore(workload.behaviour().startupNanos());
            if (probe != null) {
                info(
                        "WT0105",
                        "the " + probe + " of " + workload.displayName(scenario.namespace())
                                + " gives up before its startup is over: new pods are killed before they are ready");
            }
            for (String path : ProbedPaths.servedLikeRequests(workload)) {
                info(
                        "WT0107",
                        "probes of " + workload.displayName(scenario.namespace()) + " ask for " + path
                                + ", which the handler for every path serves with all its steps; a handler with {match:"
                                + " {uri: " + path + "}} before it would be a health endpoint");
            }
        }
        if (!silent.isEmpty()) {
            info(
                    "WT0101",
                    "no entry under spec.workloads says how these behave, so they answer 200 after 1 ms: "
                            + String.join(", ", silent));
        }
        if (!unlimited.isEmpty()) {
            info(
                    "WT0102",
                    "these have no cpu limit or request, so their work never waits for a core: "
                            + String.join(", ", unlimited));
        }
        if (!sidecars.assumedNamespaces().isEmpty()
                && scenario.cluster().injection() == ClusterSettings.Injection.AUTO) {
            info(
                    "WT0103",
                    "no Namespace document says whether these get sidecars, so they count as labelled for"
                            + " injection: " + String.join(", ", sidecars.assumedNamespaces()));
        }
    }

    /** WT0106: as in Istio, a policy that asks somebody unknown lets nothing pass. */
    private void sayUnknownProviders() {
        for (AuthorizationPolicy policy : mesh.security().policies()) {
            String provider = String.valueOf(policy.provider());
            if (policy.action() != AuthorizationPolicy.Action.CUSTOM
                    || policy.dryRun()
                    || scenario.cluster().extensionProviders().containsKey(provider)) {
                continue;
            }
            Origin place = policy.origin();
            Finding finding = Finding.warning(
                            "WT0106",
                            "nobody knows the extension provider \"" + provider
                                    + "\", so all requests that its rules are for are refused")
                    .withFix("say under spec.cluster.extensionProviders of the Scenario how it answers")
                    .withObject(
                            policy.key().kind(),
                            policy.key().namespace(),
                            policy.key().name());
            findings.add(
                    place.file() == null
                            ? finding
                            : finding.withPlace(place.file(), place.lineOf("provider"), place.columnOf("provider")));
        }
    }

    private boolean isCallee(WorkloadPlan workload) {
        return Gateways.servedBy(mesh, workload.labels()).isEmpty()
                && services.stream().anyMatch(service -> Plan.selects(service, workload))
                && scenario.traffic().stream()
                        .noneMatch(traffic -> traffic.from().equals(workload.name()));
    }

    private static boolean works(WorkloadPlan workload) {
        for (Program program : workload.programs()) {
            for (Program.Instruction instruction : program.code) {
                if (instruction.kind == Program.WORK && workload.behaviour().written()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void info(String code, String message) {
        findings.add(new Finding(
                code,
                Level.INFO,
                "Scenario",
                null,
                scenario.name(),
                message,
                null,
                null,
                scenario.place().file(),
                scenario.place().line(),
                scenario.place().column(),
                null));
    }
}
