package dev.windtunnel.app.ui.desktop;

import static dev.windtunnel.app.ui.desktop.Desk.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.rules.Recovery;
import dev.windtunnel.app.ui.Bench;
import dev.windtunnel.mesh.ObjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** No edit is lost, no file is overwritten, and nothing broken takes the window down. */
@ExtendWith(ApplicationExtension.class)
class SafetyTest {

    private static final ObjectKey RATINGS = new ObjectKey("VirtualService", "default", "ratings");
    /** A process that is none: numbers of processes are smaller. */
    private static final long ENDED = 999_999_999L;

    @TempDir
    private Path folder;

    private Path recovery;
    private Desk desk;

    @BeforeEach
    void start() {
        Bench.shop(folder, "{steps: [{work: 2ms}]}", "timeout: 2s", "");
        recovery = folder.resolve("recovery");
        desk = new Desk(recovery);
    }

    @AfterEach
    void end() {
        desk.close();
    }

    private Path scenario() {
        return folder.resolve("scenario.yaml");
    }

    private void edit(Desk on) {
        Desk.run(() -> on.documents()
                .edit(RATINGS, on.documents().text(RATINGS).text().replace("timeout: 2s", "timeout: 7s"), null));
    }

    @Test
    void unsavedEditsOutliveTheProgramAndAreOffered() throws Exception {
        desk.close();
        desk = new Desk(new Recovery(recovery, ENDED));
        desk.open(scenario());
        edit(desk);
        Path kept = recovery.resolve("edits-" + ENDED + ".yaml");
        until(() -> Files.exists(kept));
        desk.close();

        desk = new Desk(recovery);
        desk.answer("Open it with these edits");
        until(() -> desk.bench.documents().get() != null
                && desk.documents().text(RATINGS).text().contains("timeout: 7s"));
        until(() -> !Files.exists(kept));
        until(() -> desk.window.notice().sentence().startsWith("Your edits are back"));
        assertTrue(desk.bench.waiting().get().contains(RATINGS));
    }

    @Test
    void editsOfAFileThatHasChangedSinceStayInTheRecoveryFile() throws Exception {
        Path kept = recovery.resolve("edits-" + ENDED + ".yaml");
        new Recovery(recovery, ENDED)
                .keep(
                        scenario(),
                        List.of(new dev.windtunnel.app.rules.RuleDocuments.Unsaved(
                                folder.resolve("mesh.yaml").toString(), "as it was", "mine")));
        desk.close();
        desk = new Desk(recovery);
        desk.answer("Open it with these edits");
        until(() -> desk.window.notice().sentence().contains("mesh.yaml has changed since"));
        assertTrue(Files.readString(kept).contains("mine"));
    }

    @Test
    void closingAsksWhenThereAreEditsThatNoFileHas() {
        desk.open(scenario());
        edit(desk);
        desk.press(KeyCode.W, KeyCode.CONTROL);
        until(() -> desk.dialog() != null);
        assertTrue(
                desk.dialog().getHeaderText().contains("mesh.yaml"),
                desk.dialog().getHeaderText());
        desk.answer("Cancel");
        assertNotNull(desk.bench.session().get());
        Desk.run(() -> desk.window.quit());
        desk.answer("Cancel");
        assertFalse(desk.isOver());
        Desk.run(() -> desk.window.quit());
        desk.answer("Close without saving");
        until(() -> desk.isOver());
        String[] left = recovery.toFile().list();
        assertEquals(0, left == null ? 0 : left.length, "edits that were given up are not offered again");
    }

    @Test
    void closingSavesWhenItIsToldTo() throws Exception {
        Path mesh = folder.resolve("mesh.yaml");
        desk.open(scenario());
        edit(desk);
        String before = Files.readString(mesh);
        Files.writeString(mesh, before + "# of somebody else\n");
        desk.press(KeyCode.W, KeyCode.CONTROL);
        desk.answer("Save and close");
        until(() -> desk.window
                .notice()
                .sentence()
                .equals("mesh.yaml was changed by somebody else, so it was not written."
                        + " This scenario stays open, and your edits are kept."));
        assertNotNull(desk.bench.session().get());
        assertFalse(desk.documents().unsavedEdits().isEmpty());

        Files.writeString(mesh, before);
        desk.press(KeyCode.W, KeyCode.CONTROL);
        desk.answer("Save and close");
        until(() -> desk.bench.session().get() == null);
        assertEquals(before.replace("timeout: 2s", "timeout: 7s"), Files.readString(mesh));
    }

