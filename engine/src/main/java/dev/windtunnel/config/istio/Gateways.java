package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.Gateway;
import dev.windtunnel.mesh.Gateway.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gateways ({@code pkg/config/validation/validation.go}, ValidateGateway). */
public final class Gateways {

    private static final Set<String> HTTP = Set.of("http", "http2", "grpc", "grpc-web");
    private static final Set<String> TLS = Set.of("https", "tls");
    private static final Set<String> TCP = Set.of("tcp", "mongo", "redis", "mysql");

    private Gateways() {}

    /** A Gateway. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = spec.textMap("selector");
        Labels.check(spec, "selector", selector);
        if (selector.isEmpty()) {
            spec.notSimulatedSo("servers", "a Gateway without a selector has no pods that serve it");
        }
        if (spec.blocks("servers").isEmpty()) {
            spec.refuse("servers", "the Gateway has no servers");
        }
        List<Server> servers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Block block : spec.blocks("servers")) {
            String name = block.blockOrEmpty("port").filledText("name");
            if (name != null && !names.add(name)) {
                block.blockOrEmpty("port")
                        .refuse(
                                "name",
                                "another server has a port of the name \"" + name + "\"",
                                "give each server's port a name of its own");
            }
            Server server = server(block);
            if (server != null) {
                servers.add(server);
            }
        }
        parts.add(new Gateway(object.key(), selector, List.copyOf(servers), object.creationOrder(), object.origin()));
    }

    private static @Nullable Server server(Block block) {
        if (!block.has("port")) {
            block.refuse("port", "the server has no port", "write port: {number: 80, name: http, protocol: HTTP}");
            hosts(block);
            GatewayTls.check(block, block.has("tls"), false);
            block.harmless("bind", "name", "defaultEndpoint");
            return null;
        }
        Block port = block.blockOrEmpty("port");
        port.harmless("targetPort");
        block.harmless("name", "defaultEndpoint");
        String bind = block.text("bind", "");
        boolean socket = bind.startsWith("unix://") || bind.startsWith("uds://");
        if (!bind.isEmpty() && !socket && !Names.isIp(bind)) {
            block.refuse("bind", "\"" + bind + "\" is no address");
        }
        port.text("name", "");
        String written = port.text("protocol", "");
        String protocol = written.toLowerCase(Locale.ROOT);
        if (!HTTP.contains(protocol)
                && !TLS.contains(protocol)
                && !TCP.contains(protocol)
                && !protocol.equals("hbone")) {
            port.refuse("protocol", "\"" + written + "\" is no protocol that Istio knows");
        }
        Integer number = port.port("number");
        if (number == null && !port.has("number")) {
            port.refuse("number", "the port has no number");
        }
        List<String> hosts = hosts(block);
        boolean redirect = GatewayTls.check(block, TLS.contains(protocol), TCP.contains(protocol));
        if (number == null) {
            return null;
        }
        boolean endsTls = TLS.contains(protocol) && GatewayTls.ends(block);
        boolean passes = TLS.contains(protocol) && GatewayTls.passes(block);
        boolean bytes = TCP.contains(protocol) || protocol.equals("tls") && endsTls;
        if (!HTTP.contains(protocol) && !bytes && !endsTls && !passes) {
            port.notSimulatedSo(
                    "protocol",
                    "gateways listen for HTTP, TCP, TLS that they end, and TLS that they pass through by tls routes");
            return null;
        }
        block.notSimulated("bind");
        return new Server(number, hosts, redirect, endsTls, passes, bytes);
    }

    private static List<String> hosts(Block block) {
        List<String> hosts = new ArrayList<>();
        List<String> written = block.texts("hosts");
        for (int i = 0; i < written.size(); i++) {
            String host = written.get(i);
            String plain = Gateway.plain(host);
            String namespace = host.length() == plain.length() ? "" : host.substring(0, host.indexOf('/'));
            boolean fits = namespace.isEmpty()
                    ? host.indexOf('/') < 0
                    : namespace.equals("*") || namespace.equals(".") || Names.isDnsLabel(namespace);
            boolean name = Names.isIp(plain) || Names.isWildcardDomain(plain);
            if (!fits || !name) {
                block.refuseItem("hosts", i, "\"" + host + "\" is no host name and no namespace/host");
            } else if (!plain.equals("*") && plain.indexOf('.') < 0 && plain.indexOf(':') < 0) {
                block.refuseItem("hosts", i, "\"" + host + "\" is a short name, which a Gateway cannot have");
            }
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        if (hosts.isEmpty() && (!block.has("hosts") || block.isList("hosts"))) {
            block.refuse("hosts", "the server has no hosts");
        }
        return List.copyOf(hosts);
    }
}
