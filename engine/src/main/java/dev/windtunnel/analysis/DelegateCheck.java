package dev.windtunnel.analysis;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.mesh.VirtualService;
import dev.windtunnel.source.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * IST0101: an entry delegates to a VirtualService that is not there, or is no delegate, so that the entry disappears;
 * WT3026: a delegate that no VirtualService names does nothing ({@code pilot/pkg/model/virtualservice.go}).
 */
final class DelegateCheck implements Check {
    private final boolean references;

    /** @param references whether the entries are looked at, else the delegates */
    DelegateCheck(boolean references) {
        this.references = references;
    }

    @Override
    public void run(Input input, Findings findings) {
        Set<ObjectKey> named = new LinkedHashSet<>();
        for (VirtualService owner : input.mesh().virtualServices()) {
            for (HttpRoute entry : owner.http()) {
                HttpRoute.Delegate delegate = entry.delegate();
                if (delegate == null || owner.hosts().isEmpty()) {
                    continue;
                }
                String namespace =
                        delegate.namespace() == null || delegate.namespace().isEmpty()
                                ? owner.key().namespace()
                                : delegate.namespace();
                ObjectKey key = new ObjectKey("VirtualService", namespace, delegate.name());
                named.add(key);
                if (references) {
                    check(input, owner, entry, key, findings);
                }
            }
        }
        if (!references) {
            input.mesh().virtualServices().stream()
                    .filter(one -> one.hosts().isEmpty() && !named.contains(one.key()))
                    .forEach(one -> findings.add(unused(one)));
        }
    }

    private static void check(Input input, VirtualService owner, HttpRoute entry, ObjectKey key, Findings findings) {
        String name = key.namespace() + "/" + key.name();
        VirtualService found = find(input, key);
        String problem;
        String fix;
        if (found == null) {
            if (input.isWritten(key)) {
                return; // it is refused, and has its own error
            }
            problem = "there is no VirtualService " + name;
            List<String> delegates = input.mesh().virtualServices().stream()
                    .filter(one -> one.hosts().isEmpty())
                    .map(one -> one.key().namespace() + "/" + one.key().name())
                    .toList();
            fix = Spelling.closest(name, delegates)
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("add it, without hosts");
        } else if (!found.hosts().isEmpty()) {
            problem = "the VirtualService " + name + " has hosts of its own, and a delegate has none";
            fix = "take the hosts out of it";
        } else if (!isExportedTo(found, owner.key().namespace())) {
            problem = "the VirtualService " + name + " is not exported to namespace "
                    + owner.key().namespace();
            fix = "add the namespace to its exportTo";
        } else {
            return;
        }
        findings.add(Input.at(
                entry.origin(),
                "delegate",
                Finding.error("IST0101", problem + ": requests behave as without this entry")
                        .withFix(fix)));
    }

    private static boolean isExportedTo(VirtualService delegate, String namespace) {
        List<String> exportTo = delegate.exportTo();
        return exportTo.isEmpty()
                || exportTo.contains("*")
                || exportTo.contains(namespace)
                || exportTo.contains(".") && delegate.key().namespace().equals(namespace);
    }

    private static @Nullable VirtualService find(Input input, ObjectKey key) {
        for (VirtualService one : input.mesh().virtualServices()) {
            if (one.key().equals(key)) {
                return one;
            }
        }
        return null;
    }

    private static Finding unused(VirtualService delegate) {
        return Input.at(
                delegate.origin(),
                "",
                Finding.warning(
                                "WT3026",
                                "the VirtualService has no hosts and no other one delegates to it, so its routes do nothing")
                        .withFix("name its hosts, or write a delegate that names it"));
    }
}
