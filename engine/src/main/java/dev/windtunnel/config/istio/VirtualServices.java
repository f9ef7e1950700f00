package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.ArrayList;
import java.util.List;

/** VirtualServices. */
public final class VirtualServices {
    private VirtualServices() {}

    /** A VirtualService. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        Block spec = object.root().blockOrEmpty("spec");
        List<String> hosts = spec.texts("hosts");
        List<String> gateways = spec.texts("gateways");
        List<String> exportTo = spec.texts("exportTo");
        boolean delegate = hosts.isEmpty();
        List<HttpRoute> routes = new ArrayList<>();
        for (Block block : spec.blocks("http")) {
            routes.add(HttpRoutes.read(block, gateways, delegate));
        }
        checkHosts(spec, hosts, gateways);
        checkGateways(spec, gateways);
        Names.checkExportTo(spec, exportTo);
        List<TcpRoute> tcp = OtherRoutes.tcp(spec);
        List<TcpRoute> tls = OtherRoutes.tls(spec, hosts);
        if (delegate) {
            checkDelegate(spec);
        } else if (!spec.has("http") && !spec.has("tcp") && !spec.has("tls")) {
            spec.refuseWhole("there are no http, tcp or tls routes", null);
        }
        parts.add(new VirtualService(
                object.key(),
                hosts,
                gateways,
                exportTo,
                List.copyOf(routes),
                tcp,
                tls,
                object.creationOrder(),
                object.origin()));
    }

    private static void checkDelegate(Block spec) {
        if (!spec.has("http")) {
            spec.refuse("hosts", "there are no hosts");
        }
        for (String field : List.of("gateways", "tcp", "tls")) {
            if (spec.has(field)) {
                spec.refuse(field, "an object without hosts is a delegate and cannot have " + field);
            }
        }
    }

    private static void checkHosts(Block spec, List<String> hosts, List<String> gateways) {
        boolean mesh = gateways.isEmpty() || gateways.contains("mesh");
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            if (!Names.isIp(host) && !Names.isWildcardDomain(host)) {
                spec.refuse("hosts", "\"" + host + "\" is no host name");
            } else if (mesh && host.equals("*")) {
                spec.refuse("hosts", "the host \"*\" cannot be used in the mesh", "name a gateway, or the hosts");
            }
            for (int j = 0; j < i; j++) {
                if (overlap(hosts.get(j), host)) {
                    spec.refuse("hosts", "the hosts \"" + hosts.get(j) + "\" and \"" + host + "\" overlap");
                }
            }
        }
    }

    /** Whether there is a name that both take; a wildcard stands for one or more labels in front. */
    private static boolean overlap(String a, String b) {
        if (a.equals(b) || a.equals("*") || b.equals("*")) {
            return true;
        }
        boolean wildA = a.startsWith("*");
        boolean wildB = b.startsWith("*");
        String tailA = wildA ? a.substring(1) : a;
        String tailB = wildB ? b.substring(1) : b;
        if (wildA && wildB) {
            return tailA.endsWith(tailB) || tailB.endsWith(tailA);
        }
        return wildA && b.endsWith(tailA) || wildB && a.endsWith(tailB);
    }

    private static void checkGateways(Block spec, List<String> gateways) {
        for (String gateway : gateways) {
            int slash = gateway.indexOf('/');
            String namespace = slash < 0 ? "" : gateway.substring(0, slash);
            String name = gateway.substring(slash + 1);
            if (slash >= 0 && (!Names.isDnsLabel(namespace) || !Names.isDnsLabel(name))) {
                spec.refuse("gateways", "\"" + gateway + "\" is no gateway", "write namespace/name");
            } else if (slash < 0 && !Names.isDomain(name)) {
                spec.refuse("gateways", "\"" + gateway + "\" is no gateway", "write namespace/name");
            } else if (slash < 0 && name.indexOf('.') >= 0) {
                spec.report(
                        Level.WARNING,
                        "IST0133",
                        "gateways",
                        "the gateway \"" + gateway + "\" is written in an old form",
                        "write namespace/name");
            }
        }
    }
}
