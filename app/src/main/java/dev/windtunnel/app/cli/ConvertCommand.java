package dev.windtunnel.app.cli;

import dev.windtunnel.config.convert.ConversionStyle;
import dev.windtunnel.config.convert.RouteRuleConverter;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints old rules in today's language. */
@Command(
        name = "convert",
        description = {
            "Convert the rules of Istio 0.1 to 0.8 to networking.istio.io/v1, the behaviour kept.",
            "What cannot be said alike is a warning on stderr; other documents pass."
        })
final class ConvertCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files; - is stdin.")
    private List<String> files;

    @Option(
            names = "--literal",
            description = "Translate field by field: defaults that changed since are not written out.")
    private boolean literal;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "Where the objects are that do not say (default: default).")
    private String namespace;

    ConvertCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Findings findings = new Findings();
        List<Document> documents = new ArrayList<>();
        List<InputFile> read = new ArrayList<>();
        for (String argument : files) {
            InputFile file = InputFile.read(argument, surroundings);
            read.add(file);
            documents.addAll(YamlReader.read(file.name(), file.bytes(), findings));
        }
        InputFile.refuseEmpty(read, findings);
        ConversionStyle style = literal ? ConversionStyle.LITERAL : ConversionStyle.KEEP_BEHAVIOUR;
        List<Node> converted = RouteRuleConverter.convert(documents, style, namespace, findings);
        Warnings.print(findings, surroundings);
        surroundings.out().print(RouteRuleConverter.toYaml(converted));
        return ExitStatus.OK.code();
    }
}
