package dev.windtunnel.mesh;

import java.util.Map;

/** An HTTP filter that an EnvoyFilter puts into the chains of some proxies. */
public sealed interface InsertedFilter permits LocalRateLimit, GlobalRateLimit {

    /** The EnvoyFilter. */
    ObjectKey key();

    /** Labels of the pods; empty for all of the namespace. */
    Map<String, String> workloadSelector();

    /** Where it is put. */
    FilterPlace place();

    /** What it is called in the chain. */
    String name();
}
