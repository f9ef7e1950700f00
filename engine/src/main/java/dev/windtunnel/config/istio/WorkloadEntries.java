package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.config.fields.MeshParts;
import dev.windtunnel.config.fields.Metadata;
import dev.windtunnel.config.fields.ObjectReading;
import dev.windtunnel.mesh.ServiceEntry.Endpoint;
import dev.windtunnel.mesh.WorkloadEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/** WorkloadEntries. */
public final class WorkloadEntries {

    private WorkloadEntries() {}

    /** A WorkloadEntry; labels of its metadata win over those of the spec. */
    public static void read(ObjectReading object, MeshParts parts) {
        Metadata metadata = Metadata.of(object.root());
        Block spec = object.root().block("spec");
        if (spec == null) {
            object.root().refuse("spec", "the spec is missing");
            return;
        }
        Endpoint endpoint = Endpoints.of(spec);
        if (endpoint != null) {
            Map<String, String> labels = new LinkedHashMap<>(endpoint.labels());
            labels.putAll(metadata.labels());
            parts.add(new WorkloadEntry(
                    object.key(),
                    new Endpoint(endpoint.address(), endpoint.ports(), labels, endpoint.locality(), endpoint.weight()),
                    object.creationOrder(),
                    object.origin()));
        }
    }
}
