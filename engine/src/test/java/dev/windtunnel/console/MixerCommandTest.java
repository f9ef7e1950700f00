package dev.windtunnel.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.config.scenario.FileAccess;
import dev.windtunnel.simulation.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixerCommandTest {
    @TempDir
    private Path folder;

    private static final String AT = " global helloworldsvc.default.svc.cluster.local";

    private Console console() throws IOException {
        Run run = Hello.open(Hello.experiment(folder, Hello.scenario("")));
        Files.writeString(folder.resolve("deny.yaml"), "rules:\n- aspects:\n  - kind: denials\n");
        Files.writeString(folder.resolve("bad.yaml"), "rules:\n- aspects:\n  - kind: denial\n");
        return new Console(run, ConsoleFiles.of(FileAccess.disk(InputStream.nullInputStream()), folder.toString()));
    }

    @Test
    void rulesAreCreatedShownAndDeleted() throws IOException {
        Console console = console();
        String path = "/scopes/global/subjects/helloworldsvc.default.svc.cluster.local/rules\n";
        assertEquals(
                "Created " + path,
                console.execute("istioctl mixer rule create" + AT + " -f deny.yaml")
                        .output()
                        .stdout());
        assertEquals(
                "Created " + path,
                console.execute("istioctl mixer rule create" + AT + " -f deny.yaml")
                        .output()
                        .stdout(),
                "rules are put, so once more does no harm");
        assertTrue(console.execute("istioctl mixer rule get" + AT)
                .output()
                .stdout()
                .startsWith("rules:\n"));
        assertEquals(
                "Deleted " + path,
                console.execute("istioctl mixer rule delete" + AT).output().stdout());
    }

    @Test
    void whatIsNotThereOrWrongIsSaid() throws IOException {
        Console console = console();
        String absent = "Error: the server could not find the requested resource\n";
        assertEquals(
                absent, console.execute("istioctl mixer rule get" + AT).output().stderr());
        assertEquals(
                absent,
                console.execute("istioctl mixer rule delete" + AT).output().stderr());
        Output refused = console.execute("istioctl mixer rule create" + AT + " -f bad.yaml")
                .output();
        assertEquals(1, refused.exit());
        assertTrue(refused.stderr().startsWith("Error: failed rule creation with status 400: "), refused.stderr());
        assertEquals(
                1, console.execute("istioctl mixer rule create global").output().exit());
        assertEquals(
                1,
                console.execute("istioctl mixer rule create" + AT + " -f gone.yaml")
                        .output()
                        .exit());
        assertEquals(1, console.execute("istioctl mixer").output().exit());
    }
}
