package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import org.junit.jupiter.api.Test;

/** {@code curl} on the mesh of a first experiment with Istio 0.1. */
class CurlCommandTest extends HelloCommands {
    @Test
    void aTimeoutIsA504Of24BytesAfterTwoSeconds() {
        Result result = curl(
                "delay.yaml",
                "-s",
                "-w",
                "%{http_code} %{size_download} %{time_total}",
                "helloworldsvc:8080/HelloWorld/delay.jsp");
        assertEquals("", result.err());
        assertTrue(result.out().matches("upstream request timeout504 24 2\\.00\\d{4}"), result.out());
    }

    @Test
    void retriesTakeSixSecondsAndTheirBackOffs() {
        Result result = curl(
                "retry.yaml",
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{time_total}",
                "helloworldsvc:8080/HelloWorld/delay.jsp");
        double seconds = Double.parseDouble(result.out());
        assertTrue(seconds >= 6 && seconds < 6.1, result.out());
    }

    @Test
    void theBodyIsThatOfTheChosenPod() {
        Result result = curl("default.yaml", "-si", "http://helloworldsvc:8080/HelloWorld/index.jsp");
        assertEquals(
                """
                HTTP/1.1 200 OK
                content-length: 88
                x-envoy-upstream-service-time: 3
                server: envoy

                HostAddress=10.1.40.3
                HostName=helloworld-service-v2-2637126738-s7l4s
                SERVICE_VERSION=2
                """,
                result.out());
    }

    @Test
    void anyHundredCallsSplitTenToNinety() {
        Result result = run(
                "curl",
                "scenario.yaml",
                "--from",
                "tool",
                "--count",
                "100",
                "-f",
                "default.yaml",
                "--",
                "-s",
                "helloworldsvc:8080/HelloWorld/index.jsp");
        assertEquals(
                10, result.out().lines().filter("SERVICE_VERSION=2"::equals).count());
        assertEquals(
                90, result.out().lines().filter("SERVICE_VERSION=1"::equals).count());
    }

    @Test
    void failuresHaveCurlsWordsAndStatus() {
        assertEquals(
                new Result(6, "", "curl: (6) Could not resolve host: nobody\n"),
                curl("default.yaml", "http://nobody/"));
        assertEquals(new Result(6, "", ""), curl("default.yaml", "-s", "http://nobody/"));
        assertEquals(
                new Result(
                        28,
                        "",
                        "curl: (28) Operation timed out after 500 milliseconds with 0 out of 0 bytes received\n"),
                curl("default.yaml", "-sS", "-m", "0.5", "helloworldsvc:8080/HelloWorld/delay.jsp"));
        assertEquals(
                new Result(22, "", "curl: (22) The requested URL returned error: 504 Gateway Timeout\n"),
                curl("delay.yaml", "-sSf", "helloworldsvc:8080/HelloWorld/delay.jsp"));
        assertEquals(52, curl("default.yaml", "-s", "helloworldsvc:9999/").status());
        Result unknown = curl("default.yaml", "--compressed", "helloworldsvc:8080/");
        assertEquals(2, unknown.status());
        assertTrue(
                unknown.err().contains("--compressed: is unknown")
                        && unknown.err().contains("--retry"),
                unknown.err());
    }

    @Test
    void withoutAProxyOnlyLocalhostAnswers() {
        String[] down = {"--set", "timeline=[{at: 1s, proxy: {workload: helloworld-service, state: down}}]"};
        assertEquals(0, fromV1(down, "localhost:8080/").status());
        assertEquals(
                new Result(7, "", "curl: (7) Failed to connect to 10.1.40.7 port 8080: Connection refused\n"),
                fromV1(down, "10.1.40.7:8080/"));
        assertEquals(7, fromV1(down, "helloworldsvc:8080/").status());
        assertEquals(
                0,
                fromV1(new String[] {"--set", "timeline=[]"}, "10.1.40.7:8080/").status());
    }

    private Result fromV1(String[] set, String url) {
        return run(
                "curl",
                "scenario.yaml",
                "--from",
                "helloworld-service",
                "--at",
                "2s",
                set[0],
                set[1],
                "--",
                "-sS",
                url);
    }

    @Test
    void curlNeedsAPodThatRuns() {
        Result result = run("curl", "scenario.yaml", "--from", "nobody", "--", "x");
        assertEquals(2, result.status());
        assertTrue(
                result.err().contains("--from nobody") && result.err().contains("tool-185907110-fsr04"), result.err());
    }
}
