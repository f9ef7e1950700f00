package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.app.rules.RetryConditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can stand where the caret is: the keys of a map, or the conditions of {@code retryOn}. */
final class Completions {

    /** A proposal, and what it means. */
    record Item(String text, String meaning) {}

    /** Proposals for the word that is being typed. */
    record Proposals(String word, List<Item> items) {}

    private static final Pattern LINE = Pattern.compile("^(\\s*(?:- +)*)([\\w./-]*)(:.*)?$");
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        keys("VirtualService", "", "apiVersion", "kind", "metadata", "spec");
        keys("VirtualService", "metadata", "name", "namespace", "labels", "annotations");
        keys("VirtualService", "spec", "hosts", "gateways", "http", "exportTo");
        keys(
                "VirtualService",
                "spec.http",
                "name",
                "match",
                "route",
                "timeout",
                "retries",
                "fault",
                "mirror",
                "mirrorPercentage",
                "headers",
                "rewrite",
                "redirect",
                "directResponse",
                "delegate");
        keys(
                "VirtualService",
                "spec.http.match",
                "uri",
                "method",
                "authority",
                "headers",
                "queryParams",
                "port",
                "sourceLabels",
                "sourceNamespace",
                "ignoreUriCase",
                "withoutHeaders",
                "gateways",
                "name",
                "scheme");
        keys("VirtualService", "spec.http.match.uri", "exact", "prefix", "regex");
        keys("VirtualService", "spec.http.route", "destination", "weight", "headers");
        keys("VirtualService", "spec.http.route.destination", "host", "subset", "port");
        keys("VirtualService", "spec.http.route.destination.port", "number");
        keys(
                "VirtualService",
                "spec.http.retries",
                "attempts",
                "perTryTimeout",
                "retryOn",
                "backoff",
                "retryIgnorePreviousHosts",
                "retryRemoteLocalities");
        keys("VirtualService", "spec.http.fault", "delay", "abort");
        keys("VirtualService", "spec.http.fault.delay", "fixedDelay", "percentage");
        keys("VirtualService", "spec.http.fault.abort", "httpStatus", "grpcStatus", "percentage");
        keys("VirtualService", "spec.http.fault.delay.percentage", "value");
        keys("VirtualService", "spec.http.fault.abort.percentage", "value");
        keys("VirtualService", "spec.http.mirror", "host", "subset", "port");
        keys("VirtualService", "spec.http.mirrorPercentage", "value");
        keys("VirtualService", "spec.http.headers", "request", "response");
        keys("VirtualService", "spec.http.headers.request", "set", "add", "remove");
        keys("VirtualService", "spec.http.headers.response", "set", "add", "remove");
        keys("VirtualService", "spec.http.rewrite", "uri", "authority", "uriRegexRewrite");
        keys("DestinationRule", "", "apiVersion", "kind", "metadata", "spec");
        keys("DestinationRule", "metadata", "name", "namespace", "labels", "annotations");
        keys("DestinationRule", "spec", "host", "trafficPolicy", "subsets", "exportTo", "workloadSelector");
        for (String policy :
                List.of("spec.trafficPolicy", "spec.subsets.trafficPolicy", "spec.trafficPolicy.portLevelSettings")) {
            policy(policy);
        }
        keys("DestinationRule", "spec.subsets", "name", "labels", "trafficPolicy");
        keys("route-rule", "", "type", "name", "spec");
        keys(
                "route-rule",
                "spec",
                "destination",
                "precedence",
                "match",
                "route",
                "httpReqTimeout",
                "httpReqRetries",
                "httpFault",
                "redirect",
                "rewrite");
        keys("route-rule", "spec.match", "source", "sourceTags", "httpHeaders");
        keys("route-rule", "spec.route", "tags", "weight", "destination");
        keys("route-rule", "spec.httpReqTimeout", "simpleTimeout");
        keys("route-rule", "spec.httpReqTimeout.simpleTimeout", "timeout");
        keys("route-rule", "spec.httpReqRetries", "simpleRetry");
        keys("route-rule", "spec.httpReqRetries.simpleRetry", "attempts", "perTryTimeout");
        keys("route-rule", "spec.httpFault", "delay", "abort");
        keys("route-rule", "spec.httpFault.delay", "percent", "fixedDelay");
        keys("route-rule", "spec.httpFault.abort", "percent", "httpStatus");
    }

    private Completions() {}

    private static void policy(String at) {
        String kind = "DestinationRule";
        boolean port = at.endsWith("portLevelSettings");
        keys(
                kind,
                at,
                "loadBalancer",
                "connectionPool",
                "outlierDetection",
                "retryBudget",
                port ? "port" : "portLevelSettings");
        keys(kind, at + ".port", "number");
        String balancer = at + ".loadBalancer";
        keys(kind, balancer, "simple", "consistentHash", "localityLbSetting", "warmup");
        String hash = balancer + ".consistentHash";
        keys(kind, hash, "httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName", "ringHash", "maglev");
        keys(kind, hash + ".httpCookie", "name", "path", "ttl");
        keys(kind, hash + ".ringHash", "minimumRingSize");
        keys(kind, hash + ".maglev", "tableSize");
        String locality = balancer + ".localityLbSetting";
        keys(kind, locality, "enabled", "distribute", "failover", "failoverPriority");
        keys(kind, locality + ".distribute", "from", "to");
        keys(kind, locality + ".failover", "from", "to");
        keys(kind, balancer + ".warmup", "duration", "minimumPercent", "aggression");
        keys(kind, at + ".connectionPool", "tcp", "http");
        keys(kind, at + ".connectionPool.tcp", "maxConnections", "connectTimeout");
        keys(
                kind,
                at + ".connectionPool.http",
                "http1MaxPendingRequests",
                "http2MaxRequests",
                "maxRequestsPerConnection",
                "maxRetries");
        keys(
                kind,
                at + ".outlierDetection",
                "consecutive5xxErrors",
                "consecutiveGatewayErrors",
                "splitExternalLocalOriginErrors",
                "consecutiveLocalOriginFailures",
                "interval",
                "baseEjectionTime",
                "maxEjectionPercent",
                "minHealthPercent");
        keys(kind, at + ".retryBudget", "percent", "minRetryConcurrency");
    }

    private static void keys(String kind, String path, String... keys) {
        KEYS.put(kind + " " + path, String.join(" ", keys));
    }

    /** Proposals at an offset of a text; none where nothing is known. */
    static Proposals at(String kind, String text, int caret) {
        int lineStart = text.lastIndexOf('\n', caret - 1) + 1;
        String before = text.substring(lineStart, caret);
        Matcher line = LINE.matcher(before);
        int retryOn = before.indexOf("retryOn:");
        if (retryOn >= 0) {
            String word = before.substring(Math.max(before.lastIndexOf(','), before.lastIndexOf(':')) + 1)
                    .strip();
            List<Item> items = new ArrayList<>();
            for (RetryConditions condition : RetryConditions.values()) {
                if (condition.token().startsWith(word)) {
                    items.add(new Item(condition.token(), condition.sentence()));
                }
            }
            return new Proposals(word, items);
        }
        if (!line.matches() || line.group(3) != null) {
            return new Proposals("", List.of());
        }
        String word = line.group(2);
        String path = pathAbove(text.substring(0, lineStart), line.group(1).length());
        String keys = KEYS.getOrDefault(kind + " " + path, "");
        List<Item> items = new ArrayList<>();
        for (String key : keys.split(" ")) {
            if (!key.isEmpty() && key.startsWith(word) && !key.equals(word)) {
                items.add(new Item(key + ":", path.isEmpty() ? kind : path));
            }
        }
        return new Proposals(word, items);
    }

    /** The keys above a line that are indented less and less. */
    private static String pathAbove(String above, int column) {
        String path = "";
        int limit = column;
        String[] lines = above.split("\n");
        for (int i = lines.length - 1; i >= 0 && limit > 0; i--) {
            Matcher matcher = LINE.matcher(lines[i].replace("\r", ""));
            if (matcher.matches()
                    && matcher.group(3) != null
                    && matcher.group(1).length() < limit) {
                path = path.isEmpty() ? matcher.group(2) : matcher.group(2) + "." + path;
                int dash = matcher.group(1).indexOf('-');
                limit = dash < 0 ? matcher.group(1).length() : dash + 1;
            }
        }
        return path;
    }
}
