package dev.windtunnel.scenario;

import java.util.Optional;

/** Which Istio and Envoy a scenario simulates. */
public enum Profile {
    /** Istio 1.30 with its Envoy. */
    ISTIO_1_30("istio-1.30"),
    /** Istio 0.1.6 (June 2017) with Envoy 1.3. */
    ENVOY_2017("envoy-2017");

    private final String id;

    Profile(String id) {
        this.id = id;
    }

    /** The name in scenario files. */
    public String id() {
        return id;
    }

    /** The profile of a name; empty when there is none. */
    public static Optional<Profile> of(String id) {
        for (Profile profile : values()) {
            if (profile.id.equals(id)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }
}
