package dev.windtunnel.app.ui.chart;

import java.util.Arrays;
import java.util.Comparator;

/** Where the labels at the right end of lines stand. */
final class EndLabels {

    private EndLabels() {}

    /**
     * Moves labels apart that would cover each other, as little as possible; their order stays.
     *
     * @param wanted middles of the labels where they would like to be, downwards
     * @param gap least distance of two middles
     * @return middles within {@code top} and {@code bottom}, as far as there is room
     */
    static double[] place(double[] wanted, double gap, double top, double bottom) {
        Integer[] order = new Integer[wanted.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> wanted[i]));
        // Blocks of labels that touch; each stands where its members are pushed least.
        double[] sum = new double[wanted.length];
        int[] count = new int[wanted.length];
        int blocks = 0;
        for (int rank = 0; rank < order.length; rank++) {
            sum[blocks] = wanted[order[rank]] - rank * gap;
            count[blocks] = 1;
            blocks++;
            while (blocks > 1 && sum[blocks - 2] / count[blocks - 2] > sum[blocks - 1] / count[blocks - 1]) {
                sum[blocks - 2] += sum[blocks - 1];
                count[blocks - 2] += count[blocks - 1];
                blocks--;
            }
        }
        double[] placed = new double[wanted.length];
        int rank = 0;
        double highest = bottom - (wanted.length - 1) * gap;
        for (int block = 0; block < blocks; block++) {
            double at = Math.max(top, Math.min(highest, sum[block] / count[block]));
            for (int i = 0; i < count[block]; i++) {
                placed[order[rank]] = at + rank * gap;
                rank++;
            }
        }
        return placed;
    }
}
