package dev.windtunnel.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.cli.Shell.Result;
import dev.windtunnel.finding.Finding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class MainTest {
    /** Does what a test tells it to. */
    @Command(name = "act", description = "Acts.")
    private static final class Act implements Callable<Integer> {
        private final Callable<Integer> deed;

        @Mixin
        @SuppressWarnings("unused") // Failures finds its value through picocli
        private OutputOption output;

        Act(Callable<Integer> deed) {
            this.deed = deed;
        }

        @Override
        public Integer call() throws Exception {
            return deed.call();
        }
    }

    private static Result act(Callable<Integer> deed, String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "act";
        System.arraycopy(options, 0, args, 1, options.length);
        return Shell.anywhere().knowing(surroundings -> List.of(new Act(deed))).run(args);
    }

    private static int throwProblem() {
        Finding finding = Finding.error("WT0070", "unknown key \"weigth\"")
                .withPlace("a.yaml", 3, 5)
                .withFix("write weight");
        throw new InputProblem(List.of(finding));
    }

    @Test
    void theNumberACommandReturnsIsTheExitStatus() {
        assertEquals(28, act(() -> 28).status());
    }

    @Test
    void aProblemOfTheInputIsOneLineOnStderrAndStatus2() {
        Result result = act(MainTest::throwProblem);
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                Error [WT0070] (a.yaml:3:5) unknown key "weigth". Write weight.
                """),
                result);
    }

    @Test
    void aProblemOfTheInputIsADocumentWhenOneIsAskedFor() {
        Result result = act(MainTest::throwProblem, "-o", "json");
        assertEquals(2, result.status());
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("{\n  \"apiVersion\": \"windtunnel.dev/v1\",\n  \"kind\": \"Findings\""));
        assertTrue(act(MainTest::throwProblem, "-o", "yaml").out().contains("\nkind: Findings\n"));
    }

    @Test
    void anythingElseIsOurDefectWithItsStackTraceAndStatus3() {
        Result result = act(() -> {
            throw new IOException("disk on fire");
        });
        assertEquals(3, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("This is a defect of Windtunnel, not of your files: disk on fire\n"));
        assertTrue(result.err().contains("\tat dev.windtunnel.app.cli.MainTest"));
        assertTrue(result.err().contains("Please report it"));
    }

    @Test
    void errorsOfTheMachineAreDefectsToo() {
        Result result = act(() -> {
            throw new StackOverflowError();
        });
        assertEquals(3, result.status());
        assertTrue(result.err().startsWith("This is a defect of Windtunnel, not of your files: StackOverflowError\n"));
    }

    @Test
    void anUnknownCommandIsAnsweredWithNearOnes() {
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                windtunnel: There is no command 'versoin'.
                Did you mean version?
                See 'windtunnel help'.
                """),
                Shell.anywhere().run("versoin"));
    }

    @Test
    void whatACommandDoesNotTakeIsNamed() {
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                windtunnel: There is no option '--outptu'.
                Did you mean --output?
                See 'windtunnel help version'.
                """),
                Shell.anywhere().run("version", "--outptu"));
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                windtunnel: 'now' is one argument too many.
                See 'windtunnel help version'.
                """),
                Shell.anywhere().run("version", "now"));
    }

    @Test
    void anUnknownFormatIsAnsweredWithTheRightOnes() {
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                windtunnel: Invalid value for option '--output': 'jsno' is none of table, json, yaml
                See 'windtunnel help version'.
                """),
                Shell.anywhere().run("version", "-o", "jsno"));
    }

    @Test
    void helpOfTheWholeListsEveryCommand() {
        Result bare = Shell.anywhere().run("help");
        assertEquals(0, bare.status());
        assertTrue(bare.out().startsWith("Usage: windtunnel"));
        assertEquals(bare, Shell.anywhere().run("--help"));
        for (String name : commandNames()) {
            assertTrue(bare.out().contains("\n  " + name + " "), name);
        }
    }

    @Test
    void helpOfACommandIsTheSameBothWays() {
        for (String name : commandNames()) {
            Result help = Shell.anywhere().run("help", name);
            assertEquals(0, help.status(), name);
            assertTrue(help.out().startsWith("Usage: windtunnel " + name), help.out());
            assertEquals(help, Shell.anywhere().run(name, "--help"));
        }
    }

    @Test
    void helpOfAnUnknownCommandIsRefused() {
        assertEquals(
                new Result(
                        2,
                        "",
                        """
                windtunnel: There is no command 'fly'.
                See 'windtunnel help'.
                """),
                Shell.anywhere().run("help", "fly"));
    }

    @Test
    void commandsHaveDifferentNamesAndEachSaysWhatItDoes() {
        Set<String> seen = new HashSet<>();
        for (CommandLine command : commands()) {
            assertTrue(seen.add(command.getCommandName()), command.getCommandName());
            assertTrue(command.getCommandSpec().usageMessage().description().length > 0, command.getCommandName());
        }
    }

    @Test
    void argumentsThatStartWithAnAtSignAreNotFilesOfArguments() {
        assertTrue(Shell.anywhere().run("@version").err().contains("'@version'"));
    }

    @Test
    void versionNamesTheProfilesOfTheContract() {
        Result result = Shell.anywhere().run("version");
        String version = VersionCommand.version();
        assertTrue(version.matches("\\d+\\.\\d+\\.\\d+.*"), version);
        assertEquals(new Result(0, "windtunnel " + version + " (Istio profiles istio-1.30, envoy-2017)\n", ""), result);
    }

    @Test
    void versionIsADocumentToo() {
        assertEquals(
                """
                apiVersion: windtunnel.dev/v1
                kind: Version
                version: %s
                profiles:
                - istio-1.30
                - envoy-2017
                """
                        .formatted(VersionCommand.version()),
                Shell.anywhere().run("version", "-o", "yaml").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--color", "--color=red"})
    void aWrongColourModeIsRefused(String option) {
        assertEquals(2, Shell.anywhere().run("version", option).status());
    }

    @Test
    void coloursComeOnATerminalUnlessSomethingForbidsThem() {
        assertTrue(coloured(Shell.anywhere().onATerminal()));
        assertTrue(!coloured(Shell.anywhere()));
        assertTrue(!coloured(Shell.anywhere().onATerminal().with("NO_COLOR", "1")));
        assertTrue(coloured(Shell.anywhere().onATerminal().with("NO_COLOR", "")));
        assertTrue(!coloured(Shell.anywhere().onATerminal().with("TERM", "dumb")));
        assertTrue(coloured(Shell.anywhere(), "--color", "always"));
        assertTrue(coloured(Shell.anywhere().with("NO_COLOR", "1"), "--color", "ALWAYS"));
        assertTrue(!coloured(Shell.anywhere().onATerminal(), "--color=never"));
        assertTrue(coloured(Shell.anywhere().onATerminal(), "--color=auto"));
    }

    private static boolean coloured(Shell shell, String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "act";
        System.arraycopy(options, 0, args, 1, options.length);
        Result result = shell.knowing(surroundings -> List.of(new Act(() -> {
                    surroundings.out().print(surroundings.terminal().red("x"));
                    return 0;
                })))
                .run(args);
        assertEquals(0, result.status(), result.err());
        return result.out().equals("\u001b[31mx\u001b[0m");
    }

    @Test
    void embeddersGiveStreamsAndGetTheStatus() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = Main.run(
                stream,
                stream,
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                Path.of("").toAbsolutePath(),
                "version");
        assertEquals(0, status);
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("windtunnel "));
    }

    private static List<CommandLine> commands() {
        Surroundings none = new Surroundings(
                System.out, System.err, System.in, Map.of(), Path.of("/"), new Terminal(false, Map.of()));
        return Commands.all(none).stream().map(CommandLine::new).toList();
    }

    private static List<String> commandNames() {
        return commands().stream().map(CommandLine::getCommandName).toList();
    }

    @Test
    void theVersionIsAnOptionToo() {
        Result version = Shell.anywhere().run("version");
        assertEquals(version, Shell.anywhere().run("--version"));
        assertEquals(version, Shell.anywhere().run("-V"));
    }

    @Test
    void everyCommandIsSaidInOneSentence() {
        Shell.anywhere()
                .run("help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .forEach(line -> assertTrue(line.endsWith("."), line));
    }

    @Test
    void wrongUsageIsADocumentWhereOneIsAskedFor() {
        for (String[] args : new String[][] {
            {"run", "-o", "json"},
            {"analyze", "--output=json"},
            {"run", "x", "-ojson", "--seed", "x"},
            {"get", "x", "-o", "json", "--nonsense"}
        }) {
            Result result = Shell.anywhere().run(args);
            assertEquals(2, result.status());
            assertEquals("", result.err());
            assertTrue(result.out().contains("\"kind\": \"Findings\""), result.out());
        }
        assertEquals("", Shell.anywhere().run("curl", "x", "--", "-o", "json").out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run x --seed 1.5|--seed|'1.5' is no whole number from -9223372036854775808 to 9223372036854775807",
                "run x --jobs 0|--jobs|'0' is no whole number from 1 to 100000",
                "run x --replications many|--replications|'many' is no whole number from 1 to 100000",
                "trace x --request 0|--request|'0' is no whole number from 1 to 9223372036854775807",
                "inject --coreDump=maybe x|--coreDump|'maybe' is neither true nor false",
                "inject --verbosity=-1 x|--verbosity|'-1' is no whole number from 0 to 99"
            })
    void aWrongValueIsAnsweredWithWhatIsWanted(String line, String option, String message) {
        Result result = Shell.anywhere().run(line.split(" "));
        assertEquals(2, result.status());
        assertEquals(
                "windtunnel: Invalid value for option '" + option + "': " + message.replace("'", "'"),
                result.err().lines().findFirst().orElse(""));
    }

    @Test
    void nothingThatAUserWroteActsOnTheTerminal() {
        Result result = Shell.anywhere().onATerminal().run("fo\u001b[31mo");
        assertEquals("windtunnel: There is no command 'fo\\u001b[31mo'.\nSee 'windtunnel help'.\n", result.err());
        Result file = Shell.anywhere().onATerminal().run("run", "no\u001b]0;title\u0007.yaml");
        assertFalse(file.err().contains("\u001b") || file.err().contains("\u0007"), file.err());
    }
}
