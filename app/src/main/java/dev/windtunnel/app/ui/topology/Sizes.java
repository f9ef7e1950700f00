package dev.windtunnel.app.ui.topology;

import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Node;
import dev.windtunnel.app.ui.topology.Topology.Row;

/** Sizes of nodes in pixels at 100 %. They depend on the plan alone, so that nothing moves while a run plays. */
final class Sizes {

    static final double HEAD = 24;
    static final double ROW = 48;
    static final double NARROWEST = 132;
    static final double WIDEST = 150;
    static final double PEOPLE = 32;
    /** Pods in one row that are drawn as discs; more are squares. */
    static final int MOST_DISCS = 3;
    /** Squares in one line of a row, and lines. */
    static final int SQUARES = 9;

    static final int SQUARE_LINES = 2;
    /** The frame of a zone with what is below it, and where the first one stands in its row. */
    static final double ZONE = 28;

    static final double ZONES_FROM = 26;
    private static final double BELOW_ZONES = 18;

    private Sizes() {}

    static double width(Node node) {
        if (node.kind() == Kind.TRAFFIC) {
            return 40;
        }
        double widest = 12 + 7 * node.title().length() + 32;
        for (Row row : node.rows()) {
            double pods = !row.zones().isEmpty() ? 0 : row.replicas() > MOST_DISCS ? SQUARES * 8 : row.replicas() * 32;
            widest = Math.max(widest, 12 + 16 + 6.5 * row.label().length() + 12 + pods + 8);
        }
        return Math.max(NARROWEST, Math.min(WIDEST, Math.ceil(widest / 2) * 2));
    }

    static double height(Node node) {
        if (node.kind() == Kind.TRAFFIC) {
            return 64;
        }
        return node.rows().isEmpty() ? HEAD + ROW : top(node, node.rows().size());
    }

    /** Height of a row. */
    static double height(Row row) {
        return row.zones().isEmpty() ? ROW : ZONES_FROM + ZONE * row.zones().size() + BELOW_ZONES;
    }

    /** Where a row begins below the top of its node; of one more than there are, where the last one ends. */
    static double top(Node node, int row) {
        double y = HEAD;
        for (int i = 0; i < row; i++) {
            y += height(node.rows().get(i));
        }
        return y;
    }

    /** The row at a height below the top of the node; -1 for none. */
    static int rowAt(Node node, double y) {
        for (int i = 0; i < node.rows().size(); i++) {
            if (y >= top(node, i) && y < top(node, i + 1)) {
                return i;
            }
        }
        return -1;
    }

    /** Where links of a row leave and arrive, below the top of the node; of the whole node for -1. */
    static double port(Node node, int row) {
        if (node.kind() == Kind.TRAFFIC) {
            return PEOPLE / 2;
        }
        return row < 0 ? height(node) / 2 : top(node, row) + 16;
    }
}
