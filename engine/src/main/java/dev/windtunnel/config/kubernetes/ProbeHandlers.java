package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Workload.Port;
import dev.windtunnel.source.ScalarNode;
import java.util.List;

/**
 * How a probe asks: in exactly one way ({@code core/validation/validation.go}, validateHandler), at a port that there is.
 * A name that no port of the container has is taken by the API server; the kubelet then never gets an answer
 * ({@code kubelet/prober/prober.go}). WT3044.
 */
final class ProbeHandlers {
    private static final List<String> KINDS = List.of("httpGet", "tcpSocket", "grpc", "exec");
    private static final int LAST_PORT = 65_535;

    private ProbeHandlers() {}

    static void check(Block container, String field, Block probe, List<Port> ports) {
        List<String> present = KINDS.stream().filter(probe::has).toList();
        if (present.isEmpty()) {
            container.refuse(
                    field,
                    field + " does not say how it asks",
                    "write one of " + String.join(", ", KINDS) + " into it");
        } else if (present.size() > 1) {
            probe.refuse(
                    present.get(1),
                    "a probe asks in one way, and " + field + " has " + String.join(" and ", present),
                    "keep one of them");
        }
        for (String kind : List.of("httpGet", "tcpSocket")) {
            Block handler = probe.block(kind);
            if (handler != null) {
                port(handler, field, ports);
            }
        }
        Block http = probe.block("httpGet");
        if (http != null && http.has("scheme")) {
            http.word("scheme", "HTTP", "HTTPS");
        }
        Block exec = probe.block("exec");
        if (exec != null && exec.texts("command").isEmpty()) {
            exec.refuse("command", field + " has no command to run", "write the program and its arguments");
        }
    }

    private static void port(Block handler, String field, List<Port> ports) {
        if (!handler.has("port")) {
            handler.refuse("port", field + " names no port", "write the number or the name of a port of the container");
            return;
        }
        if (!(handler.node("port") instanceof ScalarNode written)) {
            handler.refuse("port", "wanted a number or the name of a port");
            return;
        }
        String text = written.text();
        if (written.asString() != null && text.matches("[0-9]+")) {
            handler.refuse(
                    "port",
                    "\"" + text + "\" in quotes is the name of a port, and a name has a letter in it",
                    "write " + text + " without quotes");
        } else if (text.matches("-?[0-9]+")) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LAST_PORT) {
                handler.refuse("port", text + " is no port", "write one from 1 to " + LAST_PORT);
            }
        } else if (ports.stream().noneMatch(port -> text.equals(port.name()))) {
            List<String> names = ports.stream()
                    .map(Port::name)
                    .filter(name -> name != null && !name.isEmpty())
                    .toList();
            handler.report(
                    Level.WARNING,
                    "WT3044",
                    "port",
                    "no port of the container is called \"" + text + "\": the kubelet never gets an answer, so "
                            + (field.equals("readinessProbe")
                                    ? "the pod never becomes ready"
                                    : "the container is started over and over")
                            + "; here it is asked as if it were a probe of port 80",
                    names.isEmpty()
                            ? "name a port under ports, or write its number"
                            : "the names are " + String.join(", ", names));
        }
    }
}
