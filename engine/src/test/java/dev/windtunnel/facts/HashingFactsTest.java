package dev.windtunnel.facts;

import static dev.windtunnel.facts.Facts.OK;
import static dev.windtunnel.facts.Facts.between;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.measure.RunResult.PodResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consistent hashing: who meets the same pod again, and for how long. */
class HashingFactsTest {

    private static Bed eightPods(String hash) {
        return Scenarios.bed()
                .client("client")
                .app("app", 8, OK)
                .policy("app", "trafficPolicy: {loadBalancer: {consistentHash: {" + hash + "}}}");
    }

    private static long podsAsked(Outcome run) {
        return run.result().pods().stream()
                .filter(pod -> pod.workload().equals("app") && pod.arrived() > 0)
                .count();
    }

    /** One caller makes 200 requests, one after another; how many of eight pods does it meet? */
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    httpHeaderName: x-user                  | headers: {x-user: anna}            | keepAlive: true  | 1 | 1
                    httpHeaderName: x-user                  | headers: {x-user: '${request}'}    | keepAlive: true  | 8 | 8
                    httpHeaderName: x-user, maglev: {}      | headers: {x-user: '${request}'}    | keepAlive: true  | 8 | 8
                    httpHeaderName: x-user                  | headers: {x-other: anna}           | keepAlive: true  | 8 | 8
                    httpQueryParameterName: a               | bytes: 0                           | keepAlive: true  | 1 | 1
                    useSourceIp: true                       | bytes: 0                           | keepAlive: false | 1 | 1
                    httpCookie: {name: u}                   | bytes: 0                           | keepAlive: true  | 8 | 8
                    httpCookie: {name: u, ttl: 0s}          | bytes: 0                           | keepAlive: true  | 1 | 1
                    httpCookie: {name: u, ttl: 0s}          | bytes: 0                           | keepAlive: false | 8 | 8
                    httpCookie: {name: u, ttl: 0s}          | headers: {cookie: 'a=b; u=anna'}   | keepAlive: false | 1 | 1
                    httpCookie: {name: u, ttl: 0s}          | cookies: keep                      | keepAlive: false | 1 | 1
                    httpCookie: {name: u, ttl: 4s}          | cookies: keep                      | keepAlive: false | 2 | 5
                    """)
    void oneCallerMeets(String hash, String request, String connection, int least, int most) {
        Outcome run = eightPods(hash)
                .traffic("name: web, from: client, request: {url: 'http://app:8080/?a=b', " + request
                        + "}, load: {users: 1, thinkTime: 100ms}, requests: 200, connection: {" + connection + "}")
                .go();
        assertEquals(200, run.code("web", 200));
        between(least, most, podsAsked(run), "pods");
    }

    @Test
    void everyPersonHasACookieOfItsOwn() {
        Outcome run = eightPods("httpCookie: {name: u, ttl: 0s}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/', cookies: keep},"
                        + " load: {rate: 100/s, users: 3}, requests: 600, connection: {keepAlive: false}")
                .go();
        between(1, 3, podsAsked(run), "pods of three people");
        Outcome many = eightPods("httpCookie: {name: u, ttl: 0s}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/', cookies: keep},"
                        + " load: {rate: 100/s, users: 500}, requests: 600, connection: {keepAlive: false}")
                .go();
        assertEquals(8, podsAsked(many));
    }

    /**
     * A pod that leaves a ring takes its own users to others. A few more move, because the pods that stay get more places on the ring
     * (ring_hash_lb.cc scales to the least size).
     */
    @Test
    void aPodThatLeavesMovesFewUsersButItsOwn() {
        String users =
                "name: web, from: client, request: {url: 'http://app:8080/', headers: {x-user: 'u${uniform(1,50)}'}},"
                        + " load: {rate: 100/s}, requests: 4000";
        Outcome all = eightPods("httpHeaderName: x-user").traffic(users).go();
        Outcome less = eightPods("httpHeaderName: x-user")
                .at("0s", "scale: {workload: app, replicas: 7}")
                .traffic(users)
                .go();
        PodResult gone = less.result().pods().stream()
                .filter(pod -> pod.workload().equals("app") && pod.arrived() == 0)
                .findFirst()
                .orElseThrow();
        double lost = 0;
        for (PodResult pod : all.result().pods()) {
            if (pod.workload().equals("app") && !pod.name().equals(gone.name())) {
                lost += Math.max(0, pod.arrived() - less.pod(pod.name()).arrived());
            }
        }
        between(200, 1000, all.pod(gone.name()).arrived(), "requests of those who have to move");
        between(0, 400, lost, "requests of others who move, of 4000");
    }
}
