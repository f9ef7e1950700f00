package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "--junit, shop/scenario.yaml",
        "--junit, shop/../shop/scenario.yaml",
        "--junit, shop/mesh.yaml",
        "--junit, on-top.yaml",
        "--junit, link.yaml",
        "--csv, shop/scenario.yaml"
    })
    void whatARunReadsIsNeverWritten(String option, String file) throws IOException {
        Shell shell = Shop.in(folder);
        String onTop = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";
        Files.writeString(folder.resolve("on-top.yaml"), onTop);
        Files.createSymbolicLink(folder.resolve("link.yaml"), folder.resolve("shop/mesh.yaml"));
        String before = Files.readString(folder.resolve(file));
        Result result = shell.run("run", "shop", "-f", "on-top.yaml", option, file);
        assertEquals(2, result.status());
        assertTrue(result.err().contains(file + " is an input of this run"), result.err());
        assertEquals("", result.out());
        assertEquals(before, Files.readString(folder.resolve(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "--junit, shop, it is a folder",
        "--junit, shop/mesh.yaml/x.xml, a file stands where its folder should be",
        "--csv, shop/mesh.yaml/csv, a file stands where its folder should be",
        "--junit, '', the path is empty"
    })
    void aFileThatCannotBeWrittenIsRefusedBeforeTheRun(String option, String file, String reason) {
        Result result = Shop.in(folder).run("run", "shop", option, file);
        assertEquals(2, result.status());
        assertTrue(result.err().contains(reason), result.err());
        assertEquals("", result.out());
    }

    @Test
    void aCheckLeavesEverythingAsItWas() throws IOException {
        Shell shell = Shop.in(folder);
        Files.writeString(folder.resolve("old.xml"), "old");
        Result refused = shell.run("run", "shop", "--csv", "new/csv", "--junit", "shop/mesh.yaml");
        assertEquals(2, refused.status());
        assertFalse(Files.exists(folder.resolve("new")));
        OutputFiles files = new OutputFiles(Shop.surroundings(folder), List::of);
        files.check("--junit", "old.xml");
        assertEquals("old", Files.readString(folder.resolve("old.xml")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatFailsAfterTheRunDoesNotTakeTheResultAway() {
        Result result = Shop.in(folder).run("run", "shop", "-o", "json", "--junit", "/dev/full");
        assertEquals(2, result.status());
        assertTrue(result.out().startsWith("{"), result.out());
        assertTrue(result.out().contains("\"kind\": \"RunResult\""), result.out());
        assertEquals(1, result.err().lines().count());
        assertTrue(result.err().contains("--junit /dev/full: it cannot be written: No space left"), result.err());
    }

    @Test
    void anInputThatIsReadDuringTheRunIsSafeToo() throws IOException {
        Path file = Files.writeString(folder.resolve("late.yaml"), "late");
        List<Path> inputs = new ArrayList<>();
        OutputFiles files = new OutputFiles(Shop.surroundings(folder), () -> inputs);
        files.check("--junit", "late.yaml");
        inputs.add(file);
        assertThrows(InputProblem.class, () -> files.write("--junit", "late.yaml", "new"));
        assertEquals("late", Files.readString(file));
    }
}
