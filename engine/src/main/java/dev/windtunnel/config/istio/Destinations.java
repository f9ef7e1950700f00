package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.HttpRoute.Destination;
import dev.windtunnel.mesh.HttpRoute.HeaderOperations;
import dev.windtunnel.mesh.HttpRoute.Mirror;
import dev.windtunnel.mesh.HttpRoute.WeightedDestination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where routes and mirrors lead. */
final class Destinations {
    private Destinations() {}

    /** The {@code route} list of an HTTP route. */
    static List<WeightedDestination> http(Block route) {
        List<WeightedDestination> destinations = new ArrayList<>();
        long total = 0;
        for (Block block : route.blocks("route")) {
            int weight = block.count("weight", 0);
            total += weight;
            Destination destination = required(block);
            var headers = HeaderOperationsReader.of(block);
            if (destination != null) {
                destinations.add(new WeightedDestination(destination, weight, headers));
            }
        }
        checkTotal(route, destinations.size(), total);
        return List.copyOf(destinations);
    }

    /** The {@code route} list of a TCP or TLS route. */
    static List<WeightedDestination> plain(Block route) {
        List<Block> blocks = route.blocks("route");
        if (blocks.isEmpty()) {
            route.refuse("route", "the route leads nowhere", "add route with a destination");
        }
        List<WeightedDestination> destinations = new ArrayList<>();
        long total = 0;
        for (Block block : blocks) {
            int weight = block.count("weight", 0);
            total += weight;
            Destination destination = required(block);
            if (destination != null) {
                destinations.add(new WeightedDestination(destination, weight, HeaderOperations.NONE));
            }
        }
        checkTotal(route, blocks.size(), total);
        return List.copyOf(destinations);
    }

    private static void checkTotal(Block route, int destinations, long total) {
        if (destinations > 1 && total == 0) {
            route.refuse("route", "the weights of the destinations add up to 0", "give at least one a weight");
        }
    }

    private static @Nullable Destination required(Block owner) {
        Block block = owner.block("destination");
        if (block == null) {
            owner.refuse("destination", "the destination is missing");
            return null;
        }
        return of(block);
    }

    private static @Nullable Destination of(Block block) {
        String host = block.requiredText("host", "the destination has no host");
        String subset = block.filledText("subset");
        Integer port = port(block);
        if (host == null) {
            return null;
        }
        if (host.equals("*")) {
            block.refuse("host", "the host of a destination cannot be \"*\"");
        } else if (!Names.isIp(host) && !Names.isWildcardDomain(host)) {
            block.refuse("host", "\"" + host + "\" is no host name");
        }
        if (subset != null && !Names.isDnsLabel(subset)) {
            block.refuse("subset", "\"" + subset + "\" cannot be the name of a subset");
        }
        return new Destination(host, port, subset);
    }

    private static @Nullable Integer port(Block destination) {
        Block port = destination.block("port");
        if (port == null) {
            return null;
        }
        if (!port.has("number")) {
            port.refuse("number", "the port has no number");
        }
        return port.port("number");
    }

    /** {@code mirror} with its percentage, or {@code mirrors}. */
    static List<Mirror> mirrors(Block route) {
        List<Mirror> mirrors = new ArrayList<>();
        Block single = route.block("mirror");
        double fraction = mirrorFraction(route);
        if (single != null) {
            add(mirrors, of(single), fraction);
        }
        List<Block> several = route.blocks("mirrors");
        if (single != null && !several.isEmpty()) {
            route.refuse("mirrors", "mirror and mirrors cannot be given together");
        }
        for (Block block : several) {
            Double share = Percentages.percentage(block, "percentage");
            add(mirrors, required(block), share == null ? 1.0 : share);
        }
        return List.copyOf(mirrors);
    }

    private static void add(List<Mirror> mirrors, @Nullable Destination destination, double fraction) {
        if (destination != null && fraction > 0) {
            mirrors.add(new Mirror(destination, fraction));
        }
    }

    private static double mirrorFraction(Block route) {
        Double share = Percentages.percentage(route, "mirrorPercentage");
        Double old = Percentages.whole(route, "mirrorPercent");
        if (old != null) {
            Percentages.deprecated(route, "mirrorPercent", "mirrorPercentage");
        }
        return share != null ? share : old != null ? old : 1.0;
    }
}
