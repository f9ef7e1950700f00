package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.RequestLife;
import dev.windtunnel.app.ui.Bench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hops and the log of real requests. */
class RequestLogTest {

    @TempDir
    Path folder;

    @Test
    void eachHopStandsBelowTheOneItBelongsTo() {
        String v2 = "{steps: [{work: 2ms}]}";
        try (Bench.Ran ran = new Bench.Ran(Bench.shop(folder, v2, "retries: {attempts: 1, retryOn: 5xx}", ""), 5)) {
            List<RequestLog.Hop> hops = RequestLog.hops(ran.trace(2));
            assertEquals(List.of(0, 1), hops.stream().map(RequestLog.Hop::depth).toList());
            assertEquals("client", hops.get(0).from());
            assertEquals("web:8080", hops.get(0).to());
            assertEquals("web", hops.get(1).from());
            assertEquals("ratings:9080", hops.get(1).to());
            assertEquals(1, hops.get(1).tries());
            assertTrue(hops.get(1).pod().startsWith("ratings-v"), hops.get(1).pod());
            assertEquals("VirtualService/default/ratings http[0]", hops.get(1).rule());
        }
    }

    @Test
    void theLogTellsTriesAndWaitsInTheOrderOfTime() {
        Path scenario = Path.of("..", "scenarios", "first-steps", "e3-retry.yaml");
        try (Bench.Ran ran = new Bench.Ran(Bench.load(scenario), 30)) {
            RequestLife life = ran.trace(1);
            List<RequestLog.Line> lines = RequestLog.lines(life);
            double last = 0;
            for (RequestLog.Line line : lines) {
                assertTrue(line.seconds() >= last, lines.toString());
                last = line.seconds();
            }
            assertEquals(
                    3,
                    lines.stream()
                            .filter(each -> each.what().startsWith("try "))
                            .count(),
                    lines.toString());
            assertEquals(
                    3,
                    lines.stream()
                            .filter(each -> each.what().startsWith("gives the try up"))
                            .count(),
                    lines.toString());
            assertTrue(
                    lines.get(0).what().startsWith("asks helloworldsvc:8080"),
                    lines.get(0).what());
            assertTrue(
                    lines.stream()
                            .anyMatch(
                                    each -> each.bad() && each.what().startsWith("has 504 UT from helloworldsvc:8080")),
                    lines.toString());
        }
    }
}
