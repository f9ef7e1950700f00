package dev.windtunnel.analysis;

import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.HttpRoute.Destination;
import dev.windtunnel.mesh.VirtualService;
import java.util.List;

/** Goes through all places where VirtualServices name a destination. */
@FunctionalInterface
interface DestinationVisitor {
    /** Called with the full name of the destination's host and the path of the destination inside its route. */
    void visit(VirtualService owner, HttpRoute route, Destination destination, String host, String path);

    static void visitAll(Input input, DestinationVisitor visitor) {
        for (VirtualService owner : input.mesh().virtualServices()) {
            for (HttpRoute route : owner.http()) {
                visitRoute(owner, route, visitor);
            }
        }
    }

    private static void visitRoute(VirtualService owner, HttpRoute route, DestinationVisitor visitor) {
        for (int i = 0; i < route.destinations().size(); i++) {
            visit(owner, route, route.destinations().get(i).destination(), "route[" + i + "].destination", visitor);
        }
        List<HttpRoute.Mirror> mirrors = route.mirrors();
        boolean single = route.origin().fields().containsKey("mirror");
        for (int i = 0; i < mirrors.size(); i++) {
            String path = single ? "mirror" : "mirrors[" + i + "].destination";
            visit(owner, route, mirrors.get(i).destination(), path, visitor);
        }
    }

    private static void visit(
            VirtualService owner, HttpRoute route, Destination destination, String path, DestinationVisitor visitor) {
        visitor.visit(
                owner,
                route,
                destination,
                Hosts.full(destination.host(), owner.key().namespace()),
                path);
    }
}
