package dev.windtunnel.app.rules;

import java.util.Arrays;

/** Weights that are linked: what one gains the others lose, in proportion. */
public final class Weights {

    private Weights() {}

    /**
     * The weights after one of them was moved. Their sum stays; the others keep their proportions as well as whole
     * numbers can, and share equally when all of them are 0.
     *
     * @param weights the weights, none negative
     * @param index the one that moves
     * @param wanted its new value, cut to 0..sum
     */
    public static int[] move(int[] weights, int index, int wanted) {
        int sum = Arrays.stream(weights).sum();
        int[] result = weights.clone();
        if (weights.length == 1) {
            return result;
        }
        result[index] = Math.max(0, Math.min(sum, wanted));
        int rest = sum - result[index];
        long others = (long) sum - weights[index];
        double[] missing = new double[weights.length];
        int given = 0;
        for (int i = 0; i < weights.length; i++) {
            if (i != index) {
                double exact = others == 0 ? rest / (weights.length - 1.0) : weights[i] * (double) rest / others;
                result[i] = (int) exact;
                missing[i] = exact - result[i];
                given += result[i];
            }
        }
        while (given < rest) {
            int most = -1;
            for (int i = 0; i < weights.length; i++) {
                if (i != index && (most < 0 || missing[i] > missing[most])) {
                    most = i;
                }
            }
            result[most]++;
            missing[most]--;
            given++;
        }
        return result;
    }
}
