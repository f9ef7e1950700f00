package dev.windtunnel.random;

/** Expected values that need a special function. */
final class Moments {
    /** Coefficients of Lanczos's approximation for g = 7 and nine terms, good to 15 digits. */
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private Moments() {}

    /** Gamma(x) for x of at least 1. */
    static double gamma(double x) {
        double shifted = x - 1;
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (shifted + i);
        }
        double t = shifted + 7.5;
        return StrictMath.sqrt(2 * StrictMath.PI) * StrictMath.exp((shifted + 0.5) * StrictMath.log(t) - t) * sum;
    }

    /** The mean of max(0, X) for a normal X. */
    static double meanOfNormalCutAtZero(double mean, double stddev) {
        if (stddev == 0 || mean > 8 * stddev) {
            return mean;
        }
        double z = mean / stddev;
        double density = StrictMath.exp(-0.5 * z * z) / StrictMath.sqrt(2 * StrictMath.PI);
        return mean * normalBelow(z, density) + stddev * density;
    }

    /** P(Z &lt; z) by its power series (Marsaglia, "Evaluating the normal distribution", 2004), for |z| up to 8. */
    private static double normalBelow(double z, double density) {
        double sum = 0;
        double term = z;
        for (int odd = 3; sum + term != sum; odd += 2) {
            sum += term;
            term *= z * z / odd;
        }
        return 0.5 + density * sum;
    }
}
