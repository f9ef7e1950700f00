package dev.windtunnel.random;

/**
 * Keyed draws: what falls is decided by (seed, entity, purpose) alone, not by how many draws came before. A run that
 * differs from another in one rule therefore shares every draw that the rule does not touch, and any request can be
 * replayed by itself.
 *
 * <p>Results are the same on every machine and JDK: tables and slow paths use {@link StrictMath}, the rest is integer
 * arithmetic and single IEEE 754 operations.
 */
public final class Keyed {
    /** 2^64 divided by the golden ratio, made odd: the step of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /** A multiplier of good spectral quality (Steele, Vigna, "Computationally easy, spectrally good multipliers", 2021). */
    private static final long SPREAD = 0xD1342543DE82EF95L;

    private Keyed() {}

    /**
     * 64 random bits that belong to a key.
     *
     * @param seed the run's seed; any value
     * @param entity whom the draw is for, for example a request with its hop and try; any value
     * @param purpose what the draw decides, a constant of the caller; any value
     */
    public static long bits(long seed, long entity, long purpose) {
        return mix(mix(seed + entity * SPREAD) + purpose * GOLDEN);
    }

    /**
     * A number in [0, 1), a multiple of 2^-53.
     *
     * @param bits 64 random bits
     */
    public static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /**
     * An exponential variate of mean 1.
     *
     * @param bits 64 random bits; the few further draws that a rejection needs are mixed from them
     */
    public static double exponential(long bits) {
        return Ziggurat.exponential(bits);
    }

    /**
     * A standard normal variate.
     *
     * @param bits 64 random bits; the few further draws that a rejection needs are mixed from them
     */
    public static double normal(long bits) {
        return Ziggurat.normal(bits);
    }

    /**
     * A whole number in [0, n): the unsigned remainder, as Envoy draws its percentages and its weighted clusters
     * ({@code random() % n}).
     *
     * @param bits 64 random bits
     * @param n how many outcomes there are; at least 1
     */
    public static long below(long bits, long n) {
        return Long.remainderUnsigned(bits, n);
    }

    /** The finalizer of SplitMix64 (Stafford's variant 13): a bijection in which every bit depends on every other. */
    static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
