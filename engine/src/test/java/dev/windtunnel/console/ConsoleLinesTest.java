package dev.windtunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.cluster.StoredObjects;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.scenario.TimelineEntry.Kill;
import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.simulation.ClusterObjects.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLinesTest {
    @TempDir
    private Path folder;

    private Change interpret(String line) throws IOException {
        Experiment experiment = Hello.experiment(folder, Shop.SCENARIO);
        for (var file : Shop.FILES.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return new ConsoleLines(ConsoleFiles.of(
                        dev.windtunnel.config.scenario.FileAccess.disk(java.io.InputStream.nullInputStream()),
                        folder.toString()))
                .interpret(line, (StoredObjects) experiment.objects());
    }

    @Test
    void appliedFilesChangeTheMesh() throws IOException {
        Change change = interpret("kubectl apply -f all");
        assertEquals("applied", change.result());
        assertEquals(
                "service/basket created; deployment.apps/basket created;"
                        + " virtualservice.networking.istio.io/reviews configured",
                change.message());
        assertTrue(
                change.mesh().workloads().stream().anyMatch(each -> each.name().equals("basket")));
    }

    @Test
    void deletedPodsAreKilled() throws IOException {
        assertEquals(
                List.of(new Kill("web", new PodSelection.Named(List.of("web-2")), 30_000_000_000L)),
                interpret("kubectl delete pod web-2").consequences());
        assertEquals(
                List.of(
                        new Kill("shop/reviews-v1", new PodSelection.All(), null),
                        new Kill("shop/reviews-v2", new PodSelection.All(), null)),
                interpret("kubectl delete pods -l app=reviews --force").consequences());
    }

    @Test
    void podsOfNobodyAreAFailure() throws IOException {
        Change change = interpret("kubectl delete pod nobody-7");
        assertEquals("failed", change.result());
        assertEquals("Error from server (NotFound): pods \"nobody-7\" not found", change.message());
    }

    @Test
    void linesThatOnlyLookAreRefused() throws IOException {
        Change change = interpret("kubectl get pods");
        assertEquals("failed", change.result());
        assertTrue(change.message().contains("not: kubectl get pods"), change.message());
        assertEquals("failed", interpret("kubectl get 'pods").result());
    }
}
