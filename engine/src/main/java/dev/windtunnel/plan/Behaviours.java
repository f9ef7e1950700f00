package dev.windtunnel.plan;

import dev.windtunnel.mesh.Workload;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Handler;
import dev.windtunnel.scenario.WorkloadSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds how a workload behaves: the most specific entry that says a thing wins, key by key (contract 1). */
final class Behaviours {

    private static final long SECOND = 1_000_000_000L;

    private final List<WorkloadSettings> settings;
    private final String defaultNamespace;

    Behaviours(List<WorkloadSettings> settings, String defaultNamespace) {
        this.settings = settings;
        this.defaultNamespace = defaultNamespace;
    }

    Behaviour of(Workload workload) {
        List<WorkloadSettings> fitting = fitting(workload.namespace(), workload.name());
        return resolve(fitting, cores(workload));
    }

    /** The behaviour of an external host, from its own entry alone. */
    static Behaviour ofExternal(WorkloadSettings settings) {
        return resolve(List.of(settings), Double.POSITIVE_INFINITY);
    }

    /** The behaviour of a host outside the mesh of which nothing is said. */
    static Behaviour ofUndescribed() {
        return resolve(List.of(), Double.POSITIVE_INFINITY);
    }

    private static Behaviour resolve(List<WorkloadSettings> fitting, double cores) {
        WorkloadSettings.Model model = first(fitting, WorkloadSettings::model, WorkloadSettings.Model.THREADS);
        boolean async = model == WorkloadSettings.Model.ASYNC;
        WorkloadSettings.OnCancel onCancel = first(
                fitting,
                WorkloadSettings::onCancel,
                async ? WorkloadSettings.OnCancel.STOP : WorkloadSettings.OnCancel.CONTINUE);
        List<Handler> handlers = firstOrNull(fitting, WorkloadSettings::handlers);
        return new Behaviour(
                firstOrNull(fitting, WorkloadSettings::sidecar),
                first(fitting, WorkloadSettings::cpu, cores),
                first(fitting, WorkloadSettings::concurrency, Integer.MAX_VALUE),
                first(fitting, WorkloadSettings::queue, Integer.MAX_VALUE),
                async,
                onCancel == WorkloadSettings.OnCancel.STOP,
                first(fitting, WorkloadSettings::startupNanos, SECOND),
                first(fitting, WorkloadSettings::shutdown, WorkloadSettings.Shutdown.FINISH),
                first(fitting, WorkloadSettings::placement, Map.of()),
                first(fitting, WorkloadSettings::forwardHeaders, List.of()),
                first(fitting, WorkloadSettings::connection, Connection.DEFAULT),
                handlers == null ? List.of(Handler.DEFAULT) : handlers,
                handlers != null);
    }

    private static <T> @Nullable T firstOrNull(
            List<WorkloadSettings> settings, Function<WorkloadSettings, @Nullable T> key) {
        for (WorkloadSettings entry : settings) {
            T value = key.apply(entry);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static <T> T first(
            List<WorkloadSettings> settings, Function<WorkloadSettings, @Nullable T> key, T otherwise) {
        T value = firstOrNull(settings, key);
        return value == null ? otherwise : value;
    }

    /** Entries that fit, the most specific first; of two as specific ones the later. */
    private List<WorkloadSettings> fitting(String namespace, String name) {
        List<WorkloadSettings> fitting = new ArrayList<>();
        for (int i = settings.size() - 1; i >= 0; i--) {
            if (specificity(settings.get(i).pattern(), namespace, name) >= 0) {
                fitting.add(settings.get(i));
            }
        }
        fitting.sort(Comparator.comparingInt((WorkloadSettings entry) -> specificity(entry.pattern(), namespace, name))
                .reversed());
        return fitting;
    }

    /**
     * How specific a pattern is for a workload; -1 when it does not fit. An exact name beats every pattern, a pattern
     * with more letters one with fewer, {@code ns/*} beats {@code *}.
     */
    int specificity(String pattern, String namespace, String name) {
        if (pattern.equals("*")) {
            return 0;
        }
        int slash = pattern.indexOf('/');
        String patternNamespace = slash < 0 ? defaultNamespace : pattern.substring(0, slash);
        String patternName = slash < 0 ? pattern : pattern.substring(slash + 1);
        if (!patternNamespace.equals(namespace)) {
            return -1;
        }
        int star = patternName.indexOf('*');
        if (star < 0) {
            return patternName.equals(name) ? Integer.MAX_VALUE : -1;
        }
        String head = patternName.substring(0, star);
        String tail = patternName.substring(star + 1);
        boolean fits = name.length() >= head.length() + tail.length() && name.startsWith(head) && name.endsWith(tail);
        return fits ? 1 + head.length() + tail.length() : -1;
    }

    /** Cores of the app container: its limit, else its request, else unlimited. */
    private static double cores(Workload workload) {
        Workload.Container app = Sidecars.appContainer(workload);
        if (app == null) {
            return Double.POSITIVE_INFINITY;
        }
        if (app.cpuLimit() != null) {
            return app.cpuLimit();
        }
        return app.cpuRequest() != null ? app.cpuRequest() : Double.POSITIVE_INFINITY;
    }
}
