package dev.windtunnel.app.ui.topology;

/** How much is drawn at a zoom. */
enum Detail {
    /** Frames as boxes with counts. */
    FRAMES,
    /** Nodes with name, health and pods as squares. */
    NODES,
    /** Everything. */
    ALL;

    static Detail of(double zoom) {
        return zoom < 0.25 ? FRAMES : zoom < 0.8 ? NODES : ALL;
    }
}
