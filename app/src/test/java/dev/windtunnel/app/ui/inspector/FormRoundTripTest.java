package dev.windtunnel.app.ui.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.ui.theme.Theme;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.event.ActionEvent;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Every control of the form, used once on every rule of our scenarios: only the bytes of the value change, and one undo
 * brings all of them back. Of the public manifests, where that corpus lies beside the project, every 40th rule;
 * {@code -Dwindtunnel.corpus.stride=1} takes all of them, in half a minute.
 */
@ExtendWith(ApplicationExtension.class)
class FormRoundTripTest {

    private static final List<String> ROOTS = List.of("../scenarios", "../../shared/corpus");
    private static final int LONGEST = 40_000;
    private static final int STRIDE = Integer.getInteger("windtunnel.corpus.stride", 40);

    private final List<String> refused = new ArrayList<>();
    private Theme theme;
    private int stride = 1;
    private int seen;
    private int rules;
    private int texts;
    private int checks;
    private int choices;
    private int weights;

    @Test
    void everyControlChangesOnlyItsValue() throws Exception {
        List<Path> files = files();
        WaitForAsyncUtils.waitForAsyncFx(120_000, () -> {
            theme = new Theme(false);
            for (Path file : files) {
                stride = file.startsWith(ROOTS.get(0)) ? 1 : STRIDE;
                file(file);
            }
        });
        assertTrue(rules >= 20, "rules: " + rules);
        assertTrue(texts > 500, "values typed: " + texts + " in " + rules + " rules");
        assertTrue(checks > 0 && choices > 0 && weights > 0, checks + " " + choices + " " + weights);
        // What is written as an alias, or as a key with several lines, is left to the YAML.
        assertTrue(refused.size() * 100 <= texts, () -> refused.size() + " of " + texts + ": " + refused);
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String root : ROOTS) {
            if (Files.isDirectory(Path.of(root))) {
                try (Stream<Path> walk = Files.walk(Path.of(root))) {
                    walk.filter(path -> path.toString().matches(".*\\.ya?ml"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    private void file(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            return; // no UTF-8
        }
        boolean any =
                text.contains("VirtualService") || text.contains("DestinationRule") || text.contains("route-rule");
        if (!any || text.length() > LONGEST) {
            return;
        }
        Findings findings = new Findings();
        ObjectStore store = Manifests.store(YamlReader.read("f.yaml", text, findings), "default", findings);
        if (!findings.isEmpty()) {
            return; // templates and broken ones
        }
        RuleDocuments documents =
                new RuleDocuments(store, "default", Map.of("f.yaml", text.getBytes(StandardCharsets.UTF_8)));
        for (KubeObject object : store.objects()) {
            if (Subject.RULES.contains(object.key().kind())
                    && documents.text(object.key()) != null
                    && documents.edited(object.key()) != null) {
                if (seen++ % stride == 0) {
                    rules++;
                    use(documents, object.key());
                }
            }
        }
    }

    private void use(RuleDocuments documents, ObjectKey key) {
        RuleFields fields = new RuleFields(documents, key);
        List<String> problems = new ArrayList<>();
        RuleForm form =
                new RuleForm(fields, theme, new DestinationVersions(fields, null, null), line -> {}, problems::add);
        List<javafx.scene.Node> controls = new ArrayList<>();
        controls(form.box(), controls);
        for (javafx.scene.Node control : controls) {
            String before = text(documents, key);
            problems.clear();
            act(control);
            String after = text(documents, key);
            if (!after.equals(before)) {
                judge(control, key, before, after);
                documents.undo();
                assertEquals(before, text(documents, key), key + ": one undo brings it back");
                form.refresh();
            } else if (!problems.isEmpty()) {
                refused.add(key + " " + control.getAccessibleText() + ": " + problems.get(0));
                form.refresh();
            }
        }
    }

    private static String text(RuleDocuments documents, ObjectKey key) {
        return documents.text(key).text();
    }

    private static void controls(Parent parent, List<javafx.scene.Node> found) {
        List<javafx.scene.Node> children =
                parent instanceof TitledPane fold ? List.of(fold.getContent()) : parent.getChildrenUnmodifiable();
        for (javafx.scene.Node child : children) {
            if (child instanceof TextField
                    || child instanceof CheckBox
                    || child instanceof ComboBox
                    || child instanceof Slider) {
                found.add(child);
            } else if (child instanceof Parent inner) {
                controls(inner, found);
            }
        }
    }

    private static void act(javafx.scene.Node control) {
        if (control instanceof TextField field) {
            field.setText("4711".equals(field.getText()) ? "4712" : "4711");
            field.fireEvent(new ActionEvent());
        } else if (control instanceof CheckBox check) {
            check.fire();
        } else if (control instanceof Slider slider) {
            slider.setValue(slider.getValue() == 33 ? 34 : 33);
        } else if (control instanceof ComboBox<?> choice) {
            choice.getSelectionModel()
                    .select((choice.getSelectionModel().getSelectedIndex() + 1)
                            % choice.getItems().size());
        }
    }

    private void judge(javafx.scene.Node control, ObjectKey key, String before, String after) {
        String what = key + " " + control.getAccessibleText();
        List<Node> old = roots(before);
        List<Node> now = roots(after);
        List<Change> changes = new ArrayList<>();
        assertEquals(old.size(), now.size(), what);
        for (int i = 0; i < old.size(); i++) {
            changes(before, old.get(i), now.get(i), changes);
        }
        assertNotEquals(0, changes.size(), what);
        if (control instanceof Slider
                || control instanceof TextField
                        && String.valueOf(control.getAccessibleText()).startsWith("Weight of")) {
            weights++; // linked: the others give way, each in its own bytes
        } else if (control instanceof ComboBox) {
            choices++; // a balancer in the place of another
        } else {
            assertEquals(1, changes.size(), what + changes);
            texts += control instanceof TextField ? 1 : 0;
            checks += control instanceof CheckBox ? 1 : 0;
        }
        boolean kept = control instanceof ComboBox
                ? isThere(letters(without(before, changes)), letters(after))
                : changes.stream().anyMatch(each -> each.from() < 0)
                        ? isInserted(before, after)
                        : changes.get(0).removed()
                                ? isInserted(after, before)
                                        && before.length() - after.length() <= length(before, changes)
                                : isReplaced(before, changes, after);
        assertTrue(kept, what + " changed other bytes:\n" + before + "\n---\n" + after);
    }

    /** The key and its value, and the line that they leave. */
    private static int length(String before, List<Change> changes) {
        Change gone = changes.get(0);
        int line = before.lastIndexOf('\n', gone.from()) + 1;
        return gone.to() - line + 2;
    }

    /** Whether nothing was taken away and something put in at one place. */
    private static boolean isInserted(String before, String after) {
        int head = 0;
        while (head < before.length() && before.charAt(head) == after.charAt(head)) {
            head++;
        }
        return after.endsWith(before.substring(head));
    }

    /** Whether what is between the values that were replaced, before them and behind them, is as it was. */
    private static boolean isReplaced(String before, List<Change> changes, String after) {
        int at = 0;
        int found = 0;
        for (Change change : changes) {
            String piece = before.substring(at, change.from());
            found = after.indexOf(piece, found);
            if (found < 0 || at == 0 && found > 0) {
                return false;
            }
            found += piece.length();
            at = change.to();
        }
        return after.endsWith(before.substring(at)) && after.length() - (before.length() - at) >= found;
    }

    private static String without(String before, List<Change> changes) {
        int at = 0;
        StringBuilder kept = new StringBuilder();
        for (Change change : changes) {
            if (change.from() >= at) {
                kept.append(before, at, change.from());
                at = change.to();
            }
        }
        return kept.append(before.substring(at)).toString();
    }

    /** What of the text before was replaced: the value's bytes; from -1 for what is only added. */
    private record Change(int from, int to, boolean removed) {}

    private static int end(String text, Node node) {
        int end = node.end();
        while (end > node.start() && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static int key(String text, Entry entry) {
        int line = 0;
        for (int i = 1; i < entry.keyPosition().line(); i++) {
            line = text.indexOf('\n', line) + 1;
        }
        return line + entry.keyPosition().column() - 1;
    }

    private static List<Node> roots(String text) {
        return YamlReader.read("", text, new Findings()).stream()
                .<Node>map(document -> document.root())
                .toList();
    }

    private static void changes(String text, Node old, Node now, List<Change> found) {
        if (Nodes.sameValue(old, now)) {
            return;
        }
        if (old instanceof MapNode a && now instanceof MapNode b) {
            for (Entry entry : a.entries()) {
                Node other = b.get(entry.key());
                if (other == null) {
                    found.add(new Change(key(text, entry), end(text, entry.value()), true));
                } else {
                    changes(text, entry.value(), other, found);
                }
            }
            for (Entry entry : b.entries()) {
                if (a.get(entry.key()) == null) {
                    found.add(new Change(-1, -1, false));
                }
            }
        } else if (old instanceof ListNode a
                && now instanceof ListNode b
                && a.items().size() == b.items().size()
                && a.items().stream().noneMatch(ScalarNode.class::isInstance)) {
            for (int i = 0; i < a.items().size(); i++) {
                changes(text, a.items().get(i), b.items().get(i), found);
            }
        } else {
            found.add(new Change(old.start(), end(text, old), false));
        }
    }

    /** Without the white space and commas around what is taken out. */
    private static String letters(String text) {
        return text.replaceAll("[\\s,]", "");
    }

    /** Whether all letters of what was not replaced are still there, in their order. */
    private static boolean isThere(String kept, String after) {
        int at = 0;
        for (int i = 0; i < kept.length(); i++) {
            at = after.indexOf(kept.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }
}
