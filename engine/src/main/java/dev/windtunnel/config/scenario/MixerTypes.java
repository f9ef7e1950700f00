package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.config.routerule.MixerRuleObjects;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.YamlReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cluster.mixerRules}: what {@code istioctl mixer rule create SCOPE SUBJECT -f FILE} has said before the start. */
final class MixerTypes {

    private static final Key<String> SCOPE =
            Key.optional("scope", NAME, "global", "Whose rules they are; default global.");
    private static final Key<String> SUBJECT = Key.optional(
            "subject", NAME, "global", "global, a namespace or a service by its full name; default global.");
    private static final Key<MapNode> FILE =
            Key.required("file", Types.checked(WORD, MixerTypes::file), "A file with rules.");

    /** The object of the rules of one file. */
    static final MapType<MapNode> RULES = new MapType<>(
            "mixerRules",
            "Rules of Mixer 0.1 for a scope and a subject.",
            List.of(SCOPE, SUBJECT, FILE),
            v -> MixerRuleObjects.document(v.get(SCOPE), v.get(SUBJECT), v.get(FILE)));

    private MixerTypes() {}

    private static @Nullable MapNode file(String name, Node node, Spot spot) {
        String file = FileAccess.resolve(spot.reading().folder(), name);
        byte[] bytes = Inputs.read(file, node, spot);
        if (bytes == null) {
            return null;
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read(file, bytes, problems);
        spot.reading().findings().addAll(problems);
        if (problems.hasErrors()) {
            return null;
        }
        if (documents.size() != 1 || !(documents.get(0).root() instanceof MapNode root)) {
            spot.refused(node, file + " holds no one document with rules", "write rules: with a list into it");
            return null;
        }
        return root;
    }
}
