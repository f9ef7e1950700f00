package dev.windtunnel.app.ui.inspector;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.RuleText;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.ui.shell.AdviceOf;
import dev.windtunnel.app.ui.shell.ObjectActions;
import dev.windtunnel.app.ui.shell.Selection;
import dev.windtunnel.app.ui.shell.Workbench;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.simulation.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The pane of the selected rule, edge, service, workload or pod: its form, its YAML, its policy, and what waits. */
public final class InspectorPane extends VBox {

    private final Workbench bench;
    private final TabPane tabs = new TabPane();
    private final Tab formTab = new Tab("Form");
    private final Tab yamlTab = new Tab("YAML");
    private final Tab policyTab = new Tab("Effective policy");
    private final ScrollPane formScroll = new ScrollPane();
    private final YamlPane yaml;
    private final PolicyPane policy = new PolicyPane();
    private final TrafficPane traffic = new TrafficPane();
    private final DiffPane diff = new DiffPane();
    private final Foot foot = new Foot();
    private final StackPane middle = new StackPane();
    private final InspectorHead head = new InspectorHead(this::show, () -> goTo(1));
    private final Editor editor;
    private @Nullable Subject subject;
    private @Nullable ObjectKey object;
    private @Nullable RuleForm form;
    private List<Finding> found = List.of();
    private BiConsumer<ObjectKey, String> elsewhere = (key, sentence) -> {};
    private boolean diffShown;
    private @Nullable RuleDocuments heard;
    private final Runnable hear = this::refresh;

    /** The inspector of a workbench. */
    public InspectorPane(Workbench bench) {
        this.bench = bench;
        this.yaml = new YamlPane(this::typed, () -> object == null ? "" : object.kind());
        this.editor = new Editor(bench, foot, yaml, diff, this::found);
        getStyleClass().add("inspector");
        formTab.setContent(formScroll);
        yamlTab.setContent(yaml);
        policyTab.setContent(policy);
        formScroll.setFitToWidth(true);
        formScroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.getStyleClass().add("inspector-tabs");
        tabs.setAccessibleText("Form, YAML and effective policy");
        tabs.getSelectionModel().selectedItemProperty().addListener((property, before, after) -> refresh());
        VBox.setVgrow(middle, Priority.ALWAYS);
        middle.setMinHeight(0);
        foot.diff.setOnAction(event -> showDiff(!diffShown));
        foot.apply.setOnAction(event -> applyNow());
        foot.revert.setOnAction(event -> editor.revert());
        foot.save.setOnAction(event -> save());
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        bench.selection().addListener((property, before, after) -> select());
        bench.session().addListener((property, before, after) -> select());
        bench.documents().addListener((property, before, after) -> select());
        bench.state().addListener((property, before, after) -> stateArrived(before, after));
        bench.advice().addListener((property, before, after) -> showAdvice());
        bench.theme().palette().addListener((property, before, after) -> {
            form = null;
            refresh();
        });
        select();
    }

    // ---------------------------------------------------------------- actions, for keys and menus

    /**
     * Puts the waiting edit of the shown object into force at the present instant; when there is none, the edits of
     * other objects that wait.
     */
    public void applyNow() {
        if (subject != null && foot.apply.isManaged()) {
            if (!foot.apply.isDisabled()) {
                editor.apply();
            }
            return;
        }
        for (ObjectKey waits : bench.waiting().get()) {
            CompletableFuture<Editor.Applied> outcome = editor.apply(waits);
            if (outcome == null) {
                elsewhere.accept(waits, waits.name() + " has an edit that does not parse, so it is not in force.");
            } else {
                outcome.thenAccept(done -> elsewhere.accept(waits, done.sentence()));
            }
        }
    }

    /** Has the outcome of an edit told that was put into force while its object was not shown. */
    public void onAppliedElsewhere(BiConsumer<ObjectKey, String> tell) {
        elsewhere = tell;
    }

    /** Shows the lines that the edit changes and what it would do, or the form again. */
    public void toggleDiff() {
        if (subject != null && object != null) {
            showDiff(!diffShown);
        }
    }

    /** Writes the file of the shown object. */
    public void save() {
        editor.save(false);
    }

    /**
     * Writes the files of all edits that none has.
     *
     * @return on the FX thread: why one could not be written, in a sentence; empty when all are
     */
    public CompletableFuture<String> saveAll() {
        return editor.saveAll();
    }

