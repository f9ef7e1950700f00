package dev.windtunnel.app.ui.shell;

import dev.windtunnel.advice.Advised;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.ObjectKey;
import java.util.List;

/** Which advice is about what is selected or shown. */
public final class AdviceOf {

    private AdviceOf() {}

    /** What of the advice is about something, in its order. */
    public static List<Advised> about(Selection selection, List<Advised> advice) {
        return advice.stream().filter(each -> isAbout(each, selection)).toList();
    }

    /** The messages, one to a line; empty for none. */
    public static String words(List<Advised> advice) {
        return String.join("\n", advice.stream().map(AdviceOf::words).toList());
    }

    /** What there is to say and what to do. */
    public static String words(Advised advised) {
        Finding finding = advised.finding();
        String fix = finding.fix();
        return fix == null || fix.isBlank()
                ? finding.message() + "."
                : finding.message() + ". " + Character.toUpperCase(fix.charAt(0)) + fix.substring(1) + ".";
    }

    private static boolean isAbout(Advised advised, Selection selection) {
        String edge = advised.edge();
        if (selection instanceof Selection.Edge selected) {
            return selected.key().equals(edge);
        } else if (selection instanceof Selection.Service service) {
            return edge != null && edge.contains("->" + service.name() + ":");
        } else if (selection instanceof Selection.Workload workload) {
            return workload.name().equals(advised.workload());
        } else if (selection instanceof Selection.Rule rule) {
            return isAbout(advised.finding(), rule.key());
        }
        return false;
    }

    private static boolean isAbout(Finding finding, ObjectKey key) {
        return key.kind().equals(finding.kind())
                && key.name().equals(finding.name())
                && (finding.namespace() == null || finding.namespace().equals(key.namespace()));
    }
}
