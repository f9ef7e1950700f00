package dev.windtunnel.app.save;

import dev.windtunnel.app.rules.RuleDocuments;
import dev.windtunnel.config.KubeObject;
import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Nodes;
import dev.windtunnel.source.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The manifests of an experiment as files of their own. A file that still says what was loaded is kept byte for byte; of
 * every other one its objects are written, so that what is saved is what ran.
 */
final class Manifests {

    private static final String FOLDER = "manifests/";

    private Manifests() {}

    /** Objects that were created one after another and come from one file. */
    private record Group(@Nullable String file, List<KubeObject> objects) {}

    /** The bytes, by path in the folder, in the order in which they have to be read. */
    static Map<String, byte[]> of(Experiment experiment, Map<String, byte[]> opened) {
        Map<String, byte[]> written = new LinkedHashMap<>();
        List<Group> groups = groups(experiment.store().objects());
        for (Group group : groups) {
            String file = group.file();
            long parts = groups.stream()
                    .filter(each -> file != null && file.equals(each.file()))
                    .count();
            byte[] bytes = file == null || parts != 1 ? null : opened.get(file);
            String text = bytes == null
                    ? null
                    : kept(group, bytes, experiment.scenario().namespace());
            written.put(
                    free(written, file),
                    (text == null ? anew(group.objects()) : text).getBytes(StandardCharsets.UTF_8));
        }
        return written;
    }

    private static List<Group> groups(List<KubeObject> objects) {
        List<KubeObject> created = new ArrayList<>(objects);
        created.sort(Comparator.comparingInt(KubeObject::creationOrder));
        List<Group> groups = new ArrayList<>();
        for (KubeObject object : created) {
            Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            if (last == null || !java.util.Objects.equals(last.file(), object.file())) {
                last = new Group(object.file(), new ArrayList<>());
                groups.add(last);
            }
            last.objects().add(object);
        }
        return groups;
    }

    /** The text without a Scenario document; null when it holds other objects than were loaded. */
    private static @Nullable String kept(Group group, byte[] bytes, String namespace) {
        String text = RuleDocuments.withoutScenario(bytes);
        if (text == null) {
            return null;
        }
        List<KubeObject> read = dev.windtunnel.config.Manifests.objects(
                YamlReader.read("", text, new Findings()), namespace, new Findings());
        boolean same = read.size() == group.objects().size();
        for (int i = 0; same && i < read.size(); i++) {
            KubeObject loaded = group.objects().get(i);
            same = read.get(i).key().equals(loaded.key())
                    && Nodes.sameValue(read.get(i).root(), loaded.root());
        }
        return same ? text : null;
    }

    private static String anew(List<KubeObject> objects) {
        StringBuilder text = new StringBuilder();
        for (KubeObject object : objects) {
            text.append("---\n").append(Nodes.toYaml(object.root()));
        }
        return text.toString();
    }

    private static String free(Map<String, byte[]> taken, @Nullable String file) {
        String name = file == null
                ? "objects"
                : file.substring(file.replace('\\', '/').lastIndexOf('/') + 1);
        String stem = name.replaceAll("\\.(ya?ml|json)$", "").replaceAll("[^A-Za-z0-9._-]", "_");
        String path = FOLDER + stem + ".yaml";
        for (int i = 2; taken.containsKey(path); i++) {
            path = FOLDER + stem + "-" + i + ".yaml";
        }
        return path;
    }
}
