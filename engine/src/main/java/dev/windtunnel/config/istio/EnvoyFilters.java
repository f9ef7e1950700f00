package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.FilterPlace;
import dev.windtunnel.mesh.FilterPlace.Context;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.RateLimitActions;
import dev.windtunnel.mesh.RouteScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * EnvoyFilters, of which rate limits are simulated: local and global ones of requests, local ones of connections, and what
 * they are told of requests. All else in them is said not to be.
 */
public final class EnvoyFilters {

    private static final String ROUTER = "envoy.filters.http.router";

    private final ObjectReading object;
    private final MeshParts parts;
    private final Map<String, String> selector;
    private final int priority;

    private EnvoyFilters(ObjectReading object, MeshParts parts, Map<String, String> selector, int priority) {
        this.object = object;
        this.parts = parts;
        this.selector = selector;
        this.priority = priority;
    }

    /** An EnvoyFilter. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata.of(object.root());
        object.ifRefused("nothing of this EnvoyFilter counts in the run, so that its rate limits are off");
        Block spec = object.root().blockOrEmpty("spec");
        Map<String, String> selector = spec.blockOrEmpty("workloadSelector").textMap("labels");
        PodSelectors.checkPlace(spec.blockOrEmpty("workloadSelector"), "labels");
        spec.notSimulated("targetRefs");
        Long priority = spec.number("priority", Integer.MIN_VALUE, Integer.MAX_VALUE);
        EnvoyFilters reader = new EnvoyFilters(object, parts, selector, priority == null ? 0 : (int) (long) priority);
        for (Block patch : spec.blocks("configPatches")) {
            if (!reader.isRead(patch)) {
                notSimulated(patch);
            }
        }
    }

    /** Whether a patch is one that is simulated, or is refused; its parts are read then. */
    private boolean isRead(Block patch) {
        Block match = patch.blockOrEmpty("match");
        Block change = patch.blockOrEmpty("patch");
        String contextWord = PatchWords.context(match);
        String operation = PatchWords.operation(change);
        String target = PatchWords.target(patch);
        Block value = change.blockOrEmpty("value");
        if (contextWord == null || operation == null || target == null || !PatchWords.hasKnownTypes(value)) {
            ignore(patch);
            return true;
        }
        Context context = Context.valueOf(contextWord);
        return switch (target) {
            case "HTTP_FILTER" -> isFilter(patch, match, change, context, operation);
            case "VIRTUAL_HOST", "HTTP_ROUTE" ->
                operation.equals("MERGE") && isRoute(match, value, context, target.equals("HTTP_ROUTE"));
            case "NETWORK_FILTER" ->
                operation.startsWith("INSERT")
                        && context.isFor(Context.SIDECAR_INBOUND)
                        && ConnectionRateLimits.isOne(value)
                        && ConnectionRateLimits.read(object, selector, match, value, patch, parts);
            default -> false;
        };
    }

    /** Says at the part of a patch that is beyond what is simulated what is the matter with it. */
    private static void notSimulated(Block patch) {
        Block change = patch.blockOrEmpty("patch");
        Block match = patch.blockOrEmpty("match");
        Block value = change.blockOrEmpty("value");
        String target = patch.text("applyTo", "");
        String name = value.text("name", "");
        if (hasForeignOperation(target, change)) {
            change.notSimulated("operation");
        } else if (target.equals("NETWORK_FILTER") && ConnectionRateLimits.isOne(value)) {
            ConnectionRateLimits.notSimulated(patch, match);
        } else if (target.endsWith("_FILTER") && !name.isEmpty()) {
            patch.notSimulatedSo("applyTo", "requests behave as without the filter " + name);
        } else {
            patch.notSimulatedSo("applyTo", "requests behave as without a change of " + target);
        }
        ignore(patch);
    }

    /** Whether a rate limit is what the patch has, so that the operation alone is not simulated for it. */
    private static boolean hasForeignOperation(String target, Block change) {
        Block value = change.blockOrEmpty("value");
        String operation = change.text("operation", "");
        return switch (target) {
            case "HTTP_FILTER" -> kindOf(value.text("name", ""), value.block("typed_config")) != null;
            case "VIRTUAL_HOST", "HTTP_ROUTE" ->
                !operation.equals("MERGE") && hasLimits(value, target.equals("HTTP_ROUTE"));
            case "NETWORK_FILTER" -> !operation.startsWith("INSERT") && ConnectionRateLimits.isOne(value);
            default -> false;
        };
    }

    private static boolean hasLimits(Block value, boolean onRoutes) {
        Block configs = value.blockOrEmpty("typed_per_filter_config");
        return (onRoutes ? value.blockOrEmpty("route") : value).has("rate_limits")
                || configs.names().stream()
                        .anyMatch(filter -> isOf(filter, LocalRateLimit.NAME, configs.block(filter), "LocalRateLimit"));
    }

    private static void ignore(Block patch) {
        Block change = patch.blockOrEmpty("patch");
        patch.harmlessRest();
        patch.blockOrEmpty("match").harmlessRest();
        Block value = change.blockOrEmpty("value");
        Block configs = value.blockOrEmpty("typed_per_filter_config");
        change.harmlessRest();
        value.harmlessRest();
        value.blockOrEmpty("typed_config").harmlessRest();
        value.blockOrEmpty("route").harmlessRest();
        configs.names().forEach(name -> configs.blockOrEmpty(name).harmlessRest());
        ignoreRest(patch.blockOrEmpty("match").blockOrEmpty("listener"));
    }

