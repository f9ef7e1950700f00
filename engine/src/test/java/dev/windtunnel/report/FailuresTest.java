package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.measure.RunResult.TrafficResult;
import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of failures: a request that failed is in one row of it, with all that is known of it. */
class FailuresTest {

    private static Bed bed(String body) {
        return Scenarios.bed().client("client").app("app", body).curl("web", "http://app:8080/", 20);
    }

    private static String stream(String errors) {
        return "{handlers: [{response: {stream: 1s}, errors: [" + errors + "]}]}";
    }

    /** Rows of a run, as {@code requests code flags why}. */
    private static List<String> rows(Outcome run) {
        RunReport report = new RunReport(run.result(), List.of(), List.of(), null);
        return TrafficSection.reasons(report, Style.PLAIN)
                .lines()
                .skip(1)
                .map(line -> line.strip().replaceAll(" +", " ").replaceFirst("^web (\\S+) \\S+ %", "$1"))
                .toList();
    }

    static List<Arguments> failures() {
        Bed nobody = Scenarios.bed().client("client").curl("web", "http://nobody:8080/", 20);
        return List.of(
                Arguments.of(
                        "cut after its head",
                        bed(stream("{rate: 100%, reset: true, after: steps}")),
                        List.of("20 0 UPE reset: the connection was reset; the pod broke the protocol")),
                Arguments.of(
                        "cut by the route's timeout",
                        bed(stream("")).rule("app", "timeout: 500ms"),
                        List.of(
                                "20 0 UT reset: the connection was reset; the route's timeout, or that of a try, ended the"
                                        + " request")),
                Arguments.of(
                        "the caller hangs up",
                        Scenarios.bed()
                                .client("client")
                                .app("app", stream(""))
                                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, timeout: 500ms,"
                                        + " load: {users: 1}, requests: 20"),
                        List.of("20 0 DC timeout: the caller's own timeout ran out and it hung up")),
                Arguments.of("no name", nobody, List.of("20 0 dns: the name could not be resolved")),
                Arguments.of(
                        "the app's own answer",
                        bed("{handlers: [{response: {status: 500}}]}"),
                        List.of("20 500 the answer came so from the application, or from a proxy behind it")),
                Arguments.of(
                        "turned away, which is no error of a server",
                        bed("{handlers: [{}]}")
                                .rule("app", "fault: {abort: {percentage: {value: 100}, httpStatus: 418}}"),
                        List.of("20 418 FI a fault rule aborted the request")),
                Arguments.of(
                        "delayed only",
                        bed("{handlers: [{}]}")
                                .rule("app", "fault: {delay: {percentage: {value: 100}, fixedDelay: 1s}}"),
                        List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void oneKindOfFailureIsOneRow(String name, Bed bed, List<String> rows) {
        assertEquals(rows, rows(bed.go()));
    }

    @Test
    void aConnectionOfBytesToAClusterThatIsNotThereIsOneRow() {
        Outcome run = Scenarios.bed()
                .client("client")
                .service("app", "app: app", "{name: tcp, port: 8080}")
                .pods("app", 1, "app: app", "{handlers: [{}]}")
                .document(
                        """
                        apiVersion: networking.istio.io/v1
                        kind: VirtualService
                        metadata: {name: app}
                        spec: {hosts: [app], tcp: [{route: [{destination: {host: app, subset: none}}]}]}
                        """)
                .traffic("name: web, from: client, tcp: {url: 'tcp://app:8080'}, load: {users: 1}, requests: 20")
                .go();
        assertEquals(
                List.of(
                        "20 0 NC empty-reply: the connection was closed without an answer; the route names a cluster that"
                                + " does not exist, as a subset that no DestinationRule defines"),
                rows(run));
    }

    /** Of everything at once: what the rows say adds up to what failed, and each code is told with its own flags. */
    @Test
    void rowsAddUpToTheRequestsThatFailed() {
        Outcome run = Scenarios.bed()
                .client("client")
                .app(
                        "app",
                        stream("{rate: 20%, reset: true, after: steps}, {rate: 20%, hang: true, after: steps},"
                                + " {rate: 20%, status: 503, after: steps}, {rate: 10%, status: 500, after: steps}"))
                .rule(
                        "app",
                        "timeout: 4s, fault: {delay: {percentage: {value: 30}, fixedDelay: 100ms}, abort: {percentage:"
                                + " {value: 10}, httpStatus: 503}}")
                .traffic("name: web, from: client, request: {url: 'http://app:8080/'}, timeout: 3s, load: {users: 40},"
                        + " requests: 600")
                .go();
        TrafficResult web = run.traffic("web");
        double inRows = rows(run).stream()
                .mapToDouble(row -> Double.parseDouble(row.split(" ")[0]))
                .sum();
        assertEquals(web.errorRate() * web.completed(), inRows, 1e-9);
        assertEquals(
                List.of("0 DC", "0 DI,DC", "500 -", "500 DI", "503 -", "503 DI", "503 DI,FI", "503 FI"),
                rows(run).stream()
                        .map(row -> row.split(" ")[1] + " " + row.split(" ")[2])
                        .filter(row -> !row.contains("UPE"))
                        .sorted()
                        .toList());
    }
}
