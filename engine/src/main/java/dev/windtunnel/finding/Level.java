package dev.windtunnel.finding;

import java.util.Locale;
import java.util.Optional;

/** How grave a {@link Finding} is, from the mildest to the worst; the words are those of {@code istioctl analyze}. */
public enum Level {
    /** Worth knowing; nothing has to change. */
    INFO("Info"),
    /** Probably not what was meant. */
    WARNING("Warning"),
    /** Refused, or certain not to work. */
    ERROR("Error");

    private final String label;

    Level(String label) {
        this.label = label;
    }

    /** The word that people read and write: {@code Info}, {@code Warning} or {@code Error}. */
    public String label() {
        return label;
    }

    /** Whether this level is as grave as {@code other}, or graver. */
    public boolean isAtLeast(Level other) {
        return compareTo(other) >= 0;
    }

    /**
     * The level of a word, in any case: {@code error} is {@link #ERROR}. Empty for every other word; {@code Never} is
     * no level and stays with the commands that offer it.
     */
    public static Optional<Level> parse(String text) {
        for (Level level : values()) {
            if (level.label.toLowerCase(Locale.ROOT).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
