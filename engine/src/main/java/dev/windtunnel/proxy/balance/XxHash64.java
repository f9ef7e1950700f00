package dev.windtunnel.proxy.balance;

import java.nio.charset.StandardCharsets;

/**
 * The hash function of Envoy's hashing balancers and hash policies: xxHash64 (Yann Collet's specification, version 0.1.1;
 * {@code source/common/common/hash.h}).
 */
public final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    /** The hash of a text's UTF-8 bytes, with seed 0. */
    public static long of(String text) {
        return of(text, 0);
    }

    /** The hash of a text's UTF-8 bytes. */
    public static long of(String text, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        long hash;
        if (bytes.length >= 32) {
            long a = seed + P1 + P2;
            long b = seed + P2;
            long c = seed;
            long d = seed - P1;
            for (; at + 32 <= bytes.length; at += 32) {
                a = round(a, word(bytes, at));
                b = round(b, word(bytes, at + 8));
                c = round(c, word(bytes, at + 16));
                d = round(d, word(bytes, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merged(merged(merged(merged(hash, a), b), c), d);
        } else {
            hash = seed + P5;
        }
        return avalanche(rest(bytes, at, hash + bytes.length));
    }

    private static long rest(byte[] bytes, int from, long start) {
        long hash = start;
        int at = from;
        for (; at + 8 <= bytes.length; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, word(bytes, at)), 27) * P1 + P4;
        }
        if (at + 4 <= bytes.length) {
            hash = Long.rotateLeft(hash ^ half(bytes, at) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < bytes.length; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xff) * P5, 11) * P1;
        }
        return hash;
    }

    private static long avalanche(long start) {
        long hash = (start ^ start >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * P2, 31) * P1;
    }

    private static long merged(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * P1 + P4;
    }

    private static long word(byte[] bytes, int at) {
        return half(bytes, at) | half(bytes, at + 4) << 32;
    }

    private static long half(byte[] bytes, int at) {
        return bytes[at] & 0xffL
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }
}
