package dev.windtunnel.random;

import java.util.Arrays;

/**
 * A distribution of durations in nanoseconds. A sample is a function of 64 random bits and of nothing else, is never
 * negative and at most 2^62 ns (146 years), allocates nothing and is the same on every machine.
 */
public sealed interface Distribution {
    /**
     * The duration that belongs to these bits, in nanoseconds, at least 0.
     *
     * @param bits 64 random bits, as from {@link Keyed#bits}
     */
    long sampleNanos(long bits);

    /** The expected value in nanoseconds; infinite where the distribution has none. */
    double meanNanos();

    /** Whether every sample is the same, so that no bits need to be drawn. */
    default boolean isConstant() {
        return false;
    }

    /**
     * Always the same duration.
     *
     * @param nanos the duration, at least 0
     */
    record Constant(long nanos) implements Distribution {
        /** Refuses a negative duration. */
        public Constant {
            Refuse.unless(nanos >= 0, "a constant duration must not be negative");
        }

        @Override
        public long sampleNanos(long bits) {
            return nanos;
        }

        @Override
        public double meanNanos() {
            return nanos;
        }

        @Override
        public boolean isConstant() {
            return true;
        }
    }

    /**
     * Exponential: the time to the next of events that do not know of each other.
     *
     * @param meanNanos the mean, at least 0
     */
    record Exponential(double meanNanos) implements Distribution {
        /** Refuses a mean that is negative or not finite. */
        public Exponential {
            Refuse.unless(Refuse.finite(meanNanos) && meanNanos >= 0, "exponential: the mean must not be negative");
        }

        @Override
        public long sampleNanos(long bits) {
            return Nanos.round(meanNanos * Keyed.exponential(bits));
        }
    }

    /**
     * Uniform over the whole nanoseconds from low to high, both included.
     *
     * @param lowNanos the least duration, at least 0
     * @param highNanos the greatest duration, at least {@code lowNanos} and below 2^62
     */
    record Uniform(long lowNanos, long highNanos) implements Distribution {
        /** Refuses bounds that are negative or in the wrong order. */
        public Uniform {
            Refuse.unless(lowNanos >= 0, "uniform: the lower bound must not be negative");
            Refuse.unless(lowNanos <= highNanos, "uniform: the lower bound must not be above the upper bound");
            Refuse.unless(highNanos < Nanos.MOST, "uniform: the upper bound must be below 146 years");
        }

        @Override
        public long sampleNanos(long bits) {
            // The high 64 bits of an unsigned product; the second term corrects a signed high word for negative bits.
            long span = highNanos - lowNanos + 1;
            return lowNanos + Math.multiplyHigh(bits, span) + ((bits >> 63) & span);
        }

        @Override
        public double meanNanos() {
            return 0.5 * ((double) lowNanos + (double) highNanos);
        }

        @Override
        public boolean isConstant() {
            return lowNanos == highNanos;
        }
    }

    /**
     * Normal, cut at 0: a sample below 0 becomes 0.
     *
     * @param centerNanos the mean before the cut, at least 0
     * @param stddevNanos the standard deviation before the cut, at least 0
     */
    record Normal(double centerNanos, double stddevNanos) implements Distribution {
        /** Refuses parameters that are negative or not finite. */
        public Normal {
            Refuse.unless(Refuse.finite(centerNanos) && centerNanos >= 0, "normal: the mean must not be negative");
            Refuse.unless(Refuse.finite(stddevNanos) && stddevNanos >= 0, "normal: the stddev must not be negative");
        }

        @Override
        public long sampleNanos(long bits) {
            return Nanos.round(centerNanos + stddevNanos * Keyed.normal(bits));
        }

        /** The mean after the cut, a little above the centre. */
        @Override
        public double meanNanos() {
            return Moments.meanOfNormalCutAtZero(centerNanos, stddevNanos);
        }

