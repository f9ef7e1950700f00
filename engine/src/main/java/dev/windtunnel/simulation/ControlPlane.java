package dev.windtunnel.simulation;

import dev.windtunnel.plan.ProxyConfig;
import dev.windtunnel.scenario.ClusterSettings.Propagation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the proxies what is true, as fast as the scenario says: at once, or pushed after a pause in which nothing happens
 * ({@code pilot/pkg/xds/discovery.go}, debounce), or polled as in 2017. Each proxy hears of it at its own time; clusters,
 * endpoints and routes of one push come into force together.
 */
final class ControlPlane {

    private static final long LONGEST_DEBOUNCE_NANOS = 10_000_000_000L;

    private final Core core;
    private final Resolver resolver;
    private final ConnectionPools pools;
    /** What is on its way to each proxy, in order of arrival. */
    private final Map<Integer, ArrayDeque<Delivery>> deliveries = new HashMap<>();

    /** Changes that wait for their push. */
    private final List<Propagated> waiting = new ArrayList<>();

    private long firstUnsentNanos = -1;
    private long lastUnsentNanos;
    private long changes;
    /** How many entries of the timeline have it down, and how many the certificates. */
    private int down;

    private int certificatesDown;
    private boolean missed;

    private record Delivery(long time, Routing routing, Endpoints endpoints, List<Propagated> changes) {}

    /** When a change came into force: at the first proxy, and at the last. */
    static final class Propagated {
        double first = Double.NaN;
        double last = Double.NaN;

        void arrived(long nanos) {
            if (Double.isNaN(first)) {
                first = nanos / 1e9;
            }
            last = nanos / 1e9;
        }
    }

    ControlPlane(Core core, Resolver resolver, ConnectionPools pools) {
        this.core = core;
        this.resolver = resolver;
        this.pools = pools;
    }

    // ---------------------------------------------------------------- whether it is there

    /** Whether proxies reach it at all. */
    private boolean isReachable() {
        return core.scenario.cluster().platform().dns();
    }

    /** The configuration that a new proxy begins with. */
    ProxyConfig initial(Pod pod) {
        return isReachable() && down == 0 ? core.plan.config(pod.plan) : ProxyConfig.EMPTY;
    }

    /** Whether new proxies start: today's want a configuration and a certificate first. */
    boolean startsProxies() {
        return core.era.is2017() || down == 0 && certificatesDown == 0;
    }

    void goesDown(boolean certificatesOnly) {
        if (certificatesOnly) {
            certificatesDown++;
        } else {
            down++;
        }
    }

    /** It is back: what changed meanwhile is told now. */
    void comesBack(boolean certificatesOnly) {
        if (certificatesOnly) {
            certificatesDown--;
        } else if (--down == 0 && missed) {
            missed = false;
            publish(null);
        }
    }

    // ---------------------------------------------------------------- telling

    /** Something has changed: the proxies are told. */
    void publish(@Nullable Propagated change) {
        Propagation propagation = core.scenario.cluster().propagation();
        if (!isReachable()) {
            return;
        }
        changes++;
        if (change != null) {
            waiting.add(change);
        }
        if (down > 0) {
            missed = true;
            return;
        }
        if (propagation instanceof Propagation.Push push) {
            debounce(push);
        } else {
            send(propagation);
        }
    }

    private void debounce(Propagation.Push push) {
        long now = core.now();
        long longest = Math.max(push.debounceNanos(), LONGEST_DEBOUNCE_NANOS);
        if (firstUnsentNanos < 0) {
            firstUnsentNanos = now;
        }
        lastUnsentNanos = now;
        core.chores.at(Math.min(firstUnsentNanos + longest, now + push.debounceNanos()), () -> {
            boolean quiet = core.now() - lastUnsentNanos >= push.debounceNanos();
            if (firstUnsentNanos >= 0 && (quiet || core.now() - firstUnsentNanos >= longest)) {
                firstUnsentNanos = -1;
                if (down > 0) {
                    missed = true;
                } else {
                    send(push);
                }
            }
        });
    }

