package dev.windtunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.simulation.RequestHeads;
import dev.windtunnel.simulation.RequestOutcome;
import dev.windtunnel.simulation.Run;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestByHandTest {
    @TempDir
    private Path folder;

    private static RequestOutcome get(Run run, String from, String url) {
        return run.request(Hello.pod(run, from).id(), RequestHeads.of("GET", url, Map.of(), 0), 0, 0);
    }

    @Test
    void aTimeoutRuleEndsTheRequestAfterTwoSeconds() {
        Run run = Hello.open(Hello.experiment(folder, Hello.scenario("", Hello.TIMEOUT_RULE)));
        RequestOutcome outcome = get(run, "tool", "http://helloworldsvc:8080/HelloWorld/delay.jsp");
        assertEquals(504, outcome.code());
        assertEquals("UT", outcome.flags());
        assertEquals("upstream request timeout", outcome.localBody());
        double seconds = (outcome.endNanos() - outcome.startNanos()) / 1e9;
        assertTrue(seconds >= 2 && seconds <= 2.01, "took " + seconds);
        assertEquals(outcome.endNanos(), run.nowNanos());
    }

    @Test
    void theFirstRequestsOfAFreshSidecarGoToTheFirstVersionOfTheRule() {
        Run run = Hello.open(Hello.experiment(folder, Hello.scenario("", Hello.DEFAULT_RULE)));
        int second = 0;
        for (int i = 0; i < 100; i++) {
            RequestOutcome outcome = get(run, "tool", "http://helloworldsvc:8080/HelloWorld/index.jsp");
            assertEquals(200, outcome.code());
            second += run.pods().get(outcome.answeringPod()).workload().name().endsWith("-v2") ? 1 : 0;
        }
        assertEquals(10, second);
    }

    @Test
    void withAProxyThatIsDownOnlyLocalhostAnswers() {
        Run run = Hello.open(Hello.experiment(folder, Hello.scenario("", Hello.DEFAULT_RULE)));
        run.edit(new TimelineEntry.ProxyDown("helloworld-service", new PodSelection.All()));
        String own = Hello.pod(run, "helloworld-service").ip();
        assertEquals(
                200, get(run, "helloworld-service", "http://localhost:8080/").code());
        assertEquals(
                "connect-refused",
                get(run, "helloworld-service", "http://" + own + ":8080/").failure());
        assertEquals(
                "connect-refused",
                get(run, "helloworld-service", "http://helloworldsvc:8080/").failure());
        assertEquals(
                "connect-refused",
                get(run, "helloworld-service", "http://10.1.40.3:8080/").failure());
    }

    @Test
    void aCallerGivesUpAfterItsTimeout() {
        Run run = Hello.open(Hello.experiment(folder, Hello.scenario("", Hello.DEFAULT_RULE)));
        RequestOutcome outcome = run.request(
                Hello.pod(run, "tool").id(),
                RequestHeads.of("GET", "http://helloworldsvc:8080/HelloWorld/delay.jsp", Map.of(), 0),
                500_000_000L,
                0);
        assertEquals("timeout", outcome.failure());
        assertEquals(500_000_000L, outcome.endNanos() - outcome.startNanos());
    }
}
