package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.config.Manifests;
import dev.windtunnel.config.routerule.MixerRuleObjects;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Document;
import java.util.ArrayList;
import java.util.List;

/** {@code istioctl create}, {@code replace}, {@code delete} and {@code mixer} of Istio 0.1: which actions a line means. */
final class IstioctlCommand {

    private static final List<String> TYPES_2017 = List.of("destination-policy", "ingress-rule", "route-rule");

    private final ObjectCommands line;
    private final ConsoleFiles files;

    IstioctlCommand(ObjectCommands line, ConsoleFiles files) {
        this.line = line;
        this.files = files;
    }

    /** Tells the line its actions, and what it prints. */
    void carryOut(String verb, List<String> words) {
        if (!line.is2017()) {
            throw new ConsoleException("Error: unknown command \"" + verb + "\" for \"istioctl\": today's rules are"
                    + " Kubernetes objects, use kubectl apply and kubectl delete");
        }
        Arguments arguments = new Arguments.Syntax()
                .value("-f", "--file")
                .value("-n", "--namespace")
                .value("-v", "--v")
                .value("-c", "--kubeconfig")
                .value("-m", "--mixer")
                .parse(words);
        if (verb.equals("mixer")) {
            mixer(MixerCommand.of(arguments, files), arguments);
            return;
        }
        if (verb.equals("delete")) {
            deleteConfig(arguments);
            return;
        }
        for (KubeObject object : line.read(arguments, "istioctl " + verb)) {
            writeConfig(verb, object);
        }
    }

    private void mixer(MixerCommand command, Arguments arguments) {
        if (command.rules() == null) {
            KubeObject object = line.find(MixerRuleObjects.KIND, command.name(), arguments);
            if (object == null) {
                throw new ConsoleException(MixerCommand.NOT_FOUND);
            }
            line.remove(object);
            line.says("Deleted " + command.path());
            return;
        }
        Findings findings = new Findings();
        List<KubeObject> made = Manifests.objects(
                List.of(new Document(command.rules(), command.file(), 0)), line.namespace(arguments), findings);
        for (KubeObject object : made) {
            String refusal = line.refusal(object);
            if (!refusal.isEmpty()) {
                throw new ConsoleException("Error: failed rule creation with status 400: " + refusal);
            }
            line.put(object);
        }
        line.says("Created " + command.path());
    }

    private void writeConfig(String verb, KubeObject object) {
        String type = object.key().kind();
        String name = object.key().name();
        if (!object.apiVersion().isEmpty() || !TYPES_2017.contains(type)) {
            throw new ConsoleException(
                    "Error: unrecognized type " + type + "; there are " + String.join(", ", TYPES_2017));
        }
        boolean there = line.has(object.key());
        String refusal = line.refusal(object);
        if (!refusal.isEmpty()) {
            throw new ConsoleException("Error: " + refusal);
        }
        if (verb.equals("create") && there) {
            throw new ConsoleException("Error: the server reported a conflict: " + type + " \"" + name
                    + "\" already exists; replace it, or delete it first");
        }
        if (verb.equals("replace") && !there) {
            throw new ConsoleException(
                    "Error: the server could not find the requested resource: " + type + " \"" + name + "\"");
        }
        line.put(object);
        line.says((verb.equals("create") ? "Created" : "Updated") + " config: " + type + " " + name);
    }

    private void deleteConfig(Arguments arguments) {
        List<String[]> wanted = new ArrayList<>();
        if (!arguments.values("-f").isEmpty()) {
            for (KubeObject object : line.read(arguments, "istioctl delete")) {
                wanted.add(new String[] {object.key().kind(), object.key().name()});
            }
        } else {
            List<String> positional = arguments.positional();
            if (positional.size() < 2) {
                throw new ConsoleException("Error: provide configuration type and name or -f option");
            }
            for (String name : positional.subList(1, positional.size())) {
                wanted.add(new String[] {line.kind(positional.get(0)), name});
            }
        }
        for (String[] each : wanted) {
            KubeObject object = line.find(each[0], each[1], arguments);
            if (object == null) {
                line.problem("Error: cannot delete " + each[1] + ": the server could not find the requested resource: "
                        + each[0] + " \"" + each[1] + "\"");
                continue;
            }
            line.remove(object);
            line.says("Deleted config: " + each[0] + " " + each[1]);
        }
    }
}
