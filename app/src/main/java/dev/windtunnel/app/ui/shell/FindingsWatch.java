package dev.windtunnel.app.ui.shell;

import dev.windtunnel.app.rules.LiveFindings;
import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.app.rules.RuleText;
import dev.windtunnel.app.session.LiveSession;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** What there is to say about all files, edits included: looked at again, away from the FX thread, while somebody types. */
final class FindingsWatch {

    private final Workbench bench;
    private final Consumer<List<Finding>> screen;
    private final PauseTransition rest = new PauseTransition(Duration.millis(150));
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "windtunnel-findings");
        thread.setDaemon(true);
        return thread;
    });
    private final Runnable hear = rest::playFromStart;
    private @Nullable RuleDocuments heard;

    FindingsWatch(Workbench bench, Consumer<List<Finding>> screen) {
        this.bench = bench;
        this.screen = screen;
        rest.setOnFinished(event -> look());
        bench.session().addListener((property, before, after) -> screen.accept(ofFiles(after)));
        bench.documents().addListener((property, before, after) -> {
            if (heard != null) {
                heard.forget(hear);
            }
            heard = after;
            if (after != null) {
                after.listen(hear);
            }
        });
    }

    private static List<Finding> ofFiles(@Nullable LiveSession session) {
        return session == null ? List.of() : session.experiment().findings();
    }

    private void look() {
        LiveSession session = bench.session().get();
        RuleDocuments documents = bench.documents().get();
        if (session == null || documents == null) {
            return;
        }
        Map<RuleText, List<ObjectKey>> edited = new LinkedHashMap<>();
        for (KubeObject object : documents.inForce().objects()) {
            RuleText text = documents.text(object.key());
            if (text != null && (documents.waits(object.key()) || documents.unsaved(object.key()))) {
                edited.computeIfAbsent(text, each -> new ArrayList<>()).add(object.key());
            }
        }
        List<Finding> files = ofFiles(session);
        if (edited.isEmpty()) {
            screen.accept(files);
            return;
        }
        ObjectStore store = documents.inForce();
        Scenario scenario = session.experiment().scenario();
        background.execute(() -> {
            List<Finding> all = new ArrayList<>(files);
            edited.forEach((text, keys) -> {
                all.removeIf(finding -> keys.stream().anyMatch(key -> isAbout(finding, key)));
                all.addAll(LiveFindings.of(text, store, scenario));
            });
            all.sort(Comparator.comparing(Finding::level).reversed());
            Platform.runLater(() -> {
                if (bench.documents().get() == documents) {
                    screen.accept(List.copyOf(all));
                }
            });
        });
    }

    private static boolean isAbout(Finding finding, ObjectKey key) {
        return key.kind().equals(finding.kind()) && key.name().equals(finding.name());
    }
}
