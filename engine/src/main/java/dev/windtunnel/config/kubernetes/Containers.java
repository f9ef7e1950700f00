package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.Workload.Container;
import dev.windtunnel.mesh.Workload.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers of a pod. */
final class Containers {
    private Containers() {}

    /** The containers of one of the lists of a pod's spec. */
    static List<Container> of(Block spec, String list) {
        List<Container> containers = new ArrayList<>();
        for (Block block : spec.blocks(list)) {
            containers.add(one(block));
        }
        return List.copyOf(containers);
    }

    static Container one(Block block) {
        String name = block.requiredText("name", "the container has no name");
        block.harmless(
                "command",
                "args",
                "envFrom",
                "resizePolicy",
                "restartPolicy",
                "restartPolicyRules",
                "stdin",
                "stdinOnce",
                "tty",
                "terminationMessagePath",
                "terminationMessagePolicy",
                "volumeDevices",
                "volumeMounts",
                "workingDir");
        Block resources = block.blockOrEmpty("resources");
        resources.harmless("claims");
        Block security = block.blockOrEmpty("securityContext");
        Long runAsUser = security.number("runAsUser", 0, Long.MAX_VALUE);
        boolean privileged = security.isTrue("privileged");
        security.harmlessRest();
        List<Port> ports = ports(block);
        return new Container(
                name == null ? "" : name,
                block.text("image", ""),
                block.word("imagePullPolicy", "Always", "IfNotPresent", "Never"),
                ports,
                environment(block),
                cpu(resources, "limits"),
                cpu(resources, "requests"),
                runAsUser,
                privileged,
                Probes.of(block, "startupProbe", ports),
                Probes.of(block, "readinessProbe", ports),
                Probes.of(block, "livenessProbe", ports),
                Probes.preStopNanos(block));
    }

    private static @Nullable Double cpu(Block resources, String which) {
        Block amounts = resources.block(which);
        if (amounts == null) {
            return null;
        }
        Double cores = amounts.cpu("cpu");
        amounts.harmlessRest();
        return cores;
    }

    private static List<Port> ports(Block container) {
        List<Port> ports = new ArrayList<>();
        for (Block block : container.blocks("ports")) {
            Integer number = block.port("containerPort");
            if (number == null) {
                if (!block.has("containerPort")) {
                    block.refuse("containerPort", "the port has no containerPort");
                }
                continue;
            }
            String protocol = block.word("protocol", "TCP", "UDP", "SCTP");
            ports.add(new Port(block.filledText("name"), number, protocol == null ? "TCP" : protocol));
            block.harmless("hostPort", "hostIP");
        }
        return List.copyOf(ports);
    }

    /** Variables with literal values; those that come from elsewhere have no value that is known here. */
    private static Map<String, String> environment(Block container) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Block variable : container.blocks("env")) {
            String name = variable.requiredText("name", "the variable has no name");
            String value = variable.text("value");
            boolean literal = !variable.has("valueFrom");
            if (name != null && literal) {
                values.put(name, value == null ? "" : value);
            }
        }
        return values;
    }
}