    /** Takes the last edit back, whatever object it was about. */
    public void undo() {
        RuleDocuments documents = bench.documents().get();
        reveal(documents == null ? null : documents.undo());
    }

    /** Makes the last edit taken back again. */
    public void redo() {
        RuleDocuments documents = bench.documents().get();
        reveal(documents == null ? null : documents.redo());
    }

    private void reveal(@Nullable ObjectKey key) {
        if (key != null && !key.equals(object)) {
            bench.selection().set(new Selection.Rule(key));
        }
    }

    /** Shows a line of the shown object's document, counted from its own first line, in the YAML. */
    private void goTo(int line) {
        showDiff(false);
        tabs.getSelectionModel().select(yamlTab);
        javafx.application.Platform.runLater(() -> yaml.goTo(line));
    }

    private void pressed(KeyEvent event) {
        if (!event.isShortcutDown()) {
            return;
        }
        if (event.getCode() == KeyCode.ENTER) {
            requestFocus();
            applyNow();
        } else if (event.getCode() == KeyCode.Z && event.isShiftDown()) {
            redo();
        } else if (event.getCode() == KeyCode.Z) {
            undo();
        } else if (event.getCode() == KeyCode.S && !event.isShiftDown()) {
            save(); // with Shift it is the window's: the session as a scenario
        } else {
            return;
        }
        event.consume();
    }

    private void typed(String text) {
        RuleDocuments documents = bench.documents().get();
        if (documents != null && object != null) {
            documents.type(object, text, "typing " + object.text());
        }
    }

    // ---------------------------------------------------------------- what is shown

    private @Nullable Frame frame() {
        SessionState state = bench.state().get();
        return state == null ? null : state.frame();
    }

    private ObjectStore store(LiveSession session) {
        RuleDocuments documents = bench.documents().get();
        return documents == null ? session.experiment().store() : documents.inForce();
    }

    private void select() {
        RuleDocuments documents = bench.documents().get();
        if (heard != documents) {
            if (heard != null) {
                heard.forget(hear);
            }
            if (documents != null) {
                documents.listen(hear);
            }
            heard = documents;
        }
        LiveSession session = bench.session().get();
        if (documents != null) {
            documents.seal();
        }
        subject = session == null
                ? null
                : Subject.of(
                        bench.selection().get(),
                        store(session),
                        session.experiment().scenario().namespace(),
                        frame());
        show(subject == null ? null : subject.object());
    }

    private void show(@Nullable ObjectKey key) {
        object = key;
        form = null;
        diffShown = false;
        foot.diff.setText("Diff");
        foot.say(null, false);
        editor.show(subject, key);
        getChildren().clear();
        LiveSession session = bench.session().get();
        Subject about = subject;
        if (session == null || about == null) {
            getChildren().setAll(nothing(session));
            return;
        }
        head.show(about, key);
        boolean rule = key != null && Subject.RULES.contains(key.kind());
        boolean text = bench.documents().get() != null
                && key != null
                && bench.documents().get().text(key) != null;
        Tab kept = tabs.getSelectionModel().getSelectedItem();
        tabs.getTabs().clear();
        if (rule && text) {
            tabs.getTabs().add(formTab);
        }
        if (text) {
            tabs.getTabs().add(yamlTab);
        }
        if (about.service() != null || about.source() != null) {
            tabs.getTabs().add(policyTab);
        }
        if (kept != null && tabs.getTabs().contains(kept)) {
            tabs.getSelectionModel().select(kept);
        } else {
            tabs.getSelectionModel().selectFirst();
        }
        getChildren().setAll(head, middle, foot);
        refresh();
    }

    private Node nothing(@Nullable LiveSession session) {
        Label sentence = new Label("Select an edge, a rule or a pod.");
        sentence.getStyleClass().add("muted");
        VBox flow = new VBox(4, sentence);
        flow.getStyleClass().add("inspector-empty");
        ObjectKey busiest = session == null ? null : Subject.busiest(store(session), frame());
        if (busiest != null) {
            Label that = new Label("The rule that governs most requests:");
            that.getStyleClass().add("muted");
            that.setMinWidth(Region.USE_PREF_SIZE);
            Hyperlink link = new Hyperlink(busiest.name());
            link.getStyleClass().add("strong");
            link.setOnAction(event -> bench.selection().set(new Selection.Rule(busiest)));
            link.maxWidthProperty().bind(flow.widthProperty().subtract(24));
            FlowPane most = new FlowPane(4, 0, that, link);
            most.setMinWidth(0);
            flow.getChildren().add(most);
        }
        return flow;
    }

