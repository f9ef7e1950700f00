package dev.windtunnel.app.cli;

import dev.windtunnel.config.inject.InjectionOptions;
import dev.windtunnel.config.inject.KubeInject;
import dev.windtunnel.finding.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints workloads with the sidecar of Istio 0.1.6; the options are named as {@code istioctl kube-inject} named them. */
@Command(name = "inject", description = "Print workloads with the sidecar that istioctl kube-inject 0.1.6 adds.")
final class InjectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files; - is stdin.")
    private List<String> files;

    @Option(
            names = "--hub",
            paramLabel = "HUB",
            defaultValue = InjectionOptions.DEFAULT_HUB,
            description = "Registry of the images (default: docker.io/istio).")
    private String hub;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            defaultValue = InjectionOptions.DEFAULT_TAG,
            description = "Tag of the images (default: 0.1).")
    private String tag;

    @Option(
            names = "--verbosity",
            converter = WholeNumber.Verbosity.class,
            paramLabel = "N",
            description = "Log level of the proxy (default: 2).")
    private int verbosity = InjectionOptions.DEFAULT_VERBOSITY;

    @Option(
            names = "--sidecarProxyUID",
            converter = WholeNumber.UserId.class,
            paramLabel = "UID",
            description = "User id of the proxy (default: 1337).")
    private long sidecarProxyUid = InjectionOptions.DEFAULT_UID;

    @Option(
            names = "--setVersionString",
            paramLabel = "TEXT",
            defaultValue = InjectionOptions.DEFAULT_VERSION,
            description = "Annotation alpha.istio.io/version (default: " + InjectionOptions.DEFAULT_VERSION + ").")
    private String version;

    @Option(
            names = "--coreDump",
            converter = YesOrNo.class,
            arity = "0..1",
            paramLabel = "true|false",
            defaultValue = "true",
            fallbackValue = "true",
            description = "Add the privileged init container that switches core dumps on (default: true).")
    private boolean coreDump;

    @Option(
            names = "--includeIPRanges",
            paramLabel = "CIDR,...",
            description = "Only traffic to these ranges goes through the proxy (default: all).")
    private @Nullable String includeIpRanges;

    InjectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String ranges = includeIpRanges == null || includeIpRanges.isBlank() ? null : includeIpRanges.strip();
        if (ranges != null && !InjectionOptions.areRanges(ranges)) {
            throw new ParameterException(
                    spec.commandLine(), "--includeIPRanges " + ranges + ": " + InjectionOptions.WANTED_RANGES + ".");
        }
        InjectionOptions options =
                new InjectionOptions(hub, tag, verbosity, sidecarProxyUid, version, coreDump, ranges);
        Findings findings = new Findings();
        StringBuilder out = new StringBuilder();
        List<InputFile> read = new ArrayList<>();
        for (String argument : files) {
            InputFile file = InputFile.read(argument, surroundings);
            read.add(file);
            out.append(KubeInject.inject(file.name(), file.text(), options, findings));
        }
        InputFile.refuseEmpty(read, findings);
        Warnings.print(findings, surroundings);
        surroundings.out().print(out);
        return ExitStatus.OK.code();
    }
}
