package dev.windtunnel.app.ui.topology;

/** How much is drawn at a zoom. */
enum Detail {
    /** Frames as boxes with counts. */
    FRAMES,
    /** Nodes with name, health and pods as squares. */
    NODES,
    /** Everything. */
    ALL,
    /** Everything, with a line for each pod. */
    PODS;

    private static final int SMALL = 16;
    private static final double CLOSE = 1.6;

    /** Whether rows are drawn, with versions, knots and pods. */
    boolean isFull() {
        return compareTo(ALL) >= 0;
    }

    /**
     * What there is room for.
     *
     * @param nodes how many there are: of few, all is drawn a little longer
     */
    static Detail of(double zoom, int nodes) {
        return zoom < 0.25 ? FRAMES : zoom < (nodes <= SMALL ? 0.7 : 0.8) ? NODES : zoom <= CLOSE ? ALL : PODS;
    }
}
