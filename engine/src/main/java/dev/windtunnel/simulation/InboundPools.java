package dev.windtunnel.simulation;

import dev.windtunnel.mesh.Service;
import dev.windtunnel.plan.InboundSettings;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.plan.ProxyConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pools of one sidecar towards its app, by the service port that a request came for. */
final class InboundPools {

    private record Entry(int servicePort, InboundPool pool) {}

    private final Map<Integer, InboundPool> byTargetPort = new LinkedHashMap<>();
    private List<Entry> entries = List.of();

    /** Takes what is declared now; of services that share a port of the app the first counts. */
    void take(Core core, Pod pod, Sidecar sidecar, Map<String, InboundSettings> declared) {
        List<Entry> next = new ArrayList<>();
        Map<Integer, @Nullable InboundSettings> settingsOfTarget = new LinkedHashMap<>();
        for (Service service : core.plan.directory().services()) {
            if (!Plan.selects(service, pod.plan)) {
                continue;
            }
            for (Service.Port port : service.ports()) {
                int target = Plan.targetPort(port, pod.plan.workload());
                if (!settingsOfTarget.containsKey(target)) {
                    settingsOfTarget.put(target, declared.get(ProxyConfig.portKey(service, port)));
                }
                InboundSettings settings = settingsOfTarget.get(target);
                if (settings == null) {
                    continue;
                }
                InboundPool pool = byTargetPort.get(target);
                if (pool == null) {
                    pool = new InboundPool(sidecar, settings);
                    byTargetPort.put(target, pool);
                } else {
                    pool.take(settings);
                }
                next.add(new Entry(port.port(), pool));
            }
        }
        entries = next;
    }

    /** The pool for a service port; null where nothing is declared. */
    @Nullable
    InboundPool of(int servicePort) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).servicePort == servicePort) {
                return entries.get(i).pool;
            }
        }
        return null;
    }

    /** All pools there ever were. */
    Iterable<InboundPool> all() {
        return byTargetPort.values();
    }

    /** The sidecar is gone. */
    void reset() {
        byTargetPort.values().forEach(InboundPool::reset);
    }
}
