package dev.windtunnel.mesh;

import java.util.List;
import java.util.Map;

/**
 * A Gateway as declared ({@code networking.istio.io} v1, v1beta1, v1alpha3): what proxies at the edge of the mesh listen
 * for: HTTP, in TLS that they end too, TLS that they pass through, and bytes.
 *
 * @param key its name
 * @param selector labels of the proxies' pods, in any namespace; one at least
 * @param servers servers in order
 * @param creationOrder position among all objects: older first
 * @param origin where it stands
 */
public record Gateway(
        ObjectKey key, Map<String, String> selector, List<Server> servers, int creationOrder, Origin origin) {

    /**
     * A listener.
     *
     * @param port its port, as the gateway's Service has it
     * @param hosts hosts as written: {@code a.org}, {@code ns/a.org}, {@code ./a.org}, {@code *.a.org}
     * @param httpsRedirect whether every request is sent to HTTPS
     * @param tls whether it takes TLS alone, and ends it
     * @param passesTls whether it takes TLS alone, and passes it through by its names
     * @param bytes whether it forwards connections as bytes, those in TLS that it ends too
     */
    public record Server(
            int port, List<String> hosts, boolean httpsRedirect, boolean tls, boolean passesTls, boolean bytes) {

        /** One of HTTP. */
        public Server(int port, List<String> hosts, boolean httpsRedirect, boolean tls) {
            this(port, hosts, httpsRedirect, tls, false, false);
        }

        /** Whether it takes requests of HTTP, those in TLS that it ends too. */
        public boolean takesHttp() {
            return !passesTls && !bytes;
        }

        /** Whether it takes connections of any kind and forwards them as they are, so that the port is its own. */
        public boolean isPlainTcp() {
            return bytes && !tls;
        }

        /** Whether it takes requests for a host. */
        public boolean takes(String host) {
            return hosts.stream().anyMatch(own -> ServiceEntry.covers(plain(own), host));
        }
    }

    /** A host without the namespace in front of it. */
    public static String plain(String host) {
        return host.substring(host.indexOf('/') + 1);
    }

    /** Whether pods with these labels serve it. */
    public boolean isServedBy(Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    /** Its name as VirtualServices may write it. */
    public String fullName() {
        return key.namespace() + "/" + key.name();
    }
}
