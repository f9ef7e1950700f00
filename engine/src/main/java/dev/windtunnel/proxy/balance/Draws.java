package dev.windtunnel.proxy.balance;

/** Two independent draws below a count from one 64-bit draw, by multiplication (bias below count / 2^32). */
final class Draws {

    private Draws() {}

    static int low(long bits, int count) {
        return (int) (((bits & 0xffff_ffffL) * count) >>> 32);
    }

    static int high(long bits, int count) {
        return (int) (((bits >>> 32) * count) >>> 32);
    }
}