        @Override
        public boolean isConstant() {
            return stddevNanos == 0;
        }
    }

    /** Lognormal, given by its median and its 99th percentile. */
    final class Lognormal implements Distribution {
        /** The 99th percentile of the standard normal distribution. */
        private static final double Z99 = 2.3263478740408408;

        private final double p50Nanos;
        private final double p99Nanos;
        private final double sigma;

        /**
         * The lognormal distribution with these two percentiles.
         *
         * @param p50Nanos the median, above 0
         * @param p99Nanos the 99th percentile, at least the median
         */
        public Lognormal(double p50Nanos, double p99Nanos) {
            Refuse.unless(Refuse.finite(p50Nanos) && p50Nanos > 0, "lognormal: p50 must be above 0");
            Refuse.unless(Refuse.finite(p99Nanos) && p99Nanos >= p50Nanos, "lognormal: p99 must not be below p50");
            this.p50Nanos = p50Nanos;
            this.p99Nanos = p99Nanos;
            this.sigma = StrictMath.log(p99Nanos / p50Nanos) / Z99;
        }

        /** The median in nanoseconds. */
        public double p50Nanos() {
            return p50Nanos;
        }

        /** The 99th percentile in nanoseconds. */
        public double p99Nanos() {
            return p99Nanos;
        }

        @Override
        public long sampleNanos(long bits) {
            return Nanos.round(p50Nanos * StrictMath.exp(sigma * Keyed.normal(bits)));
        }

        @Override
        public double meanNanos() {
            return p50Nanos * StrictMath.exp(0.5 * sigma * sigma);
        }

        @Override
        public boolean isConstant() {
            return p50Nanos == p99Nanos;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Lognormal that && p50Nanos == that.p50Nanos && p99Nanos == that.p99Nanos;
        }

        @Override
        public int hashCode() {
            return 31 * Double.hashCode(p50Nanos) + Double.hashCode(p99Nanos);
        }

        @Override
        public String toString() {
            return "Lognormal[p50Nanos=" + p50Nanos + ", p99Nanos=" + p99Nanos + "]";
        }
    }

    /**
     * Pareto: P(X &gt; x) = (min / x)^alpha.
     *
     * @param minNanos the least duration, above 0
     * @param alpha the tail's exponent, above 0; at 1 and below the mean is infinite
     */
    record Pareto(double minNanos, double alpha) implements Distribution {
        /** Refuses parameters that are not above 0 or not finite. */
        public Pareto {
            Refuse.unless(Refuse.finite(minNanos) && minNanos > 0, "pareto: min must be above 0");
            Refuse.unless(Refuse.finite(alpha) && alpha > 0, "pareto: alpha must be above 0");
        }

        @Override
        public long sampleNanos(long bits) {
            // The logarithm of x / min is exponential with rate alpha.
            return Nanos.round(minNanos * StrictMath.exp(Keyed.exponential(bits) / alpha));
        }

        @Override
        public double meanNanos() {
            return alpha <= 1 ? Double.POSITIVE_INFINITY : minNanos * alpha / (alpha - 1);
        }
    }

    /**
     * Erlang: the sum of equal exponential stages.
     *
     * @param shape the number of stages, 1 to 1000
     * @param meanNanos the mean of the sum, at least 0
     */
    record Erlang(int shape, double meanNanos) implements Distribution {
        /** Between the keys of two stages; not {@link Keyed#GOLDEN}, which steps inside a stage. */
        private static final long STAGE = 0xDA942042E4DD58B5L;

        /** Refuses an impossible number of stages or mean. */
        public Erlang {
            Refuse.unless(shape >= 1 && shape <= 1000, "erlang: the shape must be a whole number from 1 to 1000");
            Refuse.unless(Refuse.finite(meanNanos) && meanNanos >= 0, "erlang: the mean must not be negative");
        }

