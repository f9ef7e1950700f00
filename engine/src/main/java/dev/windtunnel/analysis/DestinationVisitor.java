package dev.windtunnel.analysis;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.HttpRoute.Destination;
import dev.windtunnel.mesh.Origin;
import dev.windtunnel.mesh.TcpRoute;
import dev.windtunnel.mesh.VirtualService;
import java.util.List;

/** Goes through all places where VirtualServices name a destination. */
@FunctionalInterface
interface DestinationVisitor {
    /** Called with the full name of the destination's host and the path of the destination inside its route. */
    void visit(Origin route, Destination destination, String host, String path);

    static void visitAll(Input input, DestinationVisitor visitor) {
        for (VirtualService owner : input.mesh().virtualServices()) {
            for (HttpRoute route : owner.http()) {
                visitRoute(owner, route, visitor);
            }
            for (TcpRoute route : owner.tcp()) {
                visitAll(owner, route.origin(), route.destinations(), visitor);
            }
            for (TcpRoute route : owner.tls()) {
                visitAll(owner, route.origin(), route.destinations(), visitor);
            }
        }
    }

    private static void visitRoute(VirtualService owner, HttpRoute route, DestinationVisitor visitor) {
        visitAll(owner, route.origin(), route.destinations(), visitor);
        List<HttpRoute.Mirror> mirrors = route.mirrors();
        boolean single = route.origin().fields().containsKey("mirror");
        for (int i = 0; i < mirrors.size(); i++) {
            String path = single ? "mirror" : "mirrors[" + i + "].destination";
            visit(owner, route.origin(), mirrors.get(i).destination(), path, visitor);
        }
    }

    private static void visitAll(
            VirtualService owner,
            Origin route,
            List<HttpRoute.WeightedDestination> destinations,
            DestinationVisitor visitor) {
        for (int i = 0; i < destinations.size(); i++) {
            visit(owner, route, destinations.get(i).destination(), "route[" + i + "].destination", visitor);
        }
    }

    private static void visit(
            VirtualService owner, Origin route, Destination destination, String path, DestinationVisitor visitor) {
        visitor.visit(
                route, destination, Hosts.full(destination.host(), owner.key().namespace()), path);
    }
}
