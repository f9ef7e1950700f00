package dev.windtunnel.config.convert;

import dev.windtunnel.source.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An EgressRule of v1alpha2 as a ServiceEntry. */
final class EgressConversion {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+(/[0-9]+)?");

    private EgressConversion() {}

    static Map<String, @Nullable Object> convert(OldObject rule) {
        Fields spec = rule.spec();
        Fields destination = spec.map("destination");
        String service = destination == null ? null : rule.serviceOf(destination);
        if (destination != null) {
            destination.finish();
        }
        if (service == null) {
            spec.missing("destination");
            service = "";
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        if (ADDRESS.matcher(service).matches()) {
            // A ServiceEntry needs a host even where only addresses count.
            entry.put("hosts", List.of(rule.name() + "." + rule.namespace() + ".egress"));
            entry.put("addresses", List.of(service));
        } else {
            entry.put("hosts", List.of(service));
        }
        entry.put("ports", ports(spec));
        entry.put("location", "MESH_EXTERNAL");
        entry.put("resolution", "NONE");
        if (spec.bool("useEgressProxy", false)) {
            Remark.EGRESS_PROXY.at(spec, "useEgressProxy");
        }
        spec.finish();
        return entry;
    }

    private static List<Object> ports(Fields spec) {
        List<Object> ports = new ArrayList<>();
        for (Fields block : spec.maps("ports")) {
            long number = block.integer("port", 1, 65_535, 80);
            String protocol = block.string("protocol", "http");
            Map<String, @Nullable Object> port = new LinkedHashMap<>();
            port.put("number", number);
            port.put("name", protocol.toLowerCase(Locale.ROOT) + "-" + number);
            port.put("protocol", protocol.toUpperCase(Locale.ROOT));
            ports.add(port);
            block.finish();
        }
        return ports;
    }
}
