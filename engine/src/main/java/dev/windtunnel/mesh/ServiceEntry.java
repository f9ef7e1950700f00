package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ServiceEntry as declared ({@code networking.istio.io} v1, v1beta1, v1alpha3): hosts that are services of the mesh
 * although no Kubernetes Service is.
 *
 * @param key its name
 * @param hosts hosts in lower case, {@code *.} in front for all below a domain
 * @param addresses virtual addresses and ranges ({@code 10.0.0.0/8})
 * @param ports ports in order; their {@code appProtocol} is the protocol as written, in lower case
 * @param resolution how endpoints are found
 * @param endpoints endpoints as declared
 * @param workloadSelector labels of pods and WorkloadEntries that are endpoints, an empty map for all of the namespace;
 *     null when not written
 * @param exportTo namespaces that see it; empty means all
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record ServiceEntry(
        ObjectKey key,
        List<String> hosts,
        List<String> addresses,
        List<Service.Port> ports,
        Resolution resolution,
        List<Endpoint> endpoints,
        @Nullable Map<String, String> workloadSelector,
        List<String> exportTo,
        int creationOrder,
        Origin origin) {

    /** How the endpoints of a host are found. */
    public enum Resolution {
        /** The address that the caller dialled is the endpoint. */
        NONE,
        /** Declared endpoints, or those that a selector takes. */
        STATIC,
        /** All addresses behind the names of the endpoints, or behind the host. */
        DNS,
        /** One address behind the name at a time. */
        DNS_ROUND_ROBIN,
        /** What the name in each request resolves to. */
        DYNAMIC_DNS;

        /** Whether the request alone says where it goes. */
        public boolean followsCaller() {
            return this == NONE || this == DYNAMIC_DNS;
        }

        /** Whether names are looked up. */
        public boolean usesDns() {
            return this == DNS || this == DNS_ROUND_ROBIN;
        }
    }

    /**
     * An endpoint.
     *
     * @param address an address or a name
     * @param ports its ports by name of the service port, where they differ from the target port
     * @param labels labels for subsets and selectors
     * @param locality {@code region/zone/subzone}; empty when not written
     * @param weight its share against the others, at least 1
     */
    public record Endpoint(
            String address, Map<String, Integer> ports, Map<String, String> labels, String locality, int weight) {

        /** Its region; empty when not written. */
        public String region() {
            return part(0);
        }

        /** Its zone; empty when not written. */
        public String zone() {
            return part(1);
        }

        private String part(int index) {
            String[] parts = locality.split("/", -1);
            return index < parts.length ? parts[index] : "";
        }

        /** A label, those that Istio adds from the locality included; null when there is none such. */
        public @Nullable String label(String name) {
            return switch (name) {
                case "topology.kubernetes.io/region" -> region();
                case "topology.kubernetes.io/zone" -> zone();
                case "topology.istio.io/subzone" -> part(2);
                default -> labels.get(name);
            };
        }

        /** Whether it has an address, not a name. */
        public boolean isNumeric() {
            return isAddress(address);
        }
    }

    /** Whether a host is written as an address. */
    public static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    /** Whether a host of an entry, perhaps one with {@code *} in front, means this name. */
    public static boolean covers(String host, String name) {
        return host.equals(name)
                || host.startsWith("*") && name.length() >= host.length() && name.endsWith(host.substring(1));
    }
}
