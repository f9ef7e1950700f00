package dev.windtunnel.config.convert;

import dev.windtunnel.source.Fields;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One old rule as one entry of {@code http}. */
final class RouteConversion {
    private static final String OLD_TIMEOUT = "15s";
    private static final long OLD_TIMEOUT_NANOS = 15_000_000_000L;
    private static final String OLD_RETRY_ON = "5xx,connect-failure,refused-stream";
    private static final long ALL = 100;

    private final OldObject rule;
    private final Host host;
    private final Hosts hosts;
    private final boolean literal;

    RouteConversion(OldObject rule, Host host, Hosts hosts, boolean literal) {
        this.rule = rule;
        this.host = host;
        this.hosts = hosts;
        this.literal = literal;
    }

    /** What Istio 0.1 did with requests that no rule takes: any version, 15 seconds, no retries. */
    static Map<String, @Nullable Object> toWholeService(String host) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", "default");
        entry.put("route", List.of(Map.of("destination", Map.of("host", host))));
        entry.put("timeout", OLD_TIMEOUT);
        entry.put("retries", Map.of("attempts", 0));
        return entry;
    }

    /** The entry for requests that fulfil {@code match}. */
    Map<String, @Nullable Object> convert(Map<String, @Nullable Object> match) {
        Fields spec = rule.spec();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", rule.name());
        if (!match.isEmpty()) {
            entry.put("match", List.of(match));
        }
        Map<String, String> redirect = uriAndAuthority("redirect");
        if (redirect.isEmpty()) {
            forward(entry, match.containsKey("uri"));
        } else {
            entry.put("redirect", redirect);
            for (String other : List.of("route", "httpFault", "rewrite")) {
                if (spec.has(other)) {
                    Remark.REFUSED.at(
                            spec, other, "redirect and " + other + " in one rule; only redirect is converted");
                }
            }
            spec.ignore("httpReqTimeout", "httpReqRetries", "mirror");
        }
        if (spec.has("l4Fault")) {
            Remark.REFUSED.at(spec, "l4Fault", "l4Fault is not supported");
        }
        cors(entry);
        Map<String, String> headers = spec.stringMap("appendHeaders");
        if (!headers.isEmpty()) {
            entry.put("headers", Map.of("request", Map.of("add", headers)));
        }
        // Upgrades need no switch any more; the other two have been read by those who sort the rules.
        spec.ignore("websocketUpgrade", "destination", "precedence", "match");
        spec.finish();
        return entry;
    }

    private void forward(Map<String, @Nullable Object> entry, boolean onPath) {
        entry.put("route", destinations());
        Map<String, String> rewrite = uriAndAuthority("rewrite");
        if (!rewrite.isEmpty()) {
            entry.put("rewrite", rewrite);
        }
        timeout(entry);
        retries(entry);
        Map<String, @Nullable Object> fault = FaultConversion.convert(rule, onPath, literal);
        if (fault != null) {
            entry.put("fault", fault);
        }
        Fields mirror = rule.spec().map("mirror");
        if (mirror != null) {
            entry.put("mirrors", List.of(Map.of("destination", destination(mirror, rule.serviceOf(mirror), "labels"))));
            mirror.finish();
        }
    }

    private List<Object> destinations() {
        List<Object> destinations = new ArrayList<>();
        List<Fields> route = rule.spec().maps("route");
        long total = 0;
        int used = 0;
        for (Fields version : route) {
            Map<String, @Nullable Object> destination = new LinkedHashMap<>();
            destination.put(
                    "destination", destination(version, rule.service(version, "destination"), rule.labelsKey()));
            long weight = version.integer("weight", 0, ALL, 0);
            total += weight;
            used += weight > 0 ? 1 : 0;
            if (route.size() > 1) {
                destination.put("weight", weight);
            }
            destinations.add(destination);
            version.finish();
        }
        boolean single = route.size() == 1 && total == 0;
        if (!route.isEmpty() && !single && total != ALL) {
            Remark.REFUSED.at(rule.spec(), "route", "weights that add up to " + total + " instead of 100");
        }
        if (used > 1 && rule.version01()) {
            Remark.SPLIT_BY_CHANCE.at(rule.spec(), "route");
        }
        return destinations.isEmpty() ? List.of(Map.of("destination", Map.of("host", host.name()))) : destinations;
    }

    private Map<String, @Nullable Object> destination(Fields owner, @Nullable String service, String labelsKey) {
        Host target = service == null ? host : hosts.host(service, rule);
        Map<String, @Nullable Object> destination = new LinkedHashMap<>();
        destination.put("host", target.name());
        Map<String, String> labels = owner.stringMap(labelsKey);
        if (!labels.isEmpty()) {
            destination.put("subset", target.subset(labels));
        }
        return destination;
    }

    private Map<String, String> uriAndAuthority(String field) {
        Map<String, String> parts = new LinkedHashMap<>();
        Fields block = rule.spec().map(field);
        if (block != null) {
            for (String part : List.of("uri", "authority")) {
                String text = block.string(part, "");
                if (!text.isEmpty()) {
                    parts.put(part, text);
                }
            }
            block.finish();
        }
        return parts;
    }

    private void timeout(Map<String, @Nullable Object> entry) {
        Fields simple = simple("httpReqTimeout", "simpleTimeout");
        String timeout = null;
        if (simple != null) {
            timeout = DurationText.of(simple, "timeout");
            Long nanos = timeout == null ? null : simple.duration("timeout");
            if (nanos != null && nanos > OLD_TIMEOUT_NANOS) {
                Remark.SERVER_LIMIT.at(simple, "timeout");
            }
            simple.finish();
        }
        if (timeout != null || !literal) {
            entry.put("timeout", timeout == null ? OLD_TIMEOUT : timeout);
        }
    }

    private void retries(Map<String, @Nullable Object> entry) {
        Fields simple = simple("httpReqRetries", "simpleRetry");
        long attempts = 0;
        String perTry = null;
        if (simple != null) {
            attempts = simple.integer("attempts", 0, Integer.MAX_VALUE, 0);
            perTry = DurationText.of(simple, "perTryTimeout");
            if (perTry == null && rule.version01()) {
                Remark.REFUSED.about(simple, "retries without perTryTimeout");
            }
            simple.finish();
        } else if (literal) {
            return;
        }
        Map<String, @Nullable Object> retries = new LinkedHashMap<>();
        retries.put("attempts", attempts);
        if (perTry != null && attempts > 0) {
            retries.put("perTryTimeout", perTry);
        }
        if (attempts > 0 && !literal) {
            retries.put("retryOn", OLD_RETRY_ON);
            // The old proxy chose the host of a retry as it chose that of a first try.
            retries.put("retryIgnorePreviousHosts", false);
        }
        entry.put("retries", retries);
    }

    /** The inner of two blocks, of which {@code custom} and the override by a header never did anything. */
    private @Nullable Fields simple(String outer, String inner) {
        Fields block = rule.spec().map(outer);
        if (block == null) {
            return null;
        }
        if (block.has("custom")) {
            Remark.DROPPED.at(block, "custom", "custom");
        }
        Fields simple = block.map(inner);
        block.finish();
        if (simple != null && simple.has("overrideHeaderName")) {
            Remark.DROPPED.at(simple, "overrideHeaderName", "overrideHeaderName");
        }
        return simple;
    }

    private void cors(Map<String, @Nullable Object> entry) {
        Fields block = rule.spec().map("corsPolicy");
        if (block == null) {
            return;
        }
        Map<String, @Nullable Object> cors = new LinkedHashMap<>();
        List<String> origins = block.strings("allowOrigin");
        if (!origins.isEmpty()) {
            cors.put(
                    "allowOrigins",
                    origins.stream().map(origin -> Map.of("exact", origin)).toList());
        }
        for (String same : List.of("allowMethods", "allowHeaders", "exposeHeaders", "maxAge", "allowCredentials")) {
            Node value = block.get(same);
            if (value != null) {
                cors.put(same, Nodes.toPlain(value));
            }
        }
        block.finish();
        entry.put("corsPolicy", cors);
    }
}
