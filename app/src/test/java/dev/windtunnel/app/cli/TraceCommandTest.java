package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
    /** 1 ms for the route: the first request runs into it. */
    private static final String SHORT_TIMEOUT = "VirtualService/ratings:spec.http[1].timeout=1ms";

    @TempDir
    private Path folder;

    private Result run(String... args) {
        return Shop.in(folder).run(args);
    }

    private static void assertBegins(String expected, String actual) {
        assertTrue(actual.startsWith(expected), actual);
    }

    @Test
    void theTreeShowsTriesAndBackOffs() {
        assertEquals(
                """
                request 8, started at 31.1 ms
                   START   DURATION                              WHAT                                 CODE   FLAGS   WHY
                    +0 s    67.4 ms   ████████████████████████   request client-0 > web:8080          502    -       answered 502
                 +200 us    67.0 ms   ████████████████████████     attempt client-0 > web-0           502    -       answered
                 +450 us    66.5 ms   ████████████████████████       request web-0 > ratings:9080     503    URX     answered 503, and no retry was left
                 +650 us     600 us   █                                attempt web-0 > ratings-v2-1   503    -       answered, which is retried
                 +1.3 ms     9.0 ms   ████                             backoff web-0 > retry 1                       back-off before retry 1, drawn below 25 ms
                +10.3 ms     500 us      █                             attempt web-0 > ratings-v2-0   503    -       answered, which is retried
                +10.8 ms    11.0 ms      █████                         backoff web-0 > retry 2                       back-off before retry 2, drawn below 50 ms
                +21.8 ms     500 us          █                         attempt web-0 > ratings-v2-0   503    -       answered, which is retried
                +22.3 ms    44.0 ms          █████████████████         backoff web-0 > retry 3                       back-off before retry 3, drawn below 100 ms
                +66.3 ms     500 us                          █         attempt web-0 > ratings-v2-0   503    -       answered
                """,
                run("trace", "shop", "--slowest").out());
    }

    @Test
    void theDocumentHasASpanForEachStretch() {
        assertBegins(
                """
                {
                  "apiVersion": "windtunnel.dev/v1",
                  "kind": "Trace",
                  "request": 8,
                  "spans": [
                    {
                      "span": 0,
                      "parent": null,
                      "kind": "request",
                      "source": "client-0",
                      "target": "web:8080",
                      "startSeconds": 0.031142938,
                      "endSeconds": 0.098542938,
                      "code": 502,
                      "flags": "-",
                      "reason": "answered 502"
                    },
                    {
                      "span": 1,
                      "parent": 0,
                      "kind": "attempt",
                      "source": "client-0",
                      "target": "web-0",
                      "startSeconds": 0.031342938,
                      "endSeconds": 0.098342938,
                      "code": 502,
                      "flags": "-",
                      "reason": "answered"
                    },
                    {
                      "span": 2,
                      "parent": 1,
                      "kind": "request",
                      "source": "web-0",
                      "target": "ratings:9080",
                      "startSeconds": 0.031592938,
                      "endSeconds": 0.098092938,
                      "code": 503,
                      "flags": "URX",
                      "reason": "answered 503, and no retry was left"
                    },
                """,
                run("trace", "shop", "--failed", "-o", "json").out());
        assertBegins(
                "apiVersion: windtunnel.dev/v1\nkind: Trace\nrequest: 8\n",
                run("trace", "shop", "--failed", "-o", "yaml").out());
    }

    @Test
    void zipkinTakesItsSpans() {
        assertBegins(
                """
                [
                  {
                    "traceId": "00000000000000070000000000000008",
                    "id": "0000000000000001",
                    "kind": "CLIENT",
                    "name": "request web:8080",
                    "timestamp": 946684800031142,
                    "duration": 67400,
                    "localEndpoint": {"serviceName": "client"},
                    "tags": {
                      "kind": "request",
                      "pod": "client-0",
                      "http.status_code": "502",
                      "response_flags": "-",
                      "reason": "answered 502",
                      "error": "answered 502"
                    }
                """,
                run("trace", "shop", "--failed", "--format", "zipkin").out());
    }

    @Test
    void collectorsTakeOtlp() {
        assertBegins(
                """
                {
                  "resourceSpans": [
                    {
                      "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "client"}}]},
                      "scopeSpans": [
                        {
                          "scope": {"name": "windtunnel"},
                          "spans": [
                            {
                              "traceId": "00000000000000070000000000000008",
                              "spanId": "0000000000000001",
                              "name": "request web:8080",
                              "kind": 3,
                              "startTimeUnixNano": "946684800031142938",
                              "endTimeUnixNano": "946684800098542938",
                              "attributes": [
                                {"key": "kind", "value": {"stringValue": "request"}},
                                {"key": "pod", "value": {"stringValue": "client-0"}},
                                {"key": "http.status_code", "value": {"stringValue": "502"}},
                                {"key": "response_flags", "value": {"stringValue": "-"}},
                                {"key": "reason", "value": {"stringValue": "answered 502"}}
                              ],
                              "status": {"code": 2, "message": "answered 502"}
                            },
                            {
                              "traceId": "00000000000000070000000000000008",
                """,
                run("trace", "shop", "--failed", "--format", "otlp").out());
    }

    @Test
    void theSameRunHasTheSameTrace() {
        assertEquals(run("trace", "shop", "--failed"), run("trace", "shop", "--failed"));
        assertEquals(
                run("trace", "shop", "--request", "8", "-o", "json"), run("trace", "shop", "--failed", "-o", "json"));
    }

    @Test
    void aFlagIsFoundAtWhicheverProxyLogsIt() {
        assertBegins("request 8, ", run("trace", "shop", "--flag", "URX").out());
        Result timeout = run("trace", "shop", "--flag", "UT", "--set", SHORT_TIMEOUT);
        assertBegins("request 1, ", timeout.out());
        assertTrue(timeout.out().contains("504    UT"), timeout.out());
        assertTrue(timeout.out().contains("the route's timeout ended it"), timeout.out());
    }

    @Test
    void firstIsTheOneThatStartsFirst() {
        assertBegins(
                "request 1, started at 0 s\n",
                run("trace", "shop", "--first", "--traffic", "people").out());
    }

    @Test
    void whatDoesNotExistIsSaid() {
        assertEquals(
                new Result(
                        2,
                        "",
                        "Error [WT0070] --request 51: the run has no such request."
                                + " 'windtunnel run' says how many there are.\n"),
                run("trace", "shop", "--request", "51"));
        Result flag = run("trace", "shop", "--flag", "NR");
        assertEquals(2, flag.status());
        assertTrue(flag.err().contains("no request of traffic people met the flag NR"), flag.err());
        Result traffic = run("trace", "shop", "--traffic", "peple", "--first");
        assertTrue(traffic.err().contains("Did you mean people?"), traffic.err());
        assertTrue(run("trace", "shop", "--failed", "-o", "json", "--traffic", "x")
                .out()
                .contains("\"kind\": \"Findings\""));
    }

    @Test
    void oneOfTheChoicesIsNeeded() {
        assertEquals(2, run("trace", "shop").status());
        assertEquals(2, run("trace", "shop", "--first", "--slowest").status());
        assertEquals(2, run("trace", "shop", "--request", "0").status());
        assertEquals(
                2, run("trace", "shop", "--request", "1", "--traffic", "people").status());
        assertTrue(run("trace", "shop", "--flag", "XX").err().contains("the response flags are DC, DF,"));
        assertTrue(run("trace", "shop", "--first", "--format", "jaeger").err().contains("zipkin, otlp"));
    }
}
