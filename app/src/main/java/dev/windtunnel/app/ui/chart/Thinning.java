package dev.windtunnel.app.ui.chart;

import java.util.Arrays;

/** Fewer points that draw the same line: of each column of pixels the first, least, greatest and last. */
record Thinning(double[] x, double[] y) {

    /**
     * Thins points.
     *
     * @param x in rising order
     * @param y NaN breaks the line, and stays
     * @param columns pixels between {@code from} and {@code to}
     */
    static Thinning of(double[] x, double[] y, double from, double to, int columns) {
        if (x.length <= 2 * columns || !(to > from)) {
            return new Thinning(x, y);
        }
        double[] outX = new double[x.length];
        double[] outY = new double[x.length];
        int size = 0;
        int i = 0;
        while (i < x.length) {
            int column = column(x[i], from, to, columns);
            int end = i;
            int least = -1;
            int greatest = -1;
            int hole = -1;
            while (end < x.length && column(x[end], from, to, columns) == column) {
                if (Double.isNaN(y[end])) {
                    hole = end;
                } else {
                    least = least < 0 || y[end] < y[least] ? end : least;
                    greatest = greatest < 0 || y[end] > y[greatest] ? end : greatest;
                }
                end++;
            }
            int[] kept = {i, least, greatest, hole, end - 1};
            Arrays.sort(kept);
            int before = -1;
            for (int index : kept) {
                if (index >= 0 && index != before) {
                    outX[size] = x[index];
                    outY[size++] = y[index];
                    before = index;
                }
            }
            i = end;
        }
        return new Thinning(Arrays.copyOf(outX, size), Arrays.copyOf(outY, size));
    }

    private static int column(double x, double from, double to, int columns) {
        return (int) Math.floor((x - from) / (to - from) * columns);
    }
}
