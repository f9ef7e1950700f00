package dev.windtunnel.app.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form of one traffic policy: of a host, or of a subset that has its own. */
final class PolicyForm {

    private final RuleFields fields;
    private final FormRows rows;
    private final String at;
    private final VBox section = new VBox();

    /**
     * The form of a policy.
     *
     * @param at where the policy stands: {@code spec.trafficPolicy}
     * @param caption what it is the policy of
     */
    PolicyForm(RuleFields fields, FormRows rows, String at, String caption) {
        this.fields = fields;
        this.rows = rows;
        this.at = at;
        section.getStyleClass().add("form-section");
        section.getChildren()
                .setAll(
                        RuleForm.sentence(caption),
                        new BalancerForm(fields, rows, at + ".loadBalancer").box(),
                        pool(),
                        outliers(),
                        budget());
    }

    VBox box() {
        return section;
    }

    // ---------------------------------------------------------------- connection pool

    private TitledPane pool() {
        String tcp = at + ".connectionPool.tcp.";
        String http = at + ".connectionPool.http.";
        VBox content = new VBox(
                rows.value(
                        Hint.of("Connections", "maxConnections", "open connections of a proxy to the host, at most"),
                        tcp + "maxConnections",
                        "no limit",
                        false,
                        "default"),
                rows.value(
                        Hint.of("Connect timeout", "connectTimeout", "for a new TCP connection"),
                        tcp + "connectTimeout",
                        "10s",
                        true,
                        "default"),
                rows.value(
                        Hint.of(
                                "Pending requests",
                                "http1MaxPendingRequests",
                                "requests that wait for a connection, at most; one more gets 503 UO"),
                        http + "http1MaxPendingRequests",
                        "no limit",
                        false,
                        "default"),
                rows.value(
                        Hint.of(
                                "Active requests",
                                "http2MaxRequests",
                                "requests under way, at most, of HTTP/1.1 too; one more gets 503 UO"),
                        http + "http2MaxRequests",
                        "no limit",
                        false,
                        "default"),
                rows.value(
                        Hint.of(
                                "Per connection",
                                "maxRequestsPerConnection",
                                "requests on one connection before it is closed; 1 means no keep-alive"),
                        http + "maxRequestsPerConnection",
                        "no limit",
                        false,
                        "default"),
                rows.value(
                        Hint.of("Retries at a time", "maxRetries", "retries under way, at most; one more is not made"),
                        http + "maxRetries",
                        "no limit",
                        false,
                        "default"));
        return rows.folded(
                "Connection pool", at + ".connectionPool.", content, this::poolWords, isWritten("connectionPool"));
    }

    private String poolWords() {
        List<String> words = new ArrayList<>();
        limit(words, ".connectionPool.tcp.maxConnections", "connections");
        limit(words, ".connectionPool.http.http1MaxPendingRequests", "pending");
        limit(words, ".connectionPool.http.http2MaxRequests", "active");
        limit(words, ".connectionPool.http.maxRetries", "retries");
        return words.isEmpty() ? "unlimited" : String.join(", ", words.subList(0, Math.min(2, words.size())));
    }

    private void limit(List<String> words, String path, String what) {
        String value = fields.text(at + path);
        if (value != null) {
            words.add(value + " " + what);
        }
    }

    // ---------------------------------------------------------------- outlier detection

