package dev.windtunnel.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.testing.RateLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from one mistake alone is not told as another; what a scenario says of sidecars counts for limits. */
class FollowOnFindingsTest {
    @TempDir
    private Path folder;

    private static final String DEPLOYMENT =
            """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %s}
            spec: {selector: {matchLabels: {app: %s}}, template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: c, image: c}]}}}
            """;

    /** A cart whose selector does not take its own pods, so that the API server refuses it. */
    private static final String CART = DEPLOYMENT.formatted("cart", "other", "cart")
            + DEPLOYMENT.formatted("web", "web", "web")
            + """
            ---
            {apiVersion: v1, kind: Service, metadata: {name: cart}, spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}}
            ---
            {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: cart}, spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: cart}}}
            ---
            {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: cart}, spec: {host: cart, subsets: [{name: all, labels: {app: cart}}]}}
            ---
            {apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: cart}, spec: {selector: {matchLabels: {app: cart}}, mtls: {mode: STRICT}}}
            """;

    private Experiment load() {
        InputStream nothing = InputStream.nullInputStream();
        return new ExperimentLoader(FileAccess.disk(nothing), folder, nothing)
                .load(folder.resolve("scenario.yaml").toString(), false, Overrides.NONE, new Findings())
                .get(0);
    }

    private List<Finding> findings(String spec, String documents) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(
                file,
                "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: s}\nspec:\n  run: {duration: 5s}\n"
                        + spec.indent(2)
                        + documents);
        Findings problems = new Findings();
        InputStream nothing = InputStream.nullInputStream();
        List<Finding> all = new ArrayList<>();
        new ExperimentLoader(FileAccess.disk(nothing), folder, nothing)
                .load(file.toString(), false, Overrides.NONE, problems)
                .forEach(experiment -> all.addAll(experiment.findings()));
        all.addAll(problems.sorted());
        return all;
    }

    private static List<String> grave(List<Finding> findings) {
        return findings.stream()
                .filter(each -> !each.level().name().equals("INFO"))
                .map(each -> each.code() + " " + each.message())
                .sorted()
                .toList();
    }

    private static final String REFUSED = "IST0106 the selector does not take the labels of the pod template";

    @Test
    void aRefusedWorkloadIsOneMistake() throws IOException {
        String calls =
                """
                workloads: {cart: {cpu: 1}, car*: {cpu: 2}, web: {}}
                traffic: [{name: t, from: web, request: {url: "http://cart/"}, load: {rate: 1/s}}]
                """;
        assertEquals(List.of(REFUSED), grave(findings(calls, CART)));
    }

    @Test
    void whoNamesARefusedWorkloadIsToldOnceThatItIs() throws IOException {
        List<Finding> findings = findings(
                """
                workloads: {cart: {cpu: 1}}
                traffic: [{name: t, from: cart, request: {url: "http://cart/"}, load: {rate: 1/s}}]
                timeline: [{at: 1s, scale: {workload: cart, replicas: 2}}, {at: 2s, network: {from: cart, to: web, latency: 1ms}}]
                thresholds: ["errors(workload/cart) < 1%", "p99(t) < 1s"]
                """,
                CART);
        assertEquals(
                List.of(REFUSED, "WT0040 the cluster refuses the workload cart, so it has no pods"), grave(findings));
        Finding told = findings.stream()
                .filter(each -> each.code().equals("WT0040"))
                .findFirst()
                .orElseThrow();
        assertTrue(String.valueOf(told.fix()).matches("correct the Deployment at .*scenario\\.yaml:11"), told.text());
    }

    /** A limit in sidecars needs sidecars, whoever says that there are none; a gateway's is not one of them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster: {injection: all} | SIDECAR_INBOUND | ''",
                "cluster: {injection: none} | SIDECAR_INBOUND | a proxy",
                "cluster: {injection: none} | ANY | a proxy",
                "cluster: {injection: none} | GATEWAY | a proxy",
                "cluster: {injection: all} | GATEWAY | a gateway's proxy",
                "workloads: {web: {sidecar: false}} | SIDECAR_INBOUND | a proxy",
                "'cluster: {injection: none}\nworkloads: {web: {sidecar: true}}' | SIDECAR_INBOUND | ''",
            })
    void aLimitHoldsWhereTheScenarioHasSidecars(String spec, String context, String lacking) throws IOException {
        String limit = RateLimits.filter(
                context,
                "web",
                "INSERT_FIRST",
                null,
                "stat_prefix: f, token_bucket: {max_tokens: 1, fill_interval: 1s}, " + RateLimits.ALL);
        List<Finding> found = findings(spec, DEPLOYMENT.formatted("web", "web", "web") + "---\n" + limit).stream()
                .filter(each -> each.code().equals("WT3024"))
                .toList();
        assertEquals(
                lacking.isEmpty()
                        ? List.of()
                        : List.of("no pod that is selected has " + lacking + ", so a limit of context " + context
                                + " holds nowhere"),
                found.stream().map(Finding::message).toList());
        boolean none = lacking.equals("a proxy");
        assertTrue(
                found.stream().allMatch(each -> String.valueOf(each.fix()).contains("injection") == none),
                () -> found.toString());
    }

    @Test
    void podsThatAreThereAllTheSameArePointedAt() throws IOException {
        Path file = folder.resolve("scenario.yaml");
        findings(
                "profile: istio-1.30",
                DEPLOYMENT
                        .formatted("web", "web", "web")
                        .replace("spec: {containers", "spec: {\n  nodeSelector: {disk: ssd},\n  containers"));
        List<Finding> found = new ExperimentRunner(load(), ExperimentRunner.Settings.DEFAULT)
                .run(ExperimentRunner.Progress.NONE)
                .findings();
        assertEquals(
                List.of("WT2006 Deployment web spec.template.spec.nodeSelector"),
                found.stream()
                        .map(each -> each.code() + " " + each.kind() + " " + each.name() + " " + each.path())
                        .toList());
        int line = found.get(0).line();
        assertEquals(
                "nodeSelector: {disk: ssd},",
                Files.readAllLines(file).get(line - 1).strip());
    }
}
