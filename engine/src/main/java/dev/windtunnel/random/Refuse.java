package dev.windtunnel.random;

/** The one way in which a distribution turns down its parameters. */
final class Refuse {
    private Refuse() {}

    static void unless(boolean possible, String why) {
        if (!possible) {
            throw new IllegalArgumentException(why);
        }
    }

    static boolean finite(double value) {
        return Math.abs(value) <= Double.MAX_VALUE;
    }
}
