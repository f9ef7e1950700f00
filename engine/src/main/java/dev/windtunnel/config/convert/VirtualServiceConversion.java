package dev.windtunnel.config.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All rules of one destination as the {@code spec} of one VirtualService. */
final class VirtualServiceConversion {
    private VirtualServiceConversion() {}

    /** The spec for the rules of a host, which are in their order already. */
    static Map<String, @Nullable Object> convert(Host host, Hosts hosts, Callers callers, boolean literal) {
        List<Object> http = new ArrayList<>();
        OldObject catchAll = null;
        for (OldObject rule : host.rules()) {
            if (catchAll != null) {
                Remark.DEAD.about(rule.spec(), catchAll.title());
            }
            Map<String, @Nullable Object> match = new MatchConversion(rule, callers, literal).convert();
            http.add(new RouteConversion(rule, host, hosts, literal).convert(match));
            if (catchAll == null && MatchConversion.isCatchAll(match)) {
                catchAll = rule;
            }
        }
        if (catchAll == null && !literal) {
            http.add(RouteConversion.toWholeService(host.name()));
        }
        OldObject first = host.rules().get(0);
        boolean never = host.rules().stream().anyMatch(OldObject::version01) && !Host.isClusterName(host.name());
        if (never) {
            Remark.SHORT_NAME.at(first.spec(), "destination");
        }
        if (literal) {
            Remark.LITERAL.about(first.spec());
        }
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("hosts", List.of(host.name()));
        spec.put("http", http);
        return spec;
    }
}
