package dev.windtunnel.app.ui.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.save.SavedScenario;
import dev.windtunnel.app.session.Recording;
import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentLoader;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.experiment.Overrides;
import dev.windtunnel.finding.Findings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewTrafficTest {

    private static final String DEPLOYMENT =
            """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec: {selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {containers: [{name: c, image: c}]}}}
            """;
    private static final String SERVICE =
            """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
            """;
    private static final String GATEWAY =
            """
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge}
            spec: {selector: {app: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["shop.example.org"]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web}
            spec: {hosts: ["*"], gateways: [edge], http: [{match: [{uri: {prefix: /cart}}], route: [{destination: {host: web}}]}]}
            """;

    @TempDir
    private Path folder;

    private String mesh;

    @BeforeEach
    void write() {
        mesh = DEPLOYMENT.formatted("web") + SERVICE + DEPLOYMENT.formatted("sleep");
    }

    private Experiment open() throws Exception {
        Path file = folder.resolve("mesh.yaml");
        Files.writeString(file, mesh);
        InputStream none = InputStream.nullInputStream();
        Findings problems = new Findings();
        List<Experiment> found = new ExperimentLoader(FileAccess.disk(none), folder, none)
                .load(file.toString(), true, Overrides.NONE, problems);
        assertEquals(1, found.size(), problems.sorted().toString());
        return found.get(0);
    }

    @Test
    void callersThatNobodyCallsComeFirstAndServicesAreProposed() throws Exception {
        NewTraffic traffic = new NewTraffic(open());
        assertEquals(List.of("sleep", "web"), traffic.callers());
        assertEquals(List.of("http://web:8080/"), traffic.urls("sleep"));
    }

    @Test
    void whereAGatewayIsRequestsMayComeFromOutside() throws Exception {
        mesh += DEPLOYMENT.formatted("front") + GATEWAY;
        NewTraffic traffic = new NewTraffic(open());
        assertEquals("outside", traffic.callers().get(0));
        assertEquals(List.of("http://shop.example.org/cart"), traffic.urls("outside"));
    }

    @Test
    void manifestsGetTrafficAndAreSavedWithIt() throws Exception {
        Experiment before = open();
        NewTraffic.Outcome outcome = new NewTraffic(before).in(folder.toString(), "sleep", "http://web:8080/", "20");
        Experiment with = outcome.experiment();
        assertNotNull(with, outcome.problem());
        assertTrue(before.scenario().traffic().isEmpty());
        assertEquals("traffic", with.scenario().traffic().get(0).name());
        assertEquals(before.store(), with.store());
        double requests = new ExperimentRunner(with, ExperimentRunner.Settings.DEFAULT)
                .run(ExperimentRunner.Progress.NONE)
                .result()
                .totals()
                .requests();
        assertTrue(requests > 1000, requests + " requests in 60 s at 20/s");
        SavedScenario saved = SavedScenario.of(
                with,
                Map.of(),
                new Recording(1, 0, false, List.of(), 0),
                SavedScenario.End.OF_SCENARIO,
                "live",
                folder.toString());
        String text = new String(saved.files().get("scenario.yaml"), StandardCharsets.UTF_8);
        assertTrue(text.contains("url: http://web:8080/") && text.contains("20/s"), text);
        NewTraffic.Outcome more = new NewTraffic(with).in(folder.toString(), "sleep", "http://web:8080/x", "1/s");
        assertEquals(
                List.of("traffic", "traffic-2"),
                more.experiment().scenario().traffic().stream()
                        .map(each -> each.name())
                        .toList());
    }

    @Test
    void whatCannotBeIsSaid() throws Exception {
        NewTraffic traffic = new NewTraffic(open());
        NewTraffic.Outcome nobody = traffic.in(folder.toString(), "nobody", "http://web:8080/", "20/s");
        assertNull(nobody.experiment());
        assertTrue(nobody.problem().contains("nobody"), nobody.problem());
        assertNull(traffic.in(folder.toString(), "sleep", "http://web:8080/", "often")
                .experiment());
    }
}