    private static void ignoreRest(Block listener) {
        Block chain = listener.blockOrEmpty("filterChain");
        listener.harmlessRest();
        chain.harmlessRest();
        chain.blockOrEmpty("filter").harmlessRest();
        chain.blockOrEmpty("filter").blockOrEmpty("subFilter").harmlessRest();
    }

    // ---------------------------------------------------------------- filters

    private boolean isFilter(Block patch, Block match, Block change, Context context, String operation) {
        Block value = change.blockOrEmpty("value");
        String name = value.text("name", "");
        Block config = value.block("typed_config");
        String kind = kindOf(name, config);
        boolean local = LocalRateLimit.NAME.equals(kind);
        FilterPlace place = kind == null ? null : place(match, operation, context);
        if (place == null) {
            return false;
        }
        if (config == null) {
            value.refuse("typed_config", "the filter has no typed_config");
            return true;
        }
        if (local) {
            parts.add(new LocalRateLimit(
                    object.key(), selector, name, place, LocalLimits.ofFilter(config, patch.origin()), patch.origin()));
            return true;
        }
        GlobalRateLimit limit = GlobalRateLimits.filter(object.key(), selector, name, place, patch, config);
        if (limit != null) {
            parts.add(limit);
        }
        return true;
    }

    /** The usual name of the rate limit that a filter is; null when it is none. */
    private static @Nullable String kindOf(String name, @Nullable Block config) {
        if (isOf(name, LocalRateLimit.NAME, config, "LocalRateLimit")) {
            return LocalRateLimit.NAME;
        }
        return isOf(name, GlobalRateLimit.NAME, config, "RateLimit") ? GlobalRateLimit.NAME : null;
    }

    /** Whether a filter is of a kind: by its usual name, or by the type of its settings. */
    private static boolean isOf(String name, String usual, @Nullable Block config, String type) {
        String written = config == null ? "" : config.text("type_url", config.text("@type", ""));
        return name.equals(usual) || !name.isEmpty() && written.endsWith("." + type);
    }

    /** Where a filter is put; null where Envoy does not take it, or istiod puts none ({@code listener_patch.go}). */
    private @Nullable FilterPlace place(Block match, String operation, Context context) {
        Block listener = match.blockOrEmpty("listener");
        Block filter = listener.blockOrEmpty("filterChain").blockOrEmpty("filter");
        String neighbour = filter.blockOrEmpty("subFilter").filledText("name");
        match.harmless("proxy");
        Integer port = listener.port("portNumber");
        listener.blockOrEmpty("filterChain").notSimulated("sni", "transportProtocol", "applicationProtocols", "name");
        if (port == null) {
            port = listener.blockOrEmpty("filterChain").port("destinationPort");
        }
        listener.notSimulated("name");
        filter.harmless("name");
        boolean last = neighbour == null || neighbour.equals(ROUTER);
        if (port != null && context != Context.SIDECAR_INBOUND && context != Context.SIDECAR_OUTBOUND) {
            listener.notSimulated("portNumber");
            return null;
        }
        return switch (operation) {
            case "INSERT_FIRST" -> new FilterPlace(context, port, FilterPlace.Operation.FIRST, null, priority);
            case "INSERT_BEFORE" ->
                new FilterPlace(
                        context,
                        port,
                        neighbour == null ? FilterPlace.Operation.FIRST : FilterPlace.Operation.BEFORE,
                        neighbour,
                        priority);
            case "INSERT_AFTER" ->
                last ? null : new FilterPlace(context, port, FilterPlace.Operation.AFTER, neighbour, priority);
            default -> null; // behind the router, where Envoy takes none
        };
    }

    // ---------------------------------------------------------------- routes

    private boolean isRoute(Block match, Block value, Context context, boolean onRoutes) {
        Block owner = onRoutes ? value.blockOrEmpty("route") : value;
        Block configs = value.blockOrEmpty("typed_per_filter_config");
        if (!hasLimits(value, onRoutes)) {
            return false;
        }
        RouteScope scope = scope(match, context, onRoutes);
        if (owner.has("rate_limits")) {
            owner.notSimulated("include_vh_rate_limits");
            parts.add(new RateLimitActions(
                    object.key(), selector, scope, RateLimitDescriptors.read(owner, "rate_limits")));
        }
        for (String filter : configs.names()) {
            Block config = configs.block(filter);
            if (config == null || !isOf(filter, LocalRateLimit.NAME, config, "LocalRateLimit")) {
                configs.notSimulated(filter);
                continue;
            }
            parts.add(new LocalRateLimit.PerRoute(
                    object.key(), selector, filter, scope, LocalLimits.ofRoute(config, value.origin())));
        }
        return true;
    }

    private static RouteScope scope(Block match, Context context, boolean onRoutes) {
        Block configuration = match.blockOrEmpty("routeConfiguration");
        Block host = configuration.blockOrEmpty("vhost");
        Block route = host.blockOrEmpty("route");
        match.harmless("proxy");
        configuration.notSimulated("name", "portNumber", "portName", "gateway");
        host.notSimulated("domainName");
        String action = route.text("action", "ANY");
        if (!action.equals("ANY") && !action.equals("ROUTE")) {
            route.notSimulated("action");
        }
        return new RouteScope(context, host.filledText("name"), onRoutes, route.filledText("name"));
    }
}
