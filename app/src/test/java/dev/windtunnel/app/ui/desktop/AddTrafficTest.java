package dev.windtunnel.app.ui.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/** Manifests without a Scenario are opened, and get traffic in the window. */
@ExtendWith(ApplicationExtension.class)
class AddTrafficTest {

    private static final String MESH =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: c}]}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: sleep}
            spec: {selector: {matchLabels: {app: sleep}}, template: {metadata: {labels: {app: sleep}}, spec: {containers: [{name: c, image: c}]}}}
            """;

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("mesh.yaml"), MESH);
        desk = new Desk(folder.resolve("recovery")).open(folder.resolve("mesh.yaml"));
    }

    @AfterEach
    void end() {
        List<Throwable> defects = desk.window.dialogs().defects();
        desk.close();
        assertEquals(List.of(), defects);
    }

    @Test
    void theLinkAsksAndTheRunPlaysWithIt() {
        Desk.until(() -> desk.says("Nothing calls these services yet."));
        desk.click("Add traffic");
        Desk.until(() -> desk.dialog() != null);
        Desk.run(() -> ((TextField) desk.dialog().lookup("#traffic-rate")).setText("often"));
        desk.answer("Add and play");
        Desk.until(() -> desk.dialog().lookupAll(".bad-text").stream()
                .anyMatch(each -> each instanceof javafx.scene.control.Label label
                        && label.getText().contains("often")));
        Desk.run(() -> ((TextField) desk.dialog().lookup("#traffic-rate")).setText("50/s"));
        desk.answer("Add and play");
        Desk.until(() -> desk.dialog() == null
                && desk.session().experiment().scenario().traffic().size() == 1);
        Desk.until(
                () -> desk.bench.state().get() != null && desk.state().frame().requests() > 3);
        Desk.until(() -> desk.state().playing());
        Desk.until(() -> !desk.says("Nothing calls these services yet."));
        assertFalse(desk.state().frame().traffic().isEmpty());
    }
}
