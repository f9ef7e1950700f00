package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form of a load balancer: which one, by what it hashes, how near pods come first, and what new pods get. */
final class BalancerForm {

    private static final List<String> SIMPLE = List.of("LEAST_REQUEST", "ROUND_ROBIN", "RANDOM", "PASSTHROUGH");
    private static final String RING = "ring";
    private static final String MAGLEV = "Maglev";

    private final RuleFields fields;
    private final FormRows rows;
    private final String at;
    private final String hash;
    private final String locality;
    private final VBox box = new VBox();

    /** What of a request is hashed: the words of the choice, and where it is written. */
    private enum Hashed {
        HEADER("hash of a header", "httpHeaderName"),
        COOKIE("hash of a cookie", "httpCookie"),
        SOURCE("hash of the source address", "useSourceIp"),
        PARAMETER("hash of a parameter", "httpQueryParameterName");

        private final String words;
        private final String key;

        Hashed(String words, String key) {
            this.words = words;
            this.key = key;
        }

        private Node first() {
            return switch (this) {
                case HEADER -> ScalarNode.of("x-user");
                case COOKIE ->
                    new RuleFields.Maps()
                            .with("name", ScalarNode.of("session"))
                            .with("ttl", ScalarNode.of("0s"))
                            .node();
                case SOURCE -> ScalarNode.plain("true");
                case PARAMETER -> ScalarNode.of("user");
            };
        }
    }

    BalancerForm(RuleFields fields, FormRows rows, String at) {
        this.fields = fields;
        this.rows = rows;
        this.at = at;
        this.hash = at + ".consistentHash";
        this.locality = at + ".localityLbSetting";
        VBox balancer = new VBox(choice());
        hashRows(balancer);
        box.getChildren()
                .setAll(
                        rows.folded("Load balancer", at + ".", balancer, this::words, fields.node(at) != null),
                        locality(),
                        warmup());
    }

    VBox box() {
        return box;
    }

    // ---------------------------------------------------------------- which one

    private HBox choice() {
        List<String> choices = new ArrayList<>(List.of("default"));
        choices.addAll(SIMPLE);
        String written = fields.text(at + ".simple");
        if (written != null && !choices.contains(written)) {
            choices.add(written); // an old name, or one that is wrong
        }
        for (Hashed each : Hashed.values()) {
            choices.add(each.words);
        }
        ComboBox<String> choice = combo("Load balancer", choices, this::chosen, this::choose);
        choice.setPrefWidth(208);
        return FormRows.row(choice, FormRows.spring(), rows.origin(at + ".simple", hash, "LEAST_REQUEST"));
    }

    private String chosen() {
        for (Hashed each : Hashed.values()) {
            if (fields.node(hash + "." + each.key) != null) {
                return each.words;
            }
        }
        return Objects.requireNonNullElse(fields.text(at + ".simple"), "default");
    }

    private String words() {
        String chosen = chosen();
        return chosen.equals("default") ? "LEAST_REQUEST, Istio default" : chosen;
    }

    private void choose(String words) {
        Map<String, Node> set = new LinkedHashMap<>();
        List<String> remove = new ArrayList<>();
        if (SIMPLE.contains(words)) {
            set.put(at + ".simple", ScalarNode.of(words));
            remove.add(hash);
        } else if (words.equals("default")) {
            remove.addAll(List.of(at + ".simple", hash));
        } else {
            remove.add(at + ".simple");
            for (Hashed each : Hashed.values()) {
                if (each.words.equals(words)) {
                    set.put(hash + "." + each.key, each.first());
                } else {
                    remove.add(hash + "." + each.key);
                }
            }
        }
        rows.say(fields.change(set, remove));
    }

    // ---------------------------------------------------------------- by what it hashes

    private void hashRows(VBox into) {
        when(into, Hashed.HEADER, rows.value("Header", hash + ".httpHeaderName", "x-user", true, "none"));
        when(into, Hashed.COOKIE, rows.value("Cookie", hash + ".httpCookie.name", "session", true, "none"));
        when(into, Hashed.COOKIE, rows.value("Path", hash + ".httpCookie.path", "any", true, "none"));
        when(
                into,
                Hashed.COOKIE,
                rows.value(
                        Hint.of(
                                "Lives for",
                                "ttl",
                                "with one the proxy makes the cookie where it is missing; 0s is a session's"),
                        hash + ".httpCookie.ttl",
                        "not made",
                        true,
                        "none"));
        when(into, Hashed.PARAMETER, rows.value("Parameter", hash + ".httpQueryParameterName", "user", true, "none"));
        HBox table = FormRows.row(
                FormRows.head("Hash table"),
                combo("Hash table", List.of(RING, MAGLEV), this::table, this::table),
                FormRows.spring(),
                rows.origin(hash + ".maglev", hash + ".ringHash", "default"));
        Region ring = rows.value(
                Hint.of("Entries", "minimumRingSize", "of the ring, at least: more of them share out more evenly"),
                hash + ".ringHash.minimumRingSize",
                "1024",
                false,
                "default");
        Region maglev = rows.value(
                Hint.of("Entries", "tableSize", "of Maglev's table, a prime number"),
                hash + ".maglev.tableSize",
                "65537",
                false,
                "default");
        into.getChildren().addAll(table, ring, maglev);
        rows.onRefresh(() -> {
            boolean hashes = fields.node(hash) != null;
            FormRows.show(table, hashes);
            FormRows.show(ring, hashes && table().equals(RING));
            FormRows.show(maglev, hashes && table().equals(MAGLEV));
        });
    }

    private void when(VBox into, Hashed hashed, Region row) {
        into.getChildren().add(row);
        rows.onRefresh(() -> FormRows.show(row, fields.node(hash + "." + hashed.key) != null));
    }

