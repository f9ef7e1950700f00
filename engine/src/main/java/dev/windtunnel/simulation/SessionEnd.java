package dev.windtunnel.simulation;

/** How websockets end: the reasons that {@code sessions.ended} of a result counts. */
enum SessionEnd {
    /** Its time was over: the caller closed it. */
    DONE("done"),
    /** The pod was killed. */
    POD_GONE("pod-gone"),
    /** The pod's app ended before its sidecar. */
    APP_ENDED("app-ended"),
    /** The pod's sidecar ended before its app: its drain was over, or it broke down. */
    PROXY_ENDED("proxy-ended"),
    /** A proxy of TCP saw nothing move for too long. */
    IDLE("idle-timeout"),
    /** A proxy of TCP lets no connection grow so old. */
    TOO_OLD("max-duration"),
    /** The caller's pod or its sidecar ended. */
    CALLER_GONE("caller-gone"),
    /** The pod's machine was gone without a word, and the caller found nobody when it closed the session. */
    UNNOTICED("unnoticed");

    private final String text;

    SessionEnd(String text) {
        this.text = text;
    }

    /** The name in results. */
    String text() {
        return text;
    }
}
