package dev.windtunnel.cluster;

import dev.windtunnel.simulation.ClusterObjects;

/** Carries out console lines that change objects, as the timeline's {@code exec} entries do. */
public interface LineInterpreter {

    /** Does what a line says to the objects. */
    ClusterObjects.Change interpret(String line, StoredObjects objects);
}
