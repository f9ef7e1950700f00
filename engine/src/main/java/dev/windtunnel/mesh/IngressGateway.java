package dev.windtunnel.mesh;

import java.util.Map;

/** The ingress gateway of Istio's own charts: its pods are there although no manifest declares them. */
public final class IngressGateway {
    /** What the charts call it. */
    public static final String NAME = "istio-ingressgateway";

    /** The labels of its pods. */
    public static final Map<String, String> LABELS = Map.of("app", NAME, "istio", "ingressgateway");

    private IngressGateway() {}

    /** Whether a selector in a namespace takes its pods. */
    public static boolean isTakenBy(String namespace, Map<String, String> selector) {
        return namespace.equals(Security.ROOT_NAMESPACE) && LABELS.entrySet().containsAll(selector.entrySet());
    }
}
