package dev.windtunnel.plan;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.mesh.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces delegating entries by the routes of their delegates ({@code pilot/pkg/model/virtualservice.go}). */
final class Delegation {

    private final List<VirtualService> all;

    Delegation(List<VirtualService> all) {
        this.all = all;
    }

    /** The routes of a root, one level of delegation resolved; an entry whose delegate is missing disappears. */
    List<HttpRoute> flatten(VirtualService root) {
        List<HttpRoute> routes = new ArrayList<>();
        for (HttpRoute entry : root.http()) {
            if (entry.delegate() == null) {
                routes.add(entry);
                continue;
            }
            VirtualService delegate = find(entry.delegate(), root.key().namespace());
            if (delegate != null) {
                for (HttpRoute inner : delegate.http()) {
                    HttpRoute merged = merge(entry, inner);
                    if (merged != null) {
                        routes.add(merged);
                    }
                }
            }
        }
        return routes;
    }

    private @Nullable VirtualService find(HttpRoute.Delegate delegate, String rootNamespace) {
        String namespace = delegate.namespace() == null ? rootNamespace : delegate.namespace();
        for (VirtualService candidate : all) {
            if (candidate.hosts().isEmpty()
                    && candidate.key().name().equals(delegate.name())
                    && candidate.key().namespace().equals(namespace)
                    && isExportedTo(candidate, rootNamespace)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isExportedTo(VirtualService delegate, String namespace) {
        List<String> exportTo = delegate.exportTo();
        return exportTo.isEmpty()
                || exportTo.contains("*")
                || exportTo.contains(namespace)
                || exportTo.contains(".") && delegate.key().namespace().equals(namespace);
    }

    private static @Nullable HttpRoute merge(HttpRoute root, HttpRoute inner) {
        List<HttpMatch> matches = mergeMatches(root.matches(), inner.matches());
        if (matches == null) {
            return null;
        }
        return new HttpRoute(
                joined(root.name(), inner.name()),
                matches,
                inner.destinations(),
                inner.redirect(),
                inner.directResponse(),
                null,
                inner.rewrite() != null ? inner.rewrite() : root.rewrite(),
                inner.timeoutNanos() != null ? inner.timeoutNanos() : root.timeoutNanos(),
                inner.retries() != null ? inner.retries() : root.retries(),
                inner.fault() != null ? inner.fault() : root.fault(),
                inner.mirrors().isEmpty() ? root.mirrors() : inner.mirrors(),
                inner.headers().isEmpty() ? root.headers() : inner.headers(),
                inner.cors() != null ? inner.cors() : root.cors(),
                inner.origin());
    }

    private static @Nullable String joined(@Nullable String outer, @Nullable String inner) {
        if (outer == null || inner == null) {
            return outer == null ? inner : outer;
        }
        return outer + "-" + inner;
    }

    /**
     * Each match of the delegate joined with each match of the root that it can meet; null when one of the delegate's
     * can meet none.
     */
    static @Nullable List<HttpMatch> mergeMatches(List<HttpMatch> root, List<HttpMatch> inner) {
        if (root.isEmpty() || inner.isEmpty()) {
            return root.isEmpty() ? inner : root;
        }
        List<HttpMatch> merged = new ArrayList<>();
        for (HttpMatch innerMatch : inner) {
            boolean met = false;
            for (HttpMatch rootMatch : root) {
                if (!conflict(rootMatch, innerMatch)) {
                    merged.add(merge(rootMatch, innerMatch));
                    met = true;
                }
            }
            if (!met) {
                return null;
            }
        }
        return merged;
    }

    private static boolean conflict(HttpMatch root, HttpMatch inner) {
        if (conflict(root.uri(), inner.uri())
                || root.uri() != null && inner.uri() != null && root.ignoreUriCase() != inner.ignoreUriCase()
                || conflict(root.method(), inner.method())
                || conflict(root.scheme(), inner.scheme())
                || conflict(root.authority(), inner.authority())
                || conflict(root.headers(), inner.headers())
                || conflict(root.withoutHeaders(), inner.withoutHeaders())
                || conflict(root.queryParams(), inner.queryParams())) {
            return true;
        }
        if (root.port() != null && inner.port() != null && !root.port().equals(inner.port())) {
            return true;
        }
        if (root.sourceNamespace() != null
                && inner.sourceNamespace() != null
                && !root.sourceNamespace().equals(inner.sourceNamespace())) {
            return true;
        }
        for (Map.Entry<String, String> label : inner.sourceLabels().entrySet()) {
            String other = root.sourceLabels().get(label.getKey());
            if (other != null && !other.equals(label.getValue())) {
                return true;
            }
        }
        return !root.gateways().isEmpty() && !root.gateways().containsAll(inner.gateways());
    }

    private static boolean conflict(Map<String, StringMatch> root, Map<String, StringMatch> inner) {
        for (Map.Entry<String, StringMatch> entry : inner.entrySet()) {
            if (conflict(root.get(entry.getKey()), entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Whether no text that the inner match takes is taken by the outer one too, as far as Istio looks. */
    private static boolean conflict(@Nullable StringMatch root, @Nullable StringMatch inner) {
        if (root == null || inner == null) {
            return false;
        }
        if (root instanceof StringMatch.Regex || inner instanceof StringMatch.Regex) {
            return true;
        }
        if (root instanceof StringMatch.Exact exact) {
            return !(inner instanceof StringMatch.Exact other && other.value().equals(exact.value()));
        }
        if (root instanceof StringMatch.Prefix prefix) {
            if (inner instanceof StringMatch.Exact exact) {
                return !exact.value().startsWith(prefix.value());
            }
            if (inner instanceof StringMatch.Prefix other) {
                return !other.value().startsWith(prefix.value());
            }
        }
        return false;
    }

    private static HttpMatch merge(HttpMatch root, HttpMatch inner) {
        return new HttpMatch(
                joined(root.name(), inner.name()),
                either(inner.uri(), root.uri()),
                root.ignoreUriCase() || inner.ignoreUriCase(),
                either(inner.method(), root.method()),
                either(inner.scheme(), root.scheme()),
                either(inner.authority(), root.authority()),
                both(root.headers(), inner.headers()),
                both(root.withoutHeaders(), inner.withoutHeaders()),
                both(root.queryParams(), inner.queryParams()),
                inner.port() != null ? inner.port() : root.port(),
                both(root.sourceLabels(), inner.sourceLabels()),
                inner.sourceNamespace() != null ? inner.sourceNamespace() : root.sourceNamespace(),
                inner.gateways().isEmpty() ? root.gateways() : inner.gateways());
    }

    private static @Nullable StringMatch either(@Nullable StringMatch first, @Nullable StringMatch second) {
        return first != null ? first : second;
    }

    private static <V> Map<String, V> both(Map<String, V> root, Map<String, V> inner) {
        Map<String, V> result = new LinkedHashMap<>(root);
        inner.forEach((key, value) -> result.put(key, Objects.requireNonNull(value)));
        return result;
    }
}
