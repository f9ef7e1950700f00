package dev.windtunnel.experiment;

import dev.windtunnel.config.ObjectStore;
import dev.windtunnel.finding.Finding;
import dev.windtunnel.mesh.Mesh;
import dev.windtunnel.plan.Plan;
import dev.windtunnel.scenario.Scenario;
import dev.windtunnel.simulation.ClusterObjects;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.source.MapNode;
import java.util.List;

/**
 * A scenario with everything that it names, loaded, checked and compiled: ready to run any number of times.
 *
 * @param document the Scenario document as it was read, with what the command line changed in it
 * @param scenario what the document says
 * @param store the objects of its manifests
 * @param mesh what they declare
 * @param plan the compiled plan
 * @param objects the objects as a run's control plane starts with them
 * @param findings what there is to say about the input, none of it in the way of a run
 */
public record Experiment(
        MapNode document,
        Scenario scenario,
        ObjectStore store,
        Mesh mesh,
        Plan plan,
        ClusterObjects objects,
        List<Finding> findings) {

    /** A run that stands at time 0. */
    public Run start(RunOptions options) {
        return Run.start(plan, objects, options);
    }
}
