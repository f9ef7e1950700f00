package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Probe;
import dev.windtunnel.mesh.Workload.Port;
import dev.windtunnel.source.ScalarNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Probes and hooks of a container, with the defaults of {@code core/v1/defaults.go}. */
final class Probes {
    private static final long SECOND = 1_000_000_000L;
    private static final Pattern SLEEP =
            Pattern.compile("(?:^|[\\s;&|/'\"])sleep\\s+(\\d{1,6}(?:\\.\\d{1,6})?)([smh]?)(?=$|[\\s;&|'\")])");

    private Probes() {}

    /** The probe in a field; null when there is none. */
    static @Nullable Probe of(Block container, String field, List<Port> ports) {
        Block probe = container.block(field);
        if (probe == null) {
            return null;
        }
        ProbeHandlers.check(container, field, probe, ports);
        Block http = probe.block("httpGet");
        Block tcp = probe.block("tcpSocket");
        Block grpc = probe.block("grpc");
        Block exec = probe.block("exec");
        if (exec != null) {
            exec.notSimulatedSo(Level.INFO, "command", "it succeeds as soon as the app is up");
        }
        Integer port = null;
        String path = "";
        Probe.Handler handler = Probe.Handler.EXEC;
        if (http != null) {
            handler = Probe.Handler.HTTP;
            port = port(http, ports);
            path = http.text("path", "/");
            path = path.startsWith("/") ? path : "/" + path;
            http.harmless("scheme", "host", "httpHeaders");
        } else if (tcp != null) {
            handler = Probe.Handler.TCP;
            port = port(tcp, ports);
            tcp.harmless("host");
        } else if (grpc != null) {
            handler = Probe.Handler.GRPC;
            port = grpc.port("port");
            grpc.harmless("service");
        }
        boolean readiness = field.equals("readinessProbe");
        int successThreshold = (int) seconds(probe, "successThreshold", 1, 1, 1);
        if (!readiness && successThreshold > 1) {
            probe.refuse("successThreshold", "the successThreshold of a " + field + " has to be 1");
        }
        long period = seconds(probe, "periodSeconds", 10, 1);
        long timeout = seconds(probe, "timeoutSeconds", 1, 1);
        if (timeout > period) {
            probe.report(
                    Level.WARNING,
                    "WT3047",
                    "timeoutSeconds",
                    "a " + field + " waits up to " + timeout / SECOND + " s for its answer and is due every "
                            + period / SECOND
                            + " s: the kubelet asks again when it has its answer, so an app that hangs"
                            + " is found out later than periodSeconds and failureThreshold say",
                    "make timeoutSeconds " + period / SECOND + " at most, or periodSeconds " + timeout / SECOND);
        }
        return new Probe(
                handler,
                path,
                port == null ? 0 : port,
                seconds(probe, "initialDelaySeconds", 0, 0),
                period,
                timeout,
                (int) seconds(probe, "failureThreshold", 3, 1, 1),
                successThreshold,
                grace(probe, field, readiness));
    }

    private static @Nullable Long grace(Block probe, String field, boolean readiness) {
        Long seconds = probe.number("terminationGracePeriodSeconds", 1, Integer.MAX_VALUE);
        if (seconds != null && readiness) {
            probe.refuse(
                    "terminationGracePeriodSeconds",
                    "a " + field + " ends no container and has no terminationGracePeriodSeconds");
        }
        return seconds == null ? null : seconds * SECOND;
    }

    private static @Nullable Integer port(Block handler, List<Port> ports) {
        if (!(handler.node("port") instanceof ScalarNode written)) {
            return null;
        }
        String text = written.text();
        for (Port port : ports) {
            if (text.equals(port.name())) {
                return port.containerPort();
            }
        }
        return text.matches("[0-9]{1,5}") ? Integer.valueOf(text) : null;
    }

    private static long seconds(Block block, String field, long otherwise, long min) {
        return seconds(block, field, otherwise, min, SECOND);
    }

    private static long seconds(Block block, String field, long otherwise, long min, long unit) {
        // 0 stands for the default wherever at least 1 is wanted, as it does for the API server.
        Long written = block.number(field, 0, Integer.MAX_VALUE);
        return (written == null || written < min ? otherwise : written) * unit;
    }

    /** How long the {@code preStop} hook sleeps. */
    static long preStopNanos(Block container) {
        Block lifecycle = container.block("lifecycle");
        if (lifecycle == null) {
            return 0;
        }
        lifecycle.harmless("postStart", "stopSignal");
        Block hook = lifecycle.block("preStop");
        if (hook == null) {
            return 0;
        }
        hook.harmless("httpGet", "tcpSocket");
        Block sleep = hook.block("sleep");
        if (sleep != null) {
            return seconds(sleep, "seconds", 0, 0);
        }
        Block exec = hook.block("exec");
        return exec == null ? 0 : sleepOf(exec);
    }

    /** The sleeps in a command; whatever else it does takes no time. */
    private static long sleepOf(Block exec) {
        String command = String.join(" ", exec.texts("command"));
        Matcher sleeps = SLEEP.matcher(command);
        double nanos = 0;
        while (sleeps.find()) {
            long unit =
                    sleeps.group(2).equals("m") ? 60 * SECOND : sleeps.group(2).equals("h") ? 3600 * SECOND : SECOND;
            nanos += Double.parseDouble(sleeps.group(1)) * unit;
        }
        if (nanos == 0 && !command.isBlank()) {
            exec.notSimulatedSo(Level.INFO, "command", "the hook takes no time");
        }
        return Math.round(nanos);
    }
}