    private TitledPane outliers() {
        String in = at + ".outlierDetection.";
        VBox content = new VBox(
                whenOn(
                        "outlierDetection",
                        "It is off: no pod is ejected. The first value that is set switches it on; the others are then"
                                + " as they stand here."),
                rows.value(
                        Hint.of("5xx in a row", "consecutive5xxErrors", "eject a pod after so many; 0 switches it off"),
                        in + "consecutive5xxErrors",
                        "5",
                        false,
                        "default"),
                rows.value(
                        Hint.of(
                                "Gateway errors",
                                "consecutiveGatewayErrors",
                                "eject a pod after so many 502, 503 or 504 in a row"),
                        in + "consecutiveGatewayErrors",
                        "off",
                        false,
                        "default"),
                apart(in + "splitExternalLocalOriginErrors"),
                rows.value(
                        Hint.of(
                                "Local failures",
                                "consecutiveLocalOriginFailures",
                                "eject a pod after so many timeouts, resets and refused connections in a row;"
                                        + " counts only when they are apart"),
                        in + "consecutiveLocalOriginFailures",
                        "5",
                        false,
                        "default"),
                rows.value(
                        Hint.of("Look every", "interval", "time between two looks at which pods may come back"),
                        in + "interval",
                        "10s",
                        true,
                        "default"),
                rows.value(
                        Hint.of(
                                "Out for",
                                "baseEjectionTime",
                                "a first ejection lasts this long, the second twice as long, and so on"),
                        in + "baseEjectionTime",
                        "30s",
                        true,
                        "default"),
                rows.value(
                        Hint.of(
                                "Out at most, %",
                                "maxEjectionPercent",
                                "share of the pods that may be out; one pod may be out only when its own share fits"),
                        in + "maxEjectionPercent",
                        "10",
                        false,
                        "default"),
                rows.value(
                        Hint.of(
                                "Panic below, %",
                                "minHealthPercent",
                                "when fewer pods are healthy, ejections are ignored and all get requests"),
                        in + "minHealthPercent",
                        "0",
                        false,
                        "default"));
        return rows.folded("Outlier detection", in, content, this::outlierWords, isWritten("outlierDetection"));
    }

    private HBox apart(String path) {
        CheckBox check = new CheckBox("Local failures apart");
        Hint hint = Hint.of(
                "Local failures apart",
                "splitExternalLocalOriginErrors",
                "what the proxy itself saw fail is counted by itself, not as a 5xx");
        check.setAccessibleText(hint.spoken());
        check.setTooltip(hint.tooltip());
        check.setOnAction(event -> rows.say(fields.set(path, check.isSelected() ? "true" : null, false)));
        rows.onRefresh(() -> check.setSelected("true".equals(fields.text(path))));
        return FormRows.row(check, FormRows.spring(), rows.origin(path, "default"));
    }

    private String outlierWords() {
        if (!isWritten("outlierDetection")) {
            return "off";
        }
        String gateway = fields.text(at + ".outlierDetection.consecutiveGatewayErrors");
        String errors = Objects.requireNonNullElse(fields.text(at + ".outlierDetection.consecutive5xxErrors"), "5");
        return gateway != null && !gateway.equals("0")
                ? "after " + gateway + " gateway errors"
                : errors.equals("0") ? "on" : "after " + errors + " errors";
    }

    // ---------------------------------------------------------------- retry budget

    private TitledPane budget() {
        String in = at + ".retryBudget.";
        VBox content = new VBox(
                whenOn(
                        "retryBudget",
                        "There is none. The first value that is set makes one; the other is then as it stands here."),
                rows.value(
                        Hint.of("Of requests, %", "percent", "retries under way, at most, as a share of all requests"),
                        in + "percent",
                        "20",
                        false,
                        "default"),
                rows.value(
                        Hint.of(
                                "At least",
                                "minRetryConcurrency",
                                "retries under way that are allowed however few" + " requests there are"),
                        in + "minRetryConcurrency",
                        "3",
                        false,
                        "default"));
        return rows.folded(
                "Retry budget",
                in,
                content,
                () -> isWritten("retryBudget")
                        ? Objects.requireNonNullElse(fields.text(in + "percent"), "20") + " % of requests"
                        : "none",
                isWritten("retryBudget"));
    }

    /** A sentence that stands there while a part of the policy is not written. */
    private Label whenOn(String key, String sentence) {
        Label label = RuleForm.sentence(sentence);
        label.setMinHeight(Region.USE_PREF_SIZE);
        rows.onRefresh(() -> FormRows.show(label, !isWritten(key)));
        return label;
    }

    private boolean isWritten(String key) {
        return fields.node(at + "." + key) != null;
    }
}
