package dev.windtunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Scenarios;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What curl says of answers that have no end, as curl 7.88 and 8 said of a server and of an Envoy that cut them off. */
class CurlOfStreamsTest {

    private static final String UPGRADE = "-H 'Connection: Upgrade' -H 'Upgrade: websocket' ";
    private static final String STREAMS = "{handlers: ["
            + "{match: {uri: {exact: /cut}}, response: {stream: 2s}, errors: [{rate: 100%, reset: true, after: steps}]},"
            + "{match: {uri: {exact: /no}}, errors: [{rate: 100%, reset: true}]},"
            + "{match: {uri: {exact: /404}}, response: {status: 404, stream: 2s}},"
            + "{match: {uri: {exact: /403}}, response: {status: 403}},"
            + "{response: {stream: 2s}}]}";

    private static Bed bed(boolean sidecar) {
        Bed bed = Scenarios.bed().run("{duration: 10m, seed: 1}").app("feed", STREAMS);
        return sidecar ? bed.client("client").rule("feed", "timeout: 1s") : bed.plainClient("client");
    }

    private static Output curl(Bed bed, String arguments) {
        Run run = Hello.open(bed.load());
        Console console = new Console(run, ConsoleFiles.of(FileAccess.disk(InputStream.nullInputStream()), "."));
        return console.execute("kubectl exec deploy/client -- curl " + arguments)
                .output();
    }

    /** Without what kubectl says of containers and exit statuses. */
    private static List<String> curlSays(Output output) {
        return output.stderr().lines().filter(line -> line.startsWith("curl: ")).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # sidecar | arguments            | code and exit | message
                    true      | http://feed:8080/    | 200 18        | (18) transfer closed with outstanding read data remaining
                    true      | http://feed:8080/404 | 404 18        | (18) transfer closed with outstanding read data remaining
                    true      | -f http://feed:8080/404 | 404 22     | (22) The requested URL returned error: 404
                    true      | -m 0.5 http://feed:8080/ | 200 28    | (28) Operation timed out after 500 milliseconds with 0 bytes received
                    false     | http://feed:8080/    | 200 0         | ''
                    false     | http://feed:8080/cut | 200 18        | (18) transfer closed with outstanding read data remaining
                    false     | -m 0.5 http://feed:8080/ | 200 28    | (28) Operation timed out after 500 milliseconds with 0 bytes received
                    false     | http://feed:8080/no  | 000 56        | (56) Recv failure: Connection reset by peer
                    """)
    void whatCameBeforeTheCutIsTold(boolean sidecar, String arguments, String codeAndExit, String message) {
        Output output = curl(bed(sidecar), "-sS -o /dev/null -w '%{http_code} %{exitcode}' " + arguments);
        assertEquals(codeAndExit, output.stdout());
        assertEquals(message.isEmpty() ? List.of() : List.of("curl: " + message), curlSays(output));
        assertTrue(codeAndExit.endsWith(" " + output.exit()), "exit status " + output.exit());
    }

    @Test
    void theHeadOfAnAnswerThatIsCutIsShown() {
        Output output = curl(bed(true), "-si http://feed:8080/");
        assertTrue(output.stdout().startsWith("HTTP/1.1 200 OK\n"), output.stdout());
        assertTrue(output.stdout().contains("transfer-encoding: chunked"), output.stdout());
        assertEquals(18, output.exit());
    }

    @ParameterizedTest
    @CsvSource({
        "true, -m 3 http://feed:8080/, 101 28 3.000000",
        "false, -m 3 http://feed:8080/, 101 28 3.000000",
        "false, http://feed:8080/, 101 0 0.000000",
        "false, http://feed:8080/403, 403 0 0.000000"
    })
    void anAppAgreesToAWebsocketAndCurlStaysOnIt(boolean sidecar, String arguments, String said) {
        Output output = curl(
                bed(sidecar), UPGRADE + "-s -o /dev/null -w '%{http_code} %{exitcode} %{time_total}' " + arguments);
        assertEquals(said, output.stdout());
    }

    @Test
    void aWebsocketThatWouldStayOpenIsClosedAndThatIsSaid() {
        Output output = curl(bed(true), UPGRADE + "-si http://feed:8080/");
        assertTrue(output.stdout().startsWith("HTTP/1.1 101 Switching Protocols\n"), output.stdout());
        assertTrue(output.stdout().contains("upgrade: websocket"), output.stdout());
        assertTrue(output.stderr().contains("-m keeps it open"), output.stderr());
        assertEquals(0, output.exit());
    }

    @Test
    void aWebsocketEndsWithItsPod() {
        Bed bed = bed(true).at("5s", "kill: {workload: feed, pods: 100%}");
        Output output = curl(
                bed, UPGRADE + "-s -o /dev/null -w '%{http_code} %{exitcode} %{time_total}' -m 60 http://feed:8080/");
        assertEquals("101 0 5.000000", output.stdout());
    }

    /** Envoy 1.3 takes the upgrade out of the request. */
    @Test
    void in2017ItIsAPlainGet() {
        Bed bed = Scenarios.bed()
                .profile("envoy-2017")
                .plainClient("client")
                .app("feed", "{sidecar: true, handlers: [{response: {status: 200}}]}");
        assertEquals(
                "200",
                curl(bed, UPGRADE + "-s -o /dev/null -w '%{http_code}' http://feed:8080/")
                        .stdout());
    }
}
