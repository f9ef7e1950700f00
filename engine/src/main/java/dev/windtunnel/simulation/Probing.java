package dev.windtunnel.simulation;

import java.util.ArrayList;
import java.util.List;

/** What the kubelet keeps of a pod that has probes. */
final class Probing {

    /** Of the present container. */
    List<ProbeWorker> workers = List.of();
    /** Its startup probes have succeeded. */
    boolean started;
    /** It has been ready, or its app has been up, and was not since. */
    boolean wasReady;
    /** The pod is to end: its probes are of no interest any more. */
    boolean stoppedWatching;
    /** Requests that were made of it. */
    int requests;

    /** Its app has been told to end, and is to be started again then. */
    boolean stopping;
    /** Its app does not run, or has been started again and is not up yet. */
    boolean stopped;
    /** Its app waits to be started again. */
    boolean backingOff;
    /** How long an app that ends again has to wait; 0 for one that never has. */
    long backOffNanos;
    /** When it was started again last. */
    long againNanos;

    /** How often it was not ready any more because probes were not answered in time. */
    int lateUnready;
    /** How often its app was started again for that reason. */
    int lateRestarts;

    /** Why it was not ready, or was started again, last; empty for never. */
    String why = "";
    /** What the kubelet has told of it, the oldest first. */
    final List<PodEvent> events = new ArrayList<>();
}
