package dev.windtunnel.simulation;

/** What a recorder keeps of the steps of handlers. */
final class StepSpans {

    private final Core core;

    StepSpans(Core core) {
        this.core = core;
    }

    /** A step begins, or the wait for a thread or core. */
    void open(Try frame, TraceSpan.Kind kind, String target, String reason) {
        if (frame.span >= 0 && core.recorder != null) {
            frame.stepSpan = core.recorder.open(frame.span, kind, core.podName(frame.pod), target, core.now(), reason);
        }
    }

    /** The open step of a frame is over. */
    void close(Try frame) {
        if (frame.stepSpan >= 0 && core.recorder != null) {
            core.recorder.close(frame.stepSpan, core.now(), 0, 0, null);
            frame.stepSpan = -1;
        }
    }
}