    private String table() {
        return fields.node(hash + ".maglev") != null ? MAGLEV : RING;
    }

    private void table(String wanted) {
        if (wanted.equals(MAGLEV)) {
            rows.say(fields.change(
                    Map.of(hash + ".maglev.tableSize", ScalarNode.of(65537)), List.of(hash + ".ringHash")));
        } else {
            rows.say(fields.change(Map.of(), List.of(hash + ".maglev")));
        }
    }

    // ---------------------------------------------------------------- how near pods come first

    private TitledPane locality() {
        VBox content = new VBox();
        content.getChildren()
                .add(FormRows.row(
                        FormRows.head("Near pods first"),
                        combo("Near pods first", List.of("mesh default", "on", "off"), this::enabled, wanted -> {
                            String value = wanted.equals("on") ? "true" : wanted.equals("off") ? "false" : null;
                            rows.say(fields.set(locality + ".enabled", value, false));
                        }),
                        FormRows.spring(),
                        rows.origin(locality + ".enabled", "default")));
        int distributes = fields.size(locality + ".distribute");
        for (int i = 0; i < distributes; i++) {
            String each = locality + ".distribute[" + i + "]";
            content.getChildren().add(rows.wide("Requests from", each + ".from", "region/zone"));
            for (String to : fields.entries(each + ".to").keySet()) {
                content.getChildren()
                        .add(rows.value(
                                Hint.of("to " + to, "", ""), each + ".to[\"" + to + "\"]", "%", false, "removed"));
            }
        }
        int failovers = fields.size(locality + ".failover");
        for (int i = 0; i < failovers; i++) {
            String each = locality + ".failover[" + i + "]";
            content.getChildren().add(rows.wide("When it fails", each + ".from", "region"));
            content.getChildren().add(rows.wide("go to", each + ".to", "region"));
        }
        if (distributes + failovers == 0) {
            content.getChildren().add(newFailover());
        }
        content.getChildren()
                .add(rows.elements(
                        Hint.of(
                                "Nearest by",
                                "failoverPriority",
                                "labels that caller and pod should share, the most important first, with commas"),
                        locality + ".failoverPriority",
                        "labels"));
        return rows.folded("Locality", locality + ".", content, this::localityWords, fields.node(locality) != null);
    }

    private HBox newFailover() {
        TextField from = FormRows.small("region", "Region that fails");
        TextField to = FormRows.small("region", "Region that takes over");
        Button add = new Button("Add");
        add.setAccessibleText("Add the failover");
        Runnable commit = () -> {
            if (!from.getText().isBlank() && !to.getText().isBlank()) {
                Node entry = new RuleFields.Maps()
                        .with("from", ScalarNode.of(from.getText().strip()))
                        .with("to", ScalarNode.of(to.getText().strip()))
                        .node();
                rows.say(fields.change(Map.of(locality + ".failover", ListNode.of(List.of(entry))), List.of()));
            }
        };
        from.setOnAction(event -> to.requestFocus());
        to.setOnAction(event -> commit.run());
        add.setOnAction(event -> commit.run());
        return FormRows.row(FormRows.head("Fail over"), from, to, add);
    }

    private String enabled() {
        String text = fields.text(locality + ".enabled");
        return text == null ? "mesh default" : text.equals("true") ? "on" : "off";
    }

    private String localityWords() {
        if ("false".equals(fields.text(locality + ".enabled"))) {
            return "off";
        }
        int distributes = fields.size(locality + ".distribute");
        int failovers = fields.size(locality + ".failover");
        return distributes > 0
                ? distributes + (distributes == 1 ? " share" : " shares")
                : failovers > 0
                        ? failovers + (failovers == 1 ? " failover" : " failovers")
                        : fields.elements(locality + ".failoverPriority").isEmpty() ? enabled() : "by labels";
    }

    // ---------------------------------------------------------------- what new pods get

    private TitledPane warmup() {
        String old = at + ".warmupDurationSecs";
        boolean isOld = fields.node(old) != null;
        String duration = isOld ? old : at + ".warmup.duration";
        VBox content = new VBox(rows.value(
                Hint.of(
                        "New for",
                        isOld ? "warmupDurationSecs" : "warmup.duration",
                        "a new pod gets fewer requests at first, and its whole share after this time"),
                duration,
                "none",
                true,
                "none"));
        if (!isOld) {
            content.getChildren()
                    .addAll(
                            rows.value(
                                    Hint.of("At first, %", "warmup.minimumPercent", "of its weight, at least"),
                                    at + ".warmup.minimumPercent",
                                    "10",
                                    false,
                                    "default"),
                            rows.value(
                                    Hint.of(
                                            "Aggression",
                                            "warmup.aggression",
                                            "1 grows in a straight line, more grows faster at first"),
                                    at + ".warmup.aggression",
                                    "1",
                                    false,
                                    "default"));
        }
        return rows.folded(
                "Warm-up of new pods",
                at + ".warmup",
                content,
                () -> Objects.requireNonNullElse(fields.text(duration), "none"),
                fields.node(duration) != null);
    }

    private ComboBox<String> combo(
            String name, List<String> items, Supplier<String> value, java.util.function.Consumer<String> chosen) {
        ComboBox<String> combo = new ComboBox<>();
        combo.getItems().setAll(items);
        combo.setAccessibleText(name);
        combo.setPrefWidth(128);
        boolean[] showing = new boolean[1];
        combo.valueProperty().addListener((property, before, after) -> {
            if (!showing[0] && after != null && !after.equals(value.get())) {
                chosen.accept(after);
            }
        });
        rows.onRefresh(() -> {
            showing[0] = true;
            combo.setValue(value.get());
            showing[0] = false;
        });
        return combo;
    }
}
