package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Service.Port;
import dev.windtunnel.mesh.ServiceEntry;
import dev.windtunnel.mesh.ServiceEntry.Endpoint;
import dev.windtunnel.mesh.ServiceEntry.Resolution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ServiceEntries ({@code pkg/config/validation/validation.go}, ValidateServiceEntry, and the rules of the CRD). */
public final class ServiceEntries {

    private static final Set<String> HTTP = Set.of("http", "http2", "grpc", "grpc-web", "http_proxy");
    private static final Set<String> TLS = Set.of("https", "tls");
    private static final Set<String> OTHERS = Set.of("", "tcp", "udp", "mongo", "redis", "mysql");
    private static final Pattern RANGE = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");

    private ServiceEntries() {}

    /** A ServiceEntry. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().block("spec");
        if (spec == null) {
            object.root().refuse("spec", "the spec is missing");
            return;
        }
        String word = spec.word("resolution", "NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS");
        Resolution resolution = word == null ? Resolution.NONE : Resolution.valueOf(word);
        // Inside or outside the mesh makes a difference to mutual TLS and to the labels of metrics only.
        spec.word("location", "MESH_EXTERNAL", "MESH_INTERNAL");
        spec.harmless("subjectAltNames");
        List<String> hosts = hosts(spec);
        List<String> addresses = addresses(spec, resolution);
        List<Port> ports = ports(spec);
        Map<String, String> selector = selector(spec);
        List<Endpoint> endpoints = endpoints(spec, resolution, ports);
        checkNames(spec, resolution, hosts, ports);
        List<String> exportTo = spec.texts("exportTo");
        checkExportTo(spec, exportTo);
        parts.add(new ServiceEntry(
                object.key(),
                hosts,
                addresses,
                ports,
                resolution,
                endpoints,
                selector,
                exportTo,
                object.creationOrder(),
                object.origin()));
    }

    private static List<String> hosts(Block spec) {
        List<String> hosts = new ArrayList<>();
        for (String host : spec.texts("hosts")) {
            if (host.equals("*")) {
                spec.refuse("hosts", "\"*\" cannot be a host of a ServiceEntry", "name a domain: *.example.com");
            } else if (!Names.isWildcardDomain(host)) {
                spec.refuse("hosts", "\"" + host + "\" is no host name");
            } else if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
                hosts.add(host.toLowerCase(Locale.ROOT));
            }
        }
        if (!spec.has("hosts") || spec.texts("hosts").isEmpty()) {
            spec.refuse("hosts", "the ServiceEntry has no hosts");
        }
        return List.copyOf(hosts);
    }

    private static List<String> addresses(Block spec, Resolution resolution) {
        List<String> addresses = spec.texts("addresses");
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i);
            if (address.indexOf('/') < 0 ? !Names.isIp(address) : !isRange(address)) {
                spec.refuseItem("addresses", i, "\"" + address + "\" is no address and no range of addresses");
            } else if (address.indexOf('/') >= 0 && resolution != Resolution.NONE && resolution != Resolution.STATIC) {
                spec.refuseItem("addresses", i, "ranges of addresses are only for resolution NONE and STATIC");
            }
        }
        return List.copyOf(addresses);
    }

    private static boolean isRange(String text) {
        var range = RANGE.matcher(text);
        return range.matches()
                && Names.isIp(range.group(1))
                && Integer.parseInt(range.group(2)) <= (range.group(1).indexOf(':') < 0 ? 32 : 128);
    }

    private static List<Port> ports(Block spec) {
        List<Port> ports = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        for (Block block : spec.blocks("ports")) {
            String name = block.text("name", "");
            if (!Names.isDnsLabel(name)) {
                block.refuse(
                        "name",
                        name.isEmpty() ? "the port has no name" : "\"" + name + "\" cannot be the name of a port");
            } else if (!names.add(name)) {
                block.refuse("name", "two ports are called \"" + name + "\"");
            }
            String written = block.text("protocol", "");
            String protocol = written.toLowerCase(Locale.ROOT);
            if (!HTTP.contains(protocol) && !TLS.contains(protocol) && !OTHERS.contains(protocol)) {
                block.refuse("protocol", "\"" + written + "\" is no protocol that Istio knows");
            }
            Integer number = block.port("number");
            Long target = block.number("targetPort", 0, 65_535);
            if (number == null) {
                if (!block.has("number")) {
                    block.refuse("number", "the port has no number");
                }
                continue;
            }
            if (!numbers.add(number)) {
                block.refuse("number", "the port " + number + " is there twice");
            }
            int targetPort = target == null || target == 0 ? number : (int) (long) target;
            String transport = protocol.equals("udp") ? "UDP" : "TCP";
            ports.add(new Port(name, number, targetPort, null, transport, protocol, 0));
        }
        return List.copyOf(ports);
    }

    private static @Nullable Map<String, String> selector(Block spec) {
        Block block = spec.block("workloadSelector");
        if (block == null) {
            return null;
        }
        if (spec.has("endpoints")) {
            spec.refuse("endpoints", "endpoints and workloadSelector cannot be given together");
        }
        Map<String, String> labels = block.textMap("labels");
        PodSelectors.checkPlace(block, "labels");
        labels.forEach((key, value) -> {
            if (key.isEmpty() || key.indexOf('*') >= 0 || value.indexOf('*') >= 0) {
                block.refuse("labels", "a selector takes whole labels: \"" + key + ": " + value + "\" is none");
            }
        });
        Labels.check(block, "labels", labels);
        if (labels.isEmpty()) {
            spec.report(
                    Level.WARNING,
                    "IST0133",
                    "workloadSelector",
                    "the workloadSelector has no labels: it takes all of the namespace",
                    null);
        }
        return labels;
    }

    private static List<Endpoint> endpoints(Block spec, Resolution resolution, List<Port> ports) {
        List<Block> blocks = spec.blocks("endpoints");
        if (!blocks.isEmpty() && resolution.followsCaller()) {
            spec.refuse(
                    "endpoints", "resolution " + resolution + " has no endpoints", "write resolution: STATIC or DNS");
        }
        if (blocks.size() > 1 && resolution == Resolution.DNS_ROUND_ROBIN) {
            spec.refuse("endpoints", "resolution DNS_ROUND_ROBIN has one endpoint at most");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (Block block : blocks) {
            String address = block.text("address", "");
            boolean socket = Endpoints.isSocket(address);
            if (resolution == Resolution.STATIC && !address.isEmpty() && !socket && !Names.isIp(address)) {
                block.refuse(
                        "address", "endpoints of resolution STATIC have addresses, not names", "write resolution: DNS");
                continue;
            }
            if (socket && resolution.usesDns()) {
                block.refuse("address", "a socket has no name to look up", "write resolution: STATIC");
                continue;
            }
            if (socket && ports.size() != 1) {
                block.refuse("address", "an endpoint that is a socket is for services of one port");
            }
            Endpoint endpoint = Endpoints.of(block);
            if (endpoint == null) {
                continue;
            }
            for (String name : endpoint.ports().keySet()) {
                if (ports.stream().noneMatch(port -> name.equals(port.name()))) {
                    block.refuse("ports", "the ServiceEntry has no port called \"" + name + "\"");
                }
            }
            endpoints.add(endpoint);
        }
        return List.copyOf(endpoints);
    }

    /** Names that are looked up have to be whole; several hosts on one port have to be told apart by the request. */
    private static void checkNames(Block spec, Resolution resolution, List<String> hosts, List<Port> ports) {
        if (resolution.usesDns()
                && spec.blocks("endpoints").isEmpty()
                && hosts.stream().anyMatch(host -> host.startsWith("*"))) {
            spec.refuse(
                    "hosts",
                    "a host with * cannot be looked up, and there are no endpoints",
                    "add endpoints, or write resolution: NONE");
        }
        for (Port port : ports) {
            String protocol = String.valueOf(port.appProtocol());
            boolean named = HTTP.contains(protocol) || TLS.contains(protocol);
            if (!named && resolution == Resolution.DYNAMIC_DNS) {
                spec.refuse(
                        "ports", "resolution DYNAMIC_DNS is for HTTP and TLS, and port " + port.port() + " is neither");
            } else if (!named && resolution != Resolution.NONE && hosts.size() > 1) {
                spec.refuse(
                        "hosts",
                        "on port " + port.port() + ", which is neither HTTP nor TLS, hosts cannot be told apart");
                return;
            }
        }
    }

    private static void checkExportTo(Block spec, List<String> exportTo) {
        if (exportTo.equals(List.of("~"))) {
            return; // nobody sees it
        }
        Names.checkExportTo(spec, exportTo);
    }
}
