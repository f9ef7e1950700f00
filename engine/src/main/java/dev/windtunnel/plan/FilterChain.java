package dev.windtunnel.plan;

import dev.windtunnel.mesh.FilterPlace;
import dev.windtunnel.mesh.InsertedFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP filters of listeners in order: those of istiod ({@code networking/core/listener_builder.go}), and between them
 * those of EnvoyFilters ({@code envoyfilter/listener_patch.go}).
 */
final class FilterChain {

    /** What a filter of istiod does, where it matters here. */
    enum Role {
        /** Nothing that is simulated. */
        NONE,
        /** Asks the providers of CUSTOM policies. */
        CUSTOM,
        /** Looks at tokens. */
        TOKEN,
        /** Judges by DENY and ALLOW policies. */
        POLICIES,
        /** Injects faults. */
        FAULT,
        /** Answers preflights. */
        CORS
    }

    /** A filter: one of istiod, or {@code inserted} one. */
    record Link(String name, Role role, @Nullable InsertedFilter inserted) {}

    private final List<Link> links = new ArrayList<>();

    /**
     * The chain of listeners of a kind.
     *
     * @param custom whether any CUSTOM policy counts
     * @param tokens whether tokens are looked at
     * @param policies whether any other policy counts
     */
    FilterChain(boolean inbound, boolean custom, boolean tokens, boolean policies) {
        add("istio.metadata_exchange", Role.NONE);
        if (custom) {
            add("envoy.filters.http.rbac", Role.NONE);
            add("envoy.filters.http.ext_authz", Role.CUSTOM);
        }
        if (tokens) {
            add("envoy.filters.http.jwt_authn", Role.TOKEN);
        }
        if (policies) {
            add("envoy.filters.http.rbac", Role.POLICIES);
        }
        add("envoy.filters.http.grpc_stats", Role.NONE);
        if (!inbound) {
            add("istio.alpn", Role.NONE);
        }
        add("envoy.filters.http.fault", Role.FAULT);
        add("envoy.filters.http.cors", Role.CORS);
        add("istio.stats", Role.NONE);
        add("envoy.filters.http.router", Role.NONE);
    }

    private void add(String name, Role role) {
        links.add(new Link(name, role, null));
    }

    /** Inserts filters one after the other; one whose neighbour is not there is left out. */
    FilterChain insert(List<? extends InsertedFilter> filters) {
        for (InsertedFilter filter : filters) {
            FilterPlace place = filter.place();
            int at = place.operation() == FilterPlace.Operation.FIRST ? 0 : indexOf(place.neighbour());
            if (at >= 0) {
                links.add(
                        place.operation() == FilterPlace.Operation.AFTER ? at + 1 : at,
                        new Link(filter.name(), Role.NONE, filter));
            }
        }
        return this;
    }

    private int indexOf(@Nullable String name) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** All filters in order. */
    List<Link> links() {
        return List.copyOf(links);
    }
}
