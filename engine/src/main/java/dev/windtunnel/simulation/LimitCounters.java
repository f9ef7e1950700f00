package dev.windtunnel.simulation;

/** Envoy's counters of the local rate limits of one name in one proxy ({@code local_ratelimit.h}). */
final class LimitCounters {

    long enabled;
    long ok;
    long rateLimited;
    long enforced;
}
