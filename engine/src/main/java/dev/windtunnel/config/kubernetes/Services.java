package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Service;
import dev.windtunnel.mesh.Service.Port;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Services. */
public final class Services {
    private Services() {}

    /** A Service. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata metadata = Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        String written = spec.word("type", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName");
        String type = written == null ? "ClusterIP" : written;
        String clusterIp = spec.filledText("clusterIP");
        String externalName = spec.filledText("externalName");
        List<Port> ports = ports(spec);
        if (type.equals("ExternalName")) {
            if (externalName == null) {
                spec.refuse("externalName", "a Service of type ExternalName needs externalName");
            }
        } else if (spec.blocks("ports").isEmpty() && !"None".equals(clusterIp)) {
            spec.refuse("ports", "the Service has no ports");
        }
        Map<String, String> selector = spec.textMap("selector");
        unsimulated(spec);
        Map<String, String> annotations = new LinkedHashMap<>(metadata.annotations());
        String distribution = spec.word("trafficDistribution", "PreferClose", "PreferSameZone", "PreferSameNode");
        if (distribution != null) {
            annotations.put(Service.TRAFFIC_DISTRIBUTION, distribution);
        }
        parts.add(new Service(
                object.key(),
                metadata.labels(),
                annotations,
                selector,
                ports,
                type,
                clusterIp,
                externalName,
                object.creationOrder(),
                object.origin()));
    }

    private static void unsimulated(Block spec) {
        if (!"None".equals(spec.word("sessionAffinity", "None", "ClientIP"))) {
            spec.notSimulated("sessionAffinity");
        }
        if (!"Cluster".equals(spec.word("internalTrafficPolicy", "Cluster", "Local"))) {
            spec.notSimulated("internalTrafficPolicy");
        }
        if (spec.isTrue("publishNotReadyAddresses")) {
            spec.notSimulated("publishNotReadyAddresses");
        }
        spec.notSimulated("externalIPs");
        spec.notSimulated(Level.INFO, "externalTrafficPolicy");
        spec.harmless(
                "sessionAffinityConfig",
                "clusterIPs",
                "ipFamilies",
                "ipFamilyPolicy",
                "loadBalancerIP",
                "loadBalancerClass",
                "loadBalancerSourceRanges",
                "healthCheckNodePort",
                "allocateLoadBalancerNodePorts");
    }

    private static List<Port> ports(Block spec) {
        List<Port> ports = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        List<Block> blocks = spec.blocks("ports");
        for (Block block : blocks) {
            String name = block.filledText("name");
            if (name == null && blocks.size() > 1) {
                block.refuse("name", "a Service with several ports needs a name for each");
            } else if (name != null && !names.add(name)) {
                block.refuse("name", "two ports are called \"" + name + "\"");
            }
            Integer number = block.port("port");
            if (number == null) {
                if (!block.has("port")) {
                    block.refuse("port", "the port has no number");
                }
                continue;
            }
            String written = block.word("protocol", "TCP", "UDP", "SCTP");
            String protocol = written == null ? "TCP" : written;
            if (!numbers.add(number + "/" + protocol)) {
                block.refuse("port", "the port " + number + "/" + protocol + " is there twice");
            }
            Integer nodePort = block.has("nodePort") && !isZero(block.node("nodePort")) ? block.port("nodePort") : null;
            ports.add(port(block, name, number, protocol, nodePort == null ? 0 : nodePort));
        }
        return List.copyOf(ports);
    }

    private static boolean isZero(@Nullable Node node) {
        return node instanceof ScalarNode scalar && Long.valueOf(0).equals(scalar.asLong());
    }

    private static Port port(Block block, @Nullable String name, int number, String protocol, int nodePort) {
        String appProtocol = block.filledText("appProtocol");
        if (block.node("targetPort") instanceof ScalarNode target && target.asString() != null) {
            String targetName = block.filledText("targetPort");
            int targetPort = targetName == null ? number : 0;
            return new Port(name, number, targetPort, targetName, protocol, appProtocol, nodePort);
        }
        boolean unset = !block.has("targetPort") || isZero(block.node("targetPort"));
        Integer target = unset ? null : block.port("targetPort");
        return new Port(name, number, target == null ? number : target, null, protocol, appProtocol, nodePort);
    }
}
