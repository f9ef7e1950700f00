package dev.windtunnel.facts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;

/** What the tables of facts share: one client with a sidecar, one app without, and how ranges are told. */
final class Facts {

    static final String OK = "{handlers: [{response: {status: 200}}]}";

    private Facts() {}

    /** A client and an app. */
    static Bed bed(String appBody) {
        return Scenarios.bed().client("client").app("app", appBody);
    }

    /** An app that sleeps and answers 200. */
    static String sleeps(String time) {
        return "{handlers: [{steps: [{sleep: " + time + "}]}]}";
    }

    /** An app that answers with a status and a body. */
    static String answers(int status) {
        return "{handlers: [{response: {status: " + status + ", body: no}}]}";
    }

    /** The requests of traffic {@code curl}. */
    static Bed curl(Bed bed, int requests) {
        return bed.curl("curl", "http://app:8080/", requests);
    }

    /** Open traffic {@code curl} that starts at 1 s, when the timeline has settled. */
    static Bed steady(Bed bed, String rate, int requests) {
        return bed.traffic("name: curl, from: client, request: {url: 'http://app:8080/'}, load: {rate: " + rate
                + ", arrivals: constant}, requests: " + requests + ", start: 1s");
    }

    static void between(double low, double high, double value, String what) {
        assertTrue(low <= value && value <= high, () -> what + " is " + value + ", wanted " + low + " to " + high);
    }

    /** All latencies of a traffic lie between two bounds, in seconds. */
    static void latency(Outcome run, String traffic, double low, double high) {
        between(low - 1e-9, high + 1e-9, run.latency(traffic).min(), "least latency of " + traffic);
        between(low - 1e-9, high + 1e-9, run.latency(traffic).max(), "greatest latency of " + traffic);
    }
}
