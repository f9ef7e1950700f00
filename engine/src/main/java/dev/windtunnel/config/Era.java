package dev.windtunnel.config;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.scenario.Profile;

/** Which Istio understands an object. */
enum Era {
    /** Kubernetes objects, and all that no Istio reads. */
    ANY,
    /** Istio 0.1: no apiVersion. */
    ISTIO_01,
    /** Istio 0.2 to 0.8, which no profile simulates. */
    ISTIO_V1ALPHA2,
    /** networking.istio.io and its like, and the Gateway API. */
    MODERN;

    static Era of(KubeObject object) {
        if (object.apiVersion().isEmpty()) {
            return ISTIO_01;
        }
        String group = object.group();
        if (group.equals("config.istio.io")) {
            return ISTIO_V1ALPHA2;
        }
        return group.endsWith(".istio.io") || group.equals("gateway.networking.k8s.io") ? MODERN : ANY;
    }

    static Era of(Profile profile) {
        return switch (profile) {
            case ENVOY_2017 -> ISTIO_01;
            case ISTIO_1_30 -> MODERN;
        };
    }

    /** What to say about an object of this era, which the profile does not know. */
    Finding stranger(KubeObject object, Profile profile) {
        String kind = object.key().kind();
        if (profile == Profile.ENVOY_2017) {
            return Finding.warning(
                            "WT0031",
                            "Istio 0.1.6 does not know " + kind + " of " + object.group() + "; it is left out")
                    .withFix("use the profile istio-1.30, or remove it");
        }
        String release = this == ISTIO_01 ? "0.1" : "0.2 to 0.8";
        String otherwise = this == ISTIO_01 ? ", or simulate it with profile: envoy-2017" : "";
        return Finding.error(
                        "WT0030", "this " + kind + " is of Istio " + release + ", and today's Istio does not know it")
                .withFix("run \"windtunnel convert\" on the file" + otherwise);
    }
}
