package dev.windtunnel.simulation;

import dev.windtunnel.mesh.MixerRules;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.mixer.Attributes;
import dev.windtunnel.proxy.mixer.MixerPolicy;
import dev.windtunnel.proxy.mixer.RollingWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mixer of Istio 0.1, whom the sidecars of servers ask about each request: Check, and when that lets it pass Quota, one
 * after the other. It reads its rules every 5 s. Who cannot reach it lets requests pass (istio/proxy 0.1
 * {@code src/envoy/mixer/http_filter.cc}).
 */
final class Mixer {

    private static final long PERIOD_NANOS = 5_000_000_000L;
    private static final String SERVICE = "istio-mixer";
    /** Its answer to Quota. */
    private static final LocalReply EXHAUSTED =
            new LocalReply("RESOURCE_EXHAUSTED:Unable to allocate 1 units from quota RequestCount", true, "");

    private final Core core;
    private List<MixerRules> declared;
    private MixerPolicy policy;
    private boolean readsSoon;
    private int down;
    private Map<MixerPolicy.Counter, RollingWindow> windows = new HashMap<>();
    /** By pod that is asked, pod that asks and head. */
    private @Nullable Passage[][][] known = new @Nullable Passage[8][][];
    /** Of which the pod was found. */
    private @Nullable Endpoints seen;

    private @Nullable Pod pod;
    private boolean gone;
    private boolean asked;

    Mixer(Core core) {
        this.core = core;
        declared = core.plan.mesh().mixerRules();
        policy = declared.isEmpty() ? MixerPolicy.NONE : new MixerPolicy(declared);
        asked = !policy.isEmpty();
    }

    /** Whether anybody asks it: without rules nobody does. */
    boolean isAsked() {
        return asked;
    }

    /** Other rules are in its files; it reads them when it looks next. */
    void declare(List<MixerRules> rules) {
        if (rules.equals(declared)) {
            return;
        }
        declared = rules;
        if (!readsSoon) {
            readsSoon = true;
            core.chores.at((core.now() / PERIOD_NANOS + 1) * PERIOD_NANOS, this::reads);
        }
    }

    private void reads() {
        readsSoon = false;
        policy = declared.isEmpty() ? MixerPolicy.NONE : new MixerPolicy(declared);
        asked = !policy.isEmpty();
        windows = new HashMap<>();
        known = new @Nullable Passage[8][][];
    }

    /** It goes down; {@link #comesBack} as often brings it back. */
    void goesDown() {
        down++;
    }

    void comesBack() {
        down--;
    }

    /** Whether it answers. */
    boolean answers() {
        find();
        return down == 0 && !gone;
    }

    /** A question and its answer on their way between a proxy and Mixer, which has no proxy of its own. */
    long roundTripNanos(Pod asking, long key, int number) {
        find();
        long there = Purpose.MIXER + ((long) number << 8);
        long back = Purpose.MIXER_BACK + ((long) number << 8);
        Pod its = pod;
        return its == null
                ? core.inZone(key, there) + core.inZone(key, back)
                : core.network(asking, its, 0, key, there) + core.network(its, asking, 0, key, back);
    }

    /** Mixer's pod, where there is a Service of its name; without one it is somewhere in the zone. */
    private void find() {
        if (seen == core.endpoints) {
            return;
        }
        seen = core.endpoints;
        pod = null;
        gone = false;
        for (Service service : core.plan.directory().services()) {
            if (service.key().name().equals(SERVICE) && !service.selector().isEmpty()) {
                gone = true;
                for (Pod each : core.pods) {
                    if (each.endpoint && isOf(service, each)) {
                        pod = each;
                        gone = false;
                        return;
                    }
                }
            }
        }
    }

    private static boolean isOf(Service service, Pod pod) {
        return service.namespace().equals(pod.plan.namespace())
                && !service.selector().isEmpty()
                && pod.labels().entrySet().containsAll(service.selector().entrySet());
    }

    // ---------------------------------------------------------------- what it says

    /** What a request goes through on its way into a pod. */
    Passage passage(Try row, Pod to) {
        if (to.id >= known.length) {
            known = Arrays.copyOf(known, Math.max(to.id + 1, 2 * known.length));
        }
        @Nullable Passage[][] byCaller = known[to.id];
        int from = row.sourcePod;
        if (byCaller == null || from >= byCaller.length) {
            byCaller = byCaller == null ? new @Nullable Passage[from + 8][] : Arrays.copyOf(byCaller, 2 * (from + 1));
            known[to.id] = byCaller;
        }
        @Nullable Passage[] byHead = byCaller[from];
        if (byHead == null || row.head >= byHead.length) {
            byHead = byHead == null ? new @Nullable Passage[row.head + 8] : Arrays.copyOf(byHead, 2 * (row.head + 1));
            byCaller[from] = byHead;
        }
        Passage passage = byHead[row.head];
        if (passage == null) {
            passage = decide(row, to);
            byHead[row.head] = passage;
        }
        return passage;
    }

    private Passage decide(Try row, Pod to) {
        Pod from = core.pod(row.sourcePod);
        MixerPolicy.Ruling ruling = policy.decide(new Attributes(
                core.heads.get(row.head),
                from.ip,
                from.sidecar == null ? null : peer(from, ownService(from)),
                peer(to, service(row, to))));
        MixerRules.Status refusal = ruling.refusal();
        if (refusal != null) {
            return new Passage(row.head, new Passage.Stage[] {
                new Passage.Mixed(
                        new Passage.Refuse(
                                refusal.http(), new LocalReply(refusal.body(), true, ""), "Mixer: " + refusal.body()),
                        new RollingWindow[0],
                        false)
            });
        }
        List<RollingWindow> counting = new ArrayList<>();
        for (MixerPolicy.Counter counter : ruling.counters()) {
            counting.add(windows.computeIfAbsent(counter, each -> new RollingWindow(each.quota())));
        }
        return new Passage(row.head, new Passage.Stage[] {
            new Passage.Mixed(null, new RollingWindow[0], false),
            new Passage.Mixed(
                    new Passage.Refuse(429, EXHAUSTED, "Mixer: no quota is left"),
                    counting.toArray(new RollingWindow[0]),
                    true)
        });
    }

    private static Attributes.Peer peer(Pod pod, @Nullable String service) {
        return new Attributes.Peer(pod.ip, pod.name, pod.plan.namespace(), service, pod.labels());
    }

    /** The service that a request was meant for. */
    private @Nullable String service(Try row, Pod to) {
        HostState host = row.host;
        ClusterConfig cluster = host == null ? null : host.cluster.config;
        Service service = cluster == null ? null : cluster.service();
        if (service == null) {
            service = core.plan
                    .directory()
                    .lookUp(
                            core.heads.get(row.head).host(),
                            core.pod(row.sourcePod).plan.namespace());
        }
        return service != null && isOf(service, to) ? service.fullName() : ownService(to);
    }

    private @Nullable String ownService(Pod pod) {
        for (Service service : core.plan.directory().services()) {
            if (isOf(service, pod)) {
                return service.fullName();
            }
        }
        return null;
    }
}
