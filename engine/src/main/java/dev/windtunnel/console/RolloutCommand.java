package dev.windtunnel.console;

import dev.windtunnel.config.KubeObject;
import dev.windtunnel.scenario.TimelineEntry.Action;
import java.util.ArrayList;
import java.util.List;

/** {@code kubectl rollout restart}, {@code undo}, {@code pause} and {@code resume}: which actions a line means. */
final class RolloutCommand {

    static final List<String> VERBS = List.of("restart", "undo", "pause", "resume");

    private final ObjectCommands line;
    private final Arguments arguments;
    private final boolean is2017;

    RolloutCommand(ObjectCommands line, Arguments arguments, boolean is2017) {
        this.line = line;
        this.arguments = arguments;
        this.is2017 = is2017;
    }

    /** Tells the line its actions, and what it prints. */
    void carryOut() {
        List<String> positional = arguments.positional();
        String verb = positional.get(0);
        List<String> targets = new ArrayList<>(positional.subList(1, positional.size()));
        if (targets.size() == 2 && targets.get(0).indexOf('/') < 0) {
            targets = List.of(targets.get(0) + "/" + targets.get(1));
        }
        if (targets.isEmpty()) {
            throw new ConsoleException("error: required resource not specified: rollout " + verb + " deployment/NAME");
        }
        for (String target : targets) {
            int slash = target.indexOf('/');
            if (slash < 0) {
                throw new ConsoleException("error: write rollout " + verb + " deployment/NAME");
            }
            String kind = line.kind(target.substring(0, slash));
            String name = target.substring(slash + 1);
            KubeObject object = line.find(kind, name, arguments);
            if (object == null) {
                line.problem(ResourceNames.notFound(kind, name, is2017));
            } else if (!Rollouts.REPLACED.contains(kind)) {
                line.problem(
                        "error: " + ResourceNames.plural(kind) + " \"" + name + "\" " + verb + "ing is not supported");
            } else {
                carryOut(verb, object);
            }
        }
    }

    private void carryOut(String verb, KubeObject object) {
        String said;
        try {
            switch (verb) {
                case "restart" -> {
                    said = "restarted";
                    line.does(Rollouts.restart(object));
                }
                case "undo" -> {
                    said = "rolled back";
                    String revision = arguments.value("--to-revision");
                    long wanted = revision == null ? 0 : ObjectCommands.number(revision, "--to-revision");
                    Action back = Rollouts.undo(object, line.revisions(object), wanted);
                    if (back == null) {
                        said = "skipped rollback (current template already matches revision " + wanted + ")";
                    } else {
                        line.does(back);
                    }
                }
                default -> {
                    said = verb.equals("pause") ? "paused" : "resumed";
                    line.does(Rollouts.pause(object, verb.equals("pause")));
                }
            }
        } catch (ConsoleException e) {
            line.fail(e);
            return;
        }
        line.says(ResourceNames.changed(object, said, is2017));
    }
}