        @Override
        public long sampleNanos(long bits) {
            double sum = Keyed.exponential(bits);
            long key = bits;
            for (int stage = 1; stage < shape; stage++) {
                key += STAGE;
                sum += Keyed.exponential(Keyed.mix(key));
            }
            return Nanos.round(sum * meanNanos / shape);
        }
    }

    /**
     * Weibull: P(X &gt; x) = exp(-(x / scale)^shape).
     *
     * @param shape above 0; 1 is the exponential, less has the heavier tail
     * @param scaleNanos above 0
     */
    record Weibull(double shape, double scaleNanos) implements Distribution {
        /** Refuses parameters that are not above 0 or not finite. */
        public Weibull {
            Refuse.unless(Refuse.finite(shape) && shape > 0, "weibull: the shape must be above 0");
            Refuse.unless(Refuse.finite(scaleNanos) && scaleNanos > 0, "weibull: the scale must be above 0");
        }

        @Override
        public long sampleNanos(long bits) {
            return Nanos.round(scaleNanos * StrictMath.pow(Keyed.exponential(bits), 1 / shape));
        }

        @Override
        public double meanNanos() {
            return scaleNanos * Moments.gamma(1 + 1 / shape);
        }
    }

    /**
     * Measured values with weights.
     *
     * @param valuesNanos the values, at least one, none negative, in any order
     * @param cumulativeWeights for each value the sum of the weights up to and with its own: not falling, first at
     *     least 0, last above 0; need not end at 1
     */
    record Empirical(long[] valuesNanos, double[] cumulativeWeights) implements Distribution {
        /** Copies the arrays and refuses values or weights that are no distribution. */
        public Empirical {
            valuesNanos = valuesNanos.clone();
            cumulativeWeights = cumulativeWeights.clone();
            Refuse.unless(valuesNanos.length > 0, "empirical: there must be at least one value");
            Refuse.unless(
                    valuesNanos.length == cumulativeWeights.length, "empirical: every value must have one weight");
            double before = 0;
            for (int i = 0; i < valuesNanos.length; i++) {
                Refuse.unless(
                        valuesNanos[i] >= 0 && valuesNanos[i] <= Nanos.MOST,
                        "empirical: values must not be negative, nor above 146 years");
                Refuse.unless(
                        Refuse.finite(cumulativeWeights[i]) && cumulativeWeights[i] >= before,
                        "empirical: weights must not be negative");
                before = cumulativeWeights[i];
            }
            Refuse.unless(before > 0, "empirical: at least one weight must be above 0");
        }

        @Override
        public long sampleNanos(long bits) {
            double wanted = Keyed.unit(bits) * cumulativeWeights[cumulativeWeights.length - 1];
            int low = 0;
            int high = cumulativeWeights.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (cumulativeWeights[middle] > wanted) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return valuesNanos[low];
        }

        @Override
        public double meanNanos() {
            double sum = 0;
            double before = 0;
            for (int i = 0; i < valuesNanos.length; i++) {
                sum += valuesNanos[i] * (cumulativeWeights[i] - before);
                before = cumulativeWeights[i];
            }
            return sum / before;
        }

        @Override
        public boolean isConstant() {
            return valuesNanos.length == 1;
        }

        /** A copy of the values. */
        @Override
        public long[] valuesNanos() {
            return valuesNanos.clone();
        }

        /** A copy of the cumulative weights. */
        @Override
        public double[] cumulativeWeights() {
            return cumulativeWeights.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Empirical that
                    && Arrays.equals(valuesNanos, that.valuesNanos)
                    && Arrays.equals(cumulativeWeights, that.cumulativeWeights);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(valuesNanos) + Arrays.hashCode(cumulativeWeights);
        }

        @Override
        public String toString() {
            return "Empirical[valuesNanos=" + Arrays.toString(valuesNanos) + ", cumulativeWeights="
                    + Arrays.toString(cumulativeWeights) + "]";
        }
    }
}
