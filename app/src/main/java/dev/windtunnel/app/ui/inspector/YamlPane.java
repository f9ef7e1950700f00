package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

/** The text of an object with colours, line numbers of its file, findings at their places and completion. */
final class YamlPane extends VBox {

    private final CodeArea area = new CodeArea();
    private final VBox findingRows = new VBox();
    private final Supplier<String> kind;
    private List<Finding> findings = List.of();
    private int firstLine = 1;
    private boolean showing;

    /**
     * An empty pane.
     *
     * @param typed gets the whole text, with line feeds, after each change by the person
     * @param kind the kind of the object, for completion
     */
    YamlPane(Consumer<String> typed, Supplier<String> kind) {
        this.kind = kind;
        area.setParagraphGraphicFactory(this::number);
        area.setAccessibleText("YAML of the object");
        area.getUndoManager().close();
        area.setUndoManager(org.fxmisc.richtext.util.UndoUtils.noOpUndoManager());
        area.textProperty().addListener((property, before, after) -> {
            colour();
            if (!showing) {
                typed.accept(after);
            }
        });
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isControlDown() && event.getCode() == KeyCode.SPACE) {
                complete();
                event.consume();
            }
        });
        VirtualizedScrollPane<CodeArea> scroll = new VirtualizedScrollPane<>(area);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        findingRows.getStyleClass().add("yaml-findings");
        getChildren().setAll(scroll, findingRows);
        showFindings();
    }

    CodeArea area() {
        return area;
    }

    /** Shows a text; the caret stays where it was. */
    void show(String text, int line) {
        String shown = text.replace("\r\n", "\n");
        if (line != firstLine) {
            firstLine = line;
            area.setParagraphGraphicFactory(this::number);
        }
        if (shown.equals(area.getText())) {
            return;
        }
        showing = true;
        String old = area.getText();
        int head = 0;
        int least = Math.min(old.length(), shown.length());
        while (head < least && old.charAt(head) == shown.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < least - head && old.charAt(old.length() - 1 - tail) == shown.charAt(shown.length() - 1 - tail)) {
            tail++;
        }
        int caret = area.getCaretPosition();
        area.replaceText(head, old.length() - tail, shown.substring(head, shown.length() - tail));
        area.moveTo(old.isEmpty() ? 0 : Math.min(caret, shown.length()));
        showing = false;
    }

    /** Shows findings, whose lines are those of the file. */
    void show(List<Finding> found) {
        if (!found.equals(findings)) {
            findings = found;
            colour();
            area.setParagraphGraphicFactory(this::number);
            showFindings();
        }
    }

    /** Shows a line of the document and puts the caret there. */
    void goTo(int line) {
        int paragraph = Math.max(0, Math.min(area.getParagraphs().size() - 1, line - 1));
        area.moveTo(paragraph, 0);
        area.showParagraphAtCenter(paragraph);
        area.requestFocus();
    }

    private Node number(int paragraph) {
        int line = paragraph + firstLine;
        Label label = new Label(Integer.toString(line));
        label.getStyleClass().add("yaml-line-number");
        for (Finding finding : findings) {
            if (finding.line() == line) {
                label.getStyleClass().add(finding.level() == Level.ERROR ? "has-error" : "has-warning");
            }
        }
        return label;
    }

    // ---------------------------------------------------------------- colours and findings

    private void colour() {
        String text = area.getText();
        if (text.isEmpty()) {
            return;
        }
        StyleSpansBuilder<Collection<String>> builder = new StyleSpansBuilder<>();
        int at = 0;
        for (YamlColours.Span span : YamlColours.of(text)) {
            builder.add(List.of(), span.start() - at);
            builder.add(List.of(span.style()), span.end() - span.start());
            at = span.end();
        }
        builder.add(List.of(), text.length() - at);
        StyleSpans<Collection<String>> spans = builder.create();
        for (Finding finding : findings) {
            int[] place = place(text, finding);
            if (place[1] > place[0]) {
                String style = finding.level() == Level.ERROR ? "yaml-error" : "yaml-warning";
                spans = spans.overlay(
                        new StyleSpansBuilder<Collection<String>>()
                                .add(List.of(), place[0])
                                .add(List.of(style), place[1] - place[0])
                                .add(List.of(), text.length() - place[1])
                                .create(),
                        (below, above) -> {
                            List<String> both = new ArrayList<>(below);
                            both.addAll(above);
                            return both;
                        });
            }
        }
        area.setStyleSpans(0, spans);
    }

    /** The words of a line from a finding's column on, without the comment. */
    private int[] place(String text, Finding finding) {
        int line = finding.line() - firstLine;
        if (line < 0 || line >= area.getParagraphs().size()) {
            return new int[2];
        }
        int start = area.getAbsolutePosition(line, 0);
        String words = area.getParagraph(line).getText();
        int comment = words.indexOf(" #");
        int end = start
                + (comment < 0 ? words : words.substring(0, comment))
                        .stripTrailing()
                        .length();
        int indent = start + words.length() - words.stripLeading().length();
        int from = finding.column() > 0 ? Math.min(end - 1, start + finding.column() - 1) : indent;
        return new int[] {Math.max(start, Math.max(from, 0)), Math.min(end, text.length())};
    }

    private void showFindings() {
        findingRows.getChildren().clear();
        for (Finding finding : findings.stream().limit(4).toList()) {
            boolean error = finding.level() == Level.ERROR;
            Hyperlink place = new Hyperlink(finding.line() > 0 ? Integer.toString(finding.line()) : "-");
            place.setMinWidth(USE_PREF_SIZE);
            place.getStyleClass().add("small");
            place.setOnAction(event -> goTo(finding.line() - firstLine + 1));
            Label code = new Label(finding.code());
            code.getStyleClass().addAll("mono", error ? "bad-text" : "warn-text");
            code.setMinWidth(USE_PREF_SIZE);
            Label message = new Label(finding.message());
            message.setWrapText(true);
            message.getStyleClass().addAll("small", error ? "bad-text" : "warn-text");
            HBox.setHgrow(message, Priority.ALWAYS);
            HBox row = new HBox(8, place, code, message);
            row.setAlignment(Pos.TOP_LEFT);
            row.getStyleClass().add(error ? "finding-error" : "finding-warning");
            findingRows.getChildren().add(row);
        }
        FormRows.show(findingRows, !findings.isEmpty());
    }

    // ---------------------------------------------------------------- completion

    private void complete() {
        Completions.Proposals proposals = Completions.at(kind.get(), area.getText(), area.getCaretPosition());
        Bounds caret = area.getCaretBounds().orElse(null);
        if (proposals.items().isEmpty() || caret == null) {
            return;
        }
        ContextMenu menu = new ContextMenu();
        for (Completions.Item item : proposals.items()) {
            Label text = new Label(item.text());
            text.getStyleClass().add("mono");
            text.setMinWidth(180);
            Label meaning = new Label(item.meaning());
            meaning.getStyleClass().addAll("small", "muted");
            MenuItem entry = new CustomMenuItem(new HBox(12, text, meaning), true);
            entry.setOnAction(event -> area.replaceText(
                    area.getCaretPosition() - proposals.word().length(),
                    area.getCaretPosition(),
                    item.text().endsWith(":") ? item.text() + " " : item.text()));
            menu.getItems().add(entry);
        }
        menu.show(area, caret.getMinX(), caret.getMaxY());
        if (menu.getSkin() != null) {
            // The first is chosen at once: Enter takes it, where it would else begin a new line.
            menu.getSkin()
                    .getNode()
                    .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));
        }
    }
}
