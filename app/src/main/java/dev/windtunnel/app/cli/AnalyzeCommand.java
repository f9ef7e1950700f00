package dev.windtunnel.app.cli;

import dev.windtunnel.analysis.Checks;
import dev.windtunnel.experiment.Inspection;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.report.Analysis;
import dev.windtunnel.report.Documents;
import dev.windtunnel.report.FindingsFormat;
import dev.windtunnel.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what is wrong with manifests and scenarios, as {@code istioctl analyze} does. */
@Command(
        name = "analyze",
        description = {
            "Print what is wrong with manifests and scenarios, without running anything.",
            "Exit status: 0, 1 when a finding reaches the failure threshold, 2 when a path cannot be read or a scenario",
            "could not run because of errors in the Scenario itself."
        })
final class AnalyzeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Files or folders of manifests, scenarios; - is stdin. All manifests are one cluster.")
    private List<String> paths = new ArrayList<>();

    @Mixin
    private ScenarioOptions scenarios;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "log",
            converter = FormatConverter.class,
            description = "log (default), json, yaml, sarif or junit.")
    private FindingsFormat format;

    @Option(
            names = "--failure-threshold",
            paramLabel = "LEVEL",
            defaultValue = "Error",
            converter = LevelOption.Converter.class,
            description = "Findings from this level up fail: Info, Warning, Error (default) or Never.")
    private LevelOption failureThreshold;

    @Option(
            names = "--output-threshold",
            paramLabel = "LEVEL",
            defaultValue = "Info",
            converter = LevelOption.Converter.class,
            description = "Show findings from this level up, and those that fail: Info (default), Warning or Error.")
    private LevelOption outputThreshold;

    @Option(
            names = {"-S", "--suppress"},
            arity = "1",
            paramLabel = "CODE=KIND/NAME",
            converter = Suppression.Converter.class,
            description = "Leave out a finding about an object; * stands for any characters. Repeatable.")
    private List<Suppression> suppressions = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Where objects are that do not say; only findings about this namespace are shown.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Show findings about all namespaces (default without -n).")
    private boolean allNamespaces;

    @Option(
            names = {"-L", "--list-analyzers"},
            description = "List the checks instead.")
    private boolean listAnalyzers;

    /** Reads {@code -o}. */
    static final class FormatConverter extends Choice<FindingsFormat> {
        FormatConverter() {
            super(FindingsFormat.class);
        }
    }

    AnalyzeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (listAnalyzers) {
            surroundings.out().print(analyzers());
            return ExitStatus.OK.code();
        }
        if (paths.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'PATH'");
        }
        Inspection inspection = scenarios.inspect(paths, namespace, surroundings);
        List<Finding> shown =
                inspection.findings().stream().filter(this::isShown).toList();
        Analysis analysis = new Analysis(shown, inspection.objects(), inspection.ignored(), failureThreshold.level());
        surroundings.out().print(format.reporter().text(analysis, new TerminalStyle(surroundings.terminal())));
        if (!inspection.canRun()) {
            return ExitStatus.UNUSABLE.code();
        }
        return (analysis.passed() ? ExitStatus.OK : ExitStatus.MISSED).code();
    }

    private boolean isShown(Finding finding) {
        if (suppressions.stream().anyMatch(suppression -> suppression.hides(finding))) {
            return false;
        }
        if (namespace != null
                && !allNamespaces
                && finding.namespace() != null
                && !finding.namespace().equals(namespace)) {
            return false;
        }
        return outputThreshold.isReachedBy(finding.level()) || failureThreshold.isReachedBy(finding.level());
    }

    private String analyzers() {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        Table table = Table.of("code", "makes sure that");
        for (Checks check : Checks.values()) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("code", check.code());
            item.put("title", check.title());
            items.add(item);
            table.row(check.code(), check.title());
        }
        Map<String, @Nullable Object> document = Documents.ofKind("AnalyzerList");
        document.put("items", items);
        return switch (format) {
            case LOG -> table.text();
            case JSON -> Documents.json(document);
            case YAML -> Documents.yaml(document);
            case SARIF, JUNIT ->
                throw new ParameterException(
                        spec.commandLine(), "--list-analyzers has the formats log, json and yaml.");
        };
    }
}
