package dev.windtunnel.mesh;

import java.util.List;

/**
 * The objects of {@code security.istio.io}, each kind in order of creation.
 *
 * @param peers PeerAuthentications
 * @param requests RequestAuthentications
 * @param policies AuthorizationPolicies
 */
public record Security(
        List<PeerAuthentication> peers, List<RequestAuthentication> requests, List<AuthorizationPolicy> policies) {

    /** None of them. */
    public static final Security NONE = new Security(List.of(), List.of(), List.of());

    /** The namespace whose objects count for the whole mesh. */
    public static final String ROOT_NAMESPACE = "istio-system";

    public Security {
        peers = List.copyOf(peers);
        requests = List.copyOf(requests);
        policies = List.copyOf(policies);
    }

    /** Whether any of them is for some pods of a namespace only. */
    public boolean selects() {
        return peers.stream().anyMatch(each -> !each.selector().isEmpty())
                || requests.stream().anyMatch(each -> !each.selector().isEmpty())
                || policies.stream().anyMatch(each -> !each.selector().isEmpty());
    }
}