    private void send(Propagation propagation) {
        List<Propagated> told = List.copyOf(waiting);
        waiting.clear();
        for (Pod pod : core.pods) {
            Sidecar sidecar = pod.sidecar;
            if (sidecar == null || pod.state == Pod.State.GONE || pod.state == Pod.State.DOWN) {
                continue;
            }
            Routing routing = resolver.routing(core.plan.config(pod.plan));
            Delivery delivery = new Delivery(arrival(propagation, pod), routing, core.endpoints, told);
            if (propagation instanceof Propagation.Instant) {
                deliver(sidecar, delivery);
            } else {
                enqueue(pod, delivery);
            }
        }
        if (propagation instanceof Propagation.Instant) {
            for (Propagated change : told) {
                if (Double.isNaN(change.first)) {
                    change.arrived(core.now());
                }
            }
        }
    }

    private long arrival(Propagation propagation, Pod pod) {
        long now = core.now();
        long key = core.draw(((long) pod.id << 32) + changes, Purpose.PUSH);
        if (propagation instanceof Propagation.Push push) {
            return now + push.push().sampleNanos(key);
        }
        if (propagation instanceof Propagation.Poll poll) {
            double interval = poll.pollNanos() + core.unit(key, Purpose.POLL) * poll.jitterNanos();
            return now + (long) (core.unit(key, Purpose.POLL + 256) * interval);
        }
        return now;
    }

    private void enqueue(Pod pod, Delivery delivery) {
        ArrayDeque<Delivery> queue = deliveries.computeIfAbsent(pod.id, id -> new ArrayDeque<>());
        Delivery last = queue.peekLast();
        long time = last == null ? delivery.time() : Math.max(last.time(), delivery.time());
        queue.add(new Delivery(time, delivery.routing(), delivery.endpoints(), delivery.changes()));
        core.agenda.schedule(time, EventKind.CONFIG_ARRIVES, pod.id);
    }

    /** A proxy is new: what was on its way to its predecessor is not for it. */
    void forget(Pod pod) {
        deliveries.remove(pod.id);
    }

    /** A proxy hears of a change. */
    void arrives(int id) {
        ArrayDeque<Delivery> queue = deliveries.get(id);
        Delivery delivery = queue == null ? null : queue.peek();
        Pod pod = core.pod(id);
        if (queue != null && delivery != null && delivery.time() <= core.now()) {
            queue.poll();
            if (pod.sidecar != null) {
                deliver(pod.sidecar, delivery);
            }
        }
    }

    private void deliver(Sidecar sidecar, Delivery delivery) {
        if (sidecar.stale) {
            return;
        }
        sidecar.routing = delivery.routing();
        sidecar.endpoints = delivery.endpoints();
        sidecar.takeLimits(core.now());
        sidecar.takeInbound(core, core.pod(sidecar.pod));
        ProxyConfig config = sidecar.config();
        for (ClusterState cluster : sidecar.clusters) {
            if (cluster == null) {
                continue;
            }
            var next = config.cluster(cluster.config.name());
            if (next == null) {
                cluster.dropped();
                continue; // what is under way in a removed cluster goes on
            }
            HostState[] before = cluster.hosts;
            boolean dialled = cluster.config.originalDestination();
            boolean replaced = cluster.setConfig(next);
            if (!next.originalDestination()) {
                cluster.setHosts(sidecar.endpoints.of(next));
            } else if (!dialled) {
                cluster.setHosts(new Endpoint[0]); // its hosts are those that callers dial from now on
            }
            for (HostState host : before) {
                if (host.removed || replaced) {
                    pools.drain(host);
                }
            }
        }
        for (Propagated change : delivery.changes()) {
            change.arrived(core.now());
        }
    }
}