    @Test
    void whatCannotBeReadTakesNothingAway() throws Exception {
        desk.open(scenario());
        edit(desk);
        var session = desk.bench.session().get();
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "kind: [");
        Desk.run(() -> desk.window.open(broken));
        until(() -> desk.dialog() != null);
        assertTrue(desk.dialog().getHeaderText().contains("cannot be opened"));
        desk.answer("OK");
        assertEquals(session, desk.bench.session().get());
        assertFalse(desk.documents().unsavedEdits().isEmpty());
    }

    @Test
    void enterAloneLosesNoEdits() {
        desk.open(scenario());
        edit(desk);
        desk.press(KeyCode.W, KeyCode.CONTROL);
        until(() -> desk.dialog() != null);
        for (var type : desk.dialog().getButtonTypes()) {
            boolean first = ((javafx.scene.control.Button) desk.dialog().lookupButton(type)).isDefaultButton();
            assertEquals(type.equals(javafx.scene.control.ButtonType.CANCEL), first, type.getText());
        }
        desk.answer("Cancel");
    }

    @Test
    void aFileThatAnotherProgramChangesIsSeen() throws Exception {
        desk.open(scenario());
        Path mesh = folder.resolve("mesh.yaml");
        Files.writeString(mesh, Files.readString(mesh).replace("timeout: 2s", "timeout: 3s"));
        lookAtFiles();
        until(() ->
                desk.window.notice().sentence().contains("mesh.yaml was changed by another program and read again"));
        assertTrue(desk.documents().text(RATINGS).text().contains("timeout: 3s"));
        until(() -> desk.bench.waiting().get().contains(RATINGS));

        Desk.run(() -> desk.documents()
                .edit(RATINGS, desk.documents().text(RATINGS).text().replace("timeout: 3s", "timeout: 9s"), null));
        Files.writeString(mesh, Files.readString(mesh).replace("timeout: 3s", "timeout: 4s"));
        lookAtFiles();
        until(() -> desk.window.notice().sentence().contains("Your edits are kept; saving asks before it writes"));
        assertTrue(desk.documents().text(RATINGS).text().contains("timeout: 9s"));
        Desk.run(() -> desk.bench.selection().set(new dev.windtunnel.app.ui.shell.Selection.Rule(RATINGS)));
        desk.press(KeyCode.S, KeyCode.CONTROL);
        until(() -> desk.says("Nothing was written; your edits are kept"));
        assertTrue(Files.readString(mesh).contains("timeout: 4s"));

        Files.delete(mesh);
        lookAtFiles();
        until(() -> desk.window.notice().sentence().contains("mesh.yaml was moved or deleted"));
        desk.press(KeyCode.S, KeyCode.CONTROL);
        until(() -> desk.says("was moved or deleted. Your edits are kept."));
        desk.click("Write it again");
        until(() -> Files.exists(mesh));
        assertTrue(Files.readString(mesh).contains("timeout: 9s"));
    }

    private void lookAtFiles() {
        Desk.run(() -> {
            // As when the person comes back from another window.
            desk.window.stage().requestFocus();
            desk.window.filesMayHaveChanged();
        });
    }

    @Test
    void aBrokenFileThatIsDroppedChangesNothing() throws Exception {
        desk.open(scenario());
        desk.to(1);
        Path broken = folder.resolve("broken.yaml");
        Files.writeString(broken, "kind: VirtualService\nspec: [1, {\n");
        Desk.run(() -> desk.window.drop(List.of(broken)));
        until(() -> desk.dialog() != null);
        assertTrue(
                desk.dialog().getHeaderText().startsWith("Nothing was applied"),
                desk.dialog().getHeaderText());
        String text = ((TextArea) desk.dialog().getContent()).getText();
        assertTrue(text.contains("broken.yaml:") && text.contains("stay in force"), text);
        desk.answer("OK");
        Path nothing = folder.resolve("there-is-none.yaml");
        Desk.run(() -> desk.window.drop(List.of(nothing)));
        until(() -> desk.dialog() != null);
        desk.answer("OK");
        desk.to(2);
        assertEquals(0, desk.state().marks().size());
        assertEquals(List.of(), desk.window.dialogs().defects());
    }

    @Test
    void manifestsThatAreDroppedAreAppliedAndAScenarioIsOpened() throws Exception {
        desk.open(scenario());
        desk.to(1);
        Path rule = folder.resolve("web.yaml");
        Files.writeString(
                rule,
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: web}
                spec: {hosts: [web], http: [{route: [{destination: {host: web}}], timeout: 3s}]}
                """);
        Desk.run(() -> desk.window.drop(List.of(rule)));
        until(() -> desk.window.notice().sentence().startsWith("Applied web.yaml at 0:01.000"));
        until(() -> desk.documents().inForce(new ObjectKey("VirtualService", "default", "web")) != null);
        var before = desk.session();
        Desk.run(() -> desk.window.drop(List.of(folder)));
        until(() -> desk.bench.session().get() != before && desk.bench.state().get() != null);
        assertEquals(0, desk.state().frame().nowNanos());
    }

    @Test
    void aFolderThatCannotBeOpenedIsToldWithItsFindings() throws Exception {
        Path bad = Files.createDirectories(folder.resolve("bad")).resolve("scenario.yaml");
        Files.writeString(
                bad, "apiVersion: windtunnel.dev/v1\nkind: Scenario\nmetadata: {name: x}\nspec: {trafic: []}\n");
        Desk.run(() -> desk.window.open(bad));
        until(() -> desk.dialog() != null);
        assertTrue(((TextArea) desk.dialog().getContent()).getText().contains("scenario.yaml:4"));
        desk.answer("OK");
        assertNull(desk.bench.session().get());
    }

    @Test
    void aDefectOpensOneDialogWithSeedAndTimeAndIsCopied() {
        desk.open(scenario());
        desk.to(3);
        desk.session().with(run -> {
            throw new IllegalStateException("two and two are five");
        });
        until(() -> desk.dialog() != null);
        Desk.run(() -> desk.window.defect(new IllegalStateException("another")));
        assertEquals(
                "Windtunnel made an error at 0:03.000 (seed 7). The run is stopped, your files are safe.",
                desk.dialog().getHeaderText());
        desk.answer("Copy details");
        String copied =
                Desk.on(() -> javafx.scene.input.Clipboard.getSystemClipboard().getString());
        assertTrue(copied.contains("seed 7") && copied.contains("two and two are five"), copied);
        desk.answer("Restart the run");
        until(() -> desk.state().frame().nowNanos() == 0 && desk.state().problem() == null);
        assertNull(desk.dialog());
        assertEquals(2, desk.window.dialogs().defects().size());
    }
}
