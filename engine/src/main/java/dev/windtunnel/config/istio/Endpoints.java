package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.Labels;
import dev.windtunnel.mesh.ServiceEntry.Endpoint;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields that a WorkloadEntry and an endpoint of a ServiceEntry have in common. */
final class Endpoints {

    private static final String SOCKET = "unix://";
    private static final Pattern PORT_NAME = Pattern.compile("[a-zA-Z0-9]([-a-zA-Z0-9]{0,60}[a-zA-Z0-9])?");
    private static final long MOST_WEIGHT = 4_294_967_295L;

    private Endpoints() {}

    /** Whether an address is the path of a socket on the client's own machine. */
    static boolean isSocket(String address) {
        return address.startsWith(SOCKET);
    }

    /** The endpoint that a block declares; null when it is refused or cannot be simulated. */
    static @Nullable Endpoint of(Block block) {
        String address = block.text("address", "");
        Map<String, Integer> ports = ports(block);
        Map<String, String> labels = block.textMap("labels");
        Labels.check(block, "labels", labels);
        Long weight = block.number("weight", 0, MOST_WEIGHT);
        String locality = block.text("locality", "");
        block.harmless("serviceAccount");
        if (address.isEmpty()) {
            if (block.has("network")) {
                block.notSimulatedSo("network", "the endpoint, which is a gateway of that network, is left out");
            } else {
                block.refuse("address", "the endpoint has no address");
            }
            return null;
        }
        if (isSocket(address)) {
            checkSocket(block, address.substring(SOCKET.length()), !ports.isEmpty());
            block.notSimulatedSo("address", "an endpoint that is a socket of a file is left out");
            return null;
        }
        block.notSimulated("network");
        if (!Names.isIp(address) && !Names.isDomain(address)) {
            block.refuse("address", "\"" + address + "\" is no address and no host name");
        }
        int share = weight == null ? 1 : (int) Math.max(1, Math.min(Integer.MAX_VALUE, weight));
        return new Endpoint(address.toLowerCase(Locale.ROOT), ports, labels, locality, share);
    }

    private static Map<String, Integer> ports(Block owner) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Block block = owner.block("ports");
        if (block != null) {
            for (String name : block.names()) {
                if (!PORT_NAME.matcher(name).matches()) {
                    owner.refuse("ports", "\"" + name + "\" cannot be the name of a port");
                }
                Integer port = block.port(name);
                if (port != null) {
                    ports.put(name, port);
                }
            }
        }
        return ports;
    }

    private static void checkSocket(Block block, String path, boolean ports) {
        if (!path.startsWith("/") && !path.startsWith("@")) {
            block.refuse("address", "the path of a socket begins with / or @");
        } else if (path.endsWith("/")) {
            block.refuse("address", "a socket cannot be a folder");
        }
        if (ports) {
            block.refuse("ports", "a socket has no ports");
        }
    }
}
