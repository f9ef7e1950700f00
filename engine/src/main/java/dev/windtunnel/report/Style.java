package dev.windtunnel.report;

/** How words of a text for people are set apart; a terminal colours them, a file leaves them alone. */
public interface Style {
    /** No colours: every word as it is. */
    Style PLAIN = new Style() {};

    /** What held. */
    default String good(String text) {
        return text;
    }

    /** What failed. */
    default String bad(String text) {
        return text;
    }

    /** What may fail. */
    default String warning(String text) {
        return text;
    }

    /** What is there for completeness. */
    default String dim(String text) {
        return text;
    }

    /** What the eye should find first. */
    default String bold(String text) {
        return text;
    }
}
