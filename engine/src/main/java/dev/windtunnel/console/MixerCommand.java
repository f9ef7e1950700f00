package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.routerule.MixerRuleObjects;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.YamlReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code istioctl mixer rule} of Istio 0.1, as far as it changes rules.
 *
 * @param rules the object to create; null to delete it
 * @param file where it comes from; empty for nowhere
 */
record MixerCommand(String scope, String subject, @Nullable MapNode rules, String file) {

    static final String NOT_FOUND = "Error: the server could not find the requested resource";

    private static final String USAGE =
            "Error: wanted istioctl mixer rule create SCOPE SUBJECT -f FILE, or get or delete" + " with SCOPE SUBJECT";

    /** The name of the object that holds the rules. */
    String name() {
        return MixerRuleObjects.name(scope, subject);
    }

    /** As Mixer's API calls the rules. */
    String path() {
        return "/scopes/" + scope + "/subjects/" + subject + "/rules";
    }

    /** What the words behind {@code mixer} mean: {@code rule create SCOPE SUBJECT -f FILE}. */
    static MixerCommand of(Arguments arguments, ConsoleFiles files) {
        List<String> words = arguments.positional();
        if (words.size() != 4) {
            throw new ConsoleException(USAGE);
        }
        String scope = words.get(2);
        String subject = words.get(3);
        if (words.get(1).equals("delete")) {
            return new MixerCommand(scope, subject, null, "");
        }
        String file = arguments.value("-f");
        if (file == null) {
            throw new ConsoleException("Error: --file is required: istioctl mixer rule create SCOPE SUBJECT -f FILE");
        }
        Findings findings = new Findings();
        List<Document> documents;
        try {
            documents = YamlReader.read(file, files.read(file), findings);
        } catch (IOException e) {
            throw new ConsoleException("Error: failed opening " + file + ": no such file or directory");
        }
        if (findings.hasErrors() || documents.size() != 1 || !(documents.get(0).root() instanceof MapNode root)) {
            throw new ConsoleException("Error: " + file + " holds no one document with rules");
        }
        return new MixerCommand(scope, subject, MixerRuleObjects.document(scope, subject, root), file);
    }

    /** What {@code istioctl mixer rule get SCOPE SUBJECT} prints; {@code words} are those behind {@code mixer}. */
    static Output get(Cluster cluster, List<String> words) {
        Arguments arguments = new Arguments.Syntax()
                .value("-n", "--namespace")
                .value("-m", "--mixer")
                .parse(words);
        List<String> positional = arguments.positional();
        if (positional.size() != 4
                || !positional.get(0).equals("rule")
                || !positional.get(1).equals("get")) {
            return Output.failed(USAGE);
        }
        KubeObject object = cluster.store()
                .find(
                        MixerRuleObjects.KIND,
                        arguments.value("-n", cluster.defaultNamespace()),
                        MixerRuleObjects.name(positional.get(2), positional.get(3)));
        if (object == null || !(object.root().get("spec") instanceof MapNode spec)) {
            return Output.failed(NOT_FOUND);
        }
        return Output.of(Nodes.toYaml(spec.without("scope").without("subject")));
    }
}
