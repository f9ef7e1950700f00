package dev.windtunnel.app.ui.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The form of a DestinationRule: what each control writes, and what it leaves alone. */
@ExtendWith(ApplicationExtension.class)
class PolicyFormTest {

    private static final ObjectKey CART = new ObjectKey("DestinationRule", "default", "cart");
    private static final String RULE =
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: cart}   # the shop's
            spec:
              host: cart
              trafficPolicy:
                # as agreed
                loadBalancer:
                  simple: ROUND_ROBIN   # for now
                connectionPool: {tcp: {maxConnections: 100}}
              subsets:
              - name: v1
                labels: {version: v1}
              - name: v2
                labels: {version: v2}
                trafficPolicy: {outlierDetection: {interval: 1s}}
            """;

    private final RuleDocuments documents = new RuleDocuments(
            Manifests.store(YamlReader.read("cart.yaml", RULE, new Findings()), "default", new Findings()),
            "default",
            Map.of("cart.yaml", RULE.getBytes(StandardCharsets.UTF_8)));
    private final RuleFields fields = new RuleFields(documents, CART);
    private RuleForm form;

    private static Theme theme;

    private static Theme theme() {
        if (theme == null) {
            theme = new Theme(false);
        }
        return theme;
    }

    private String text() {
        return documents.text(CART).text();
    }

    private void on(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            if (form == null || !form.shape().equals(fields.shape())) {
                form = new RuleForm(
                        fields, theme(), new DestinationVersions(fields, null, null), line -> {}, problem -> {
                            throw new AssertionError(problem);
                        });
            }
            work.run();
            form.refresh();
        });
    }

    private static void all(Parent parent, List<Node> found) {
        List<Node> children =
                parent instanceof TitledPane fold ? List.of(fold.getContent()) : parent.getChildrenUnmodifiable();
        for (Node child : children) {
            found.add(child);
            if (child instanceof Parent inner) {
                all(inner, found);
            }
        }
    }

    /** The first control of a kind whose accessible text begins so. */
    private <T extends Node> T control(Class<T> type, String name) {
        List<Node> found = new ArrayList<>();
        all(form.box(), found);
        return found.stream()
                .filter(type::isInstance)
                .filter(each -> String.valueOf(each.getAccessibleText()).startsWith(name))
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no control is called " + name));
    }

    private void type(String name, String value) {
        on(() -> {
            TextField field = control(TextField.class, name);
            field.setText(value);
            field.fireEvent(new ActionEvent());
        });
    }

    @SuppressWarnings("unchecked")
    private void choose(String name, String value) {
        on(() -> ((ComboBox<String>) control(ComboBox.class, name)).setValue(value));
    }

    private static final String[] VALUES = {
        "Connections        | 7     | spec.trafficPolicy.connectionPool.tcp.maxConnections",
        "Connect timeout    | 3s    | spec.trafficPolicy.connectionPool.tcp.connectTimeout",
        "Pending requests   | 8     | spec.trafficPolicy.connectionPool.http.http1MaxPendingRequests",
        "Active requests    | 9     | spec.trafficPolicy.connectionPool.http.http2MaxRequests",
        "Per connection     | 10    | spec.trafficPolicy.connectionPool.http.maxRequestsPerConnection",
        "Retries at a time  | 2     | spec.trafficPolicy.connectionPool.http.maxRetries",
        "5xx in a row       | 3     | spec.trafficPolicy.outlierDetection.consecutive5xxErrors",
        "Gateway errors     | 4     | spec.trafficPolicy.outlierDetection.consecutiveGatewayErrors",
        "Local failures,    | 6     | spec.trafficPolicy.outlierDetection.consecutiveLocalOriginFailures",
        "Look every         | 5s    | spec.trafficPolicy.outlierDetection.interval",
        "Out for            | 20s   | spec.trafficPolicy.outlierDetection.baseEjectionTime",
        "Out at most        | 50    | spec.trafficPolicy.outlierDetection.maxEjectionPercent",
        "Panic below        | 30    | spec.trafficPolicy.outlierDetection.minHealthPercent",
        "Of requests, %     | 25    | spec.trafficPolicy.retryBudget.percent",
        "At least           | 5     | spec.trafficPolicy.retryBudget.minRetryConcurrency",
        "New for            | 30s   | spec.trafficPolicy.loadBalancer.warmup.duration",
        "At first, %        | 20    | spec.trafficPolicy.loadBalancer.warmup.minimumPercent",
        "Aggression         | 2     | spec.trafficPolicy.loadBalancer.warmup.aggression"
    };

    @Test
    void eachFieldWritesItsValueAndTakesItBack() {
        for (String row : VALUES) {
            String name = row.split("\\|")[0].strip();
            String value = row.split("\\|")[1].strip();
            String path = row.split("\\|")[2].strip();
            String old = fields.text(path);
            type(name, value);
            assertEquals(value, fields.text(path), row);
            assertEquals(value, control(TextField.class, name).getText(), row);
            for (String comment : List.of("# as agreed", "# for now", "# the shop's")) {
                assertTrue(text().contains(comment), row);
            }
            type(name, old == null ? "" : old);
            assertEquals(RULE, text(), row);
        }
    }

    @Test
    void whatIsOffSaysWhatWouldHold() {
        on(() -> {
            assertTrue(
                    words().stream().anyMatch(each -> each.startsWith("It is off: no pod is ejected.")),
                    () -> words().toString());
            assertTrue(words().contains("when on"), () -> words().toString());
        });
        type("5xx in a row", "3");
        type("Of requests, %", "25");
        on(() -> {
            assertTrue(words().stream().noneMatch(each -> each.startsWith("It is off")), () -> words().toString());
            assertEquals(
                    2, words().stream().filter("when on"::equals).count(), "the budget of the subset is still off");
        });
    }

    /** What the labels that are shown say. */
    private List<String> words() {
        List<Node> found = new ArrayList<>();
        all(form.box(), found);
        return found.stream()
                .filter(each -> each instanceof javafx.scene.control.Label && each.isVisible())
                .map(each -> ((javafx.scene.control.Label) each).getText())
                .toList();
    }

    @Test
    void localFailuresAreCountedApart() {
        on(() -> control(CheckBox.class, "Local failures apart").fire());
        assertEquals("true", fields.text("spec.trafficPolicy.outlierDetection.splitExternalLocalOriginErrors"));
        on(() -> control(CheckBox.class, "Local failures apart").fire());
        assertEquals(RULE, text());
    }

    @Test
    void aHashTakesThePlaceOfABalancerInOneStep() {
        choose("Load balancer", "hash of a header");
        assertEquals("x-user", fields.text("spec.trafficPolicy.loadBalancer.consistentHash.httpHeaderName"));
        assertEquals(null, fields.text("spec.trafficPolicy.loadBalancer.simple"));
        type("Header", "x-cart");
        assertTrue(text().contains("httpHeaderName: x-cart"), text());
        choose("Hash table", "Maglev");
        assertEquals("65537", fields.text("spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize"));
        choose("Load balancer", "hash of a cookie");
        assertEquals("session", fields.text("spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name"));
        type("Lives for", "1h");
        choose("Load balancer", "hash of the source address");
        choose("Load balancer", "RANDOM");
        assertEquals(
                RULE.replace("      simple: ROUND_ROBIN   # for now\n", "      simple: RANDOM\n"),
                text(),
                "the comment was of the balancer that went");
        for (int i = 0; i < 7; i++) {
            documents.undo();
        }
        assertEquals(RULE, text());
    }

    @Test
    void localityIsSwitchedAndFailsOver() {
        choose("Near pods first", "off");
        assertEquals("false", fields.text("spec.trafficPolicy.loadBalancer.localityLbSetting.enabled"));
        choose("Near pods first", "mesh default");
        assertEquals(RULE, text());
        on(() -> {
            control(TextField.class, "Region that fails").setText("eu");
            control(TextField.class, "Region that takes over").setText("us");
            control(Button.class, "Add the failover").fire();
        });
        assertEquals("us", fields.text("spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0].to"));
        type("go to", "asia");
        assertTrue(text().contains("localityLbSetting:\n        failover: [{from: eu, to: asia}]"), text());
        documents.undo();
        documents.undo();
        type("Nearest by", "topology.kubernetes.io/region, zone");
        assertEquals(
                List.of("topology.kubernetes.io/region", "zone"),
                fields.elements("spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority"));
    }

    @Test
    void sharesOfLocalitiesAreFields() {
        String shares =
                """
                    localityLbSetting:
                        distribute:
                        - from: r1/a/*
                          to:
                            "r1/a/*": 80   # mostly
                            "r1/b/*": 20
                """
                        .indent(2);
        documents.edit(CART, RULE.replace("    connectionPool", shares.stripTrailing() + "\n    connectionPool"), null);
        type("to r1/a/*", "70");
        type("to r1/b/*", "30");
        assertTrue(text().contains("\"r1/a/*\": 70   # mostly"), text());
        assertTrue(text().contains("\"r1/b/*\": 30"), text());
    }

    @Test
    void aSubsetWithAPolicyHasItsOwnForm() {
        on(() -> {
            List<Node> found = new ArrayList<>();
            all(form.box(), found);
            List<TextField> looks = found.stream()
                    .filter(TextField.class::isInstance)
                    .map(TextField.class::cast)
                    .filter(each -> each.getAccessibleText().startsWith("Look every"))
                    .toList();
            assertEquals(2, looks.size());
            looks.get(1).setText("2s");
            looks.get(1).fireEvent(new ActionEvent());
        });
        assertEquals(RULE.replace("interval: 1s", "interval: 2s"), text());
    }

    @Test
    void completionKnowsTheWholeDestinationRule() {
        String start = "spec:\n  trafficPolicy:\n    outlierDetection:\n      ";
        assertEquals(
                8,
                Completions.at("DestinationRule", start, start.length()).items().size());
        String pool = "spec:\n  subsets:\n  - trafficPolicy:\n      connectionPool:\n        http:\n          ";
        assertTrue(
                Completions.at("DestinationRule", pool, pool.length()).items().size() >= 4);
        String hash = "spec:\n  trafficPolicy:\n    loadBalancer:\n      consistentHash:\n        httpC";
        assertEquals(
                List.of("httpCookie:"),
                Completions.at("DestinationRule", hash, hash.length()).items().stream()
                        .map(Completions.Item::text)
                        .toList());
    }
}
