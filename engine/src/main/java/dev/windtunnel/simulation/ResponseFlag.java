package dev.windtunnel.simulation;

import dev.windtunnel.plan.Era;

/**
 * Envoy's response flags. A request's flags are kept in one int, five bits each, in the order in which they were set,
 * which is the order of the access log (measured on Envoy 1.40).
 */
enum ResponseFlag {
    UH,
    UF,
    UO,
    NR,
    URX,
    UT,
    DC,
    FI,
    DI,
    UC,
    UR,
    LR,
    NC,
    UPE,
    RL,
    UAEX,
    RLSE,
    DT;

    private static final int BITS = 5;

    /** Flags with this one set after the others; a flag that is there stays where it is. */
    int addTo(int flags) {
        int code = ordinal() + 1;
        int shift = 0;
        while (shift < 30 && (flags >>> shift & 31) != 0) {
            if ((flags >>> shift & 31) == code) {
                return flags;
            }
            shift += BITS;
        }
        return flags | code << shift;
    }

    /** What a proxy of TCP logs when the host takes no connection ({@code tcp_proxy.cc}, onUpstreamFailure). */
    static int notConnected(Era era) {
        int flags = UF.addTo(0);
        return era.logsRetryLimit() ? URX.addTo(flags) : flags;
    }

    /** Text of the access log: {@code URX,UF}, or {@code -} for none. */
    static String text(int flags) {
        if (flags == 0) {
            return "-";
        }
        StringBuilder text = new StringBuilder();
        for (int rest = flags; rest != 0; rest >>>= BITS) {
            text.append(text.length() == 0 ? "" : ",").append(values()[(rest & 31) - 1].name());
        }
        return text.toString();
    }

    /** Whether this flag is among others. */
    boolean isIn(int flags) {
        for (int rest = flags; rest != 0; rest >>>= BITS) {
            if ((rest & 31) == ordinal() + 1) {
                return true;
            }
        }
        return false;
    }
}