    private void stateArrived(@Nullable SessionState before, @Nullable SessionState after) {
        if (before == null || after == null || subject == null) {
            if (after != null && before == null) {
                select();
            }
            return;
        }
        showFacts();
        if (before.marks().size() != after.marks().size()) {
            refresh();
        }
    }

    private void showAdvice() {
        Selection selected = bench.selection().get();
        List<Advised> about =
                new ArrayList<>(AdviceOf.about(selected, bench.advice().get()));
        ObjectKey key = object;
        if (key != null) {
            // The rule of an edge or a service is shown with it, and so is what is said of the rule.
            AdviceOf.about(new Selection.Rule(key), bench.advice().get()).stream()
                    .filter(each -> !about.contains(each))
                    .forEach(about::add);
        }
        head.advice(about);
    }

    private void showTraffic() {
        LiveSession session = bench.session().get();
        if (session != null && bench.selection().get() instanceof Selection.Traffic selected) {
            long warmupNanos = session.experiment().scenario().run().warmupNanos();
            session.experiment().scenario().traffic().stream()
                    .filter(each -> each.name().equals(selected.name()))
                    .findFirst()
                    .ifPresent(each -> traffic.show(
                            TrafficFacts.rows(each, warmupNanos, bench.state().get())));
        }
    }

    private void showFacts() {
        showTraffic();
        Frame frame = frame();
        Subject about = subject;
        String facts = about == null || frame == null
                ? ""
                : PodFacts.of(about, bench.selection().get(), frame);
        head.facts(facts);
        LiveSession session = bench.session().get();
        if (session != null) {
            head.actions(ObjectActions.of(bench.selection().get(), bench.state().get()), session);
        }
    }

    private void refresh() {
        Subject about = subject;
        LiveSession session = bench.session().get();
        if (about == null || session == null) {
            return;
        }
        showFacts();
        showAdvice();
        RuleDocuments documents = bench.documents().get();
        ObjectKey key = object;
        RuleText text = documents == null || key == null ? null : documents.text(key);
        head.place(about, key, text, editor.since());
        if (documents != null && key != null && text != null) {
            if (tabs.getTabs().contains(formTab)) {
                refreshForm(documents, key);
            }
            yaml.show(text.text(), text.firstLine());
        }
        editor.refresh(diffShown);
        middle.getChildren().setAll(diffShown ? diff : tabs.getTabs().isEmpty() ? withoutTabs(key) : tabs);
        if (!diffShown && tabs.getSelectionModel().getSelectedItem() == policyTab) {
            editor.policies(policy::show);
        }
    }

    private Node withoutTabs(@Nullable ObjectKey key) {
        return bench.selection().get() instanceof Selection.Traffic ? traffic : unwritten(key);
    }

    private static Node unwritten(@Nullable ObjectKey key) {
        Label label = new Label(
                key == null
                        ? "No rule and no workload of the files is about it."
                        : "Its file cannot be edited here: it is gone, or no UTF-8 text.");
        label.getStyleClass().add("empty-sentence");
        return label;
    }

    /** What there is to say about the shown text. */
    private void found(List<Finding> findings) {
        found = findings;
        if (form != null) {
            form.findings(findings);
        }
    }

    private void refreshForm(RuleDocuments documents, ObjectKey key) {
        RuleFields fields = new RuleFields(documents, key);
        RuleText text = documents.text(key);
        if (text != null && documents.edited(key) == null) {
            Label broken = RuleForm.sentence("The text does not parse, so it has no form. Mend it under YAML.");
            broken.getStyleClass().add("inspector-empty");
            formScroll.setContent(broken);
            form = null;
            return;
        }
        RuleForm shown = form;
        if (shown == null || !shown.shape().equals(fields.shape())) {
            shown = new RuleForm(
                    fields, bench.theme(), versions(fields), this::goTo, problem -> foot.say(problem, true));
            shown.findings(found);
            form = shown;
            formScroll.setContent(shown.box());
        } else {
            shown.refresh();
        }
    }

    private DestinationVersions versions(RuleFields fields) {
        LiveSession session = bench.session().get();
        return new DestinationVersions(
                fields, session == null ? null : session.experiment().plan(), session == null ? null : store(session));
    }

    private void showDiff(boolean shown) {
        diffShown = shown;
        foot.diff.setText(shown ? "Close diff" : "Diff");
        if (subject != null && !getChildren().isEmpty()) {
            refresh();
        }
    }
}
