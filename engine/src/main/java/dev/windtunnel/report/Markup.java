package dev.windtunnel.report;

import java.util.regex.Pattern;

/**
 * How a {@link Style} marks words inside a text: by characters of which Unicode says that no text holds them, so that
 * nothing which a user wrote can be taken for a mark. Who prints the text replaces them.
 */
public enum Markup {
    /** Ends what another one began. */
    END("0"),
    /** Bold. */
    BOLD("1"),
    /** Fainter than the rest. */
    DIM("2"),
    /** Red. */
    RED("31"),
    /** Green. */
    GREEN("32"),
    /** Yellow. */
    YELLOW("33");

    private static final char FIRST = '\ufdd0';
    private static final Pattern ANY = Pattern.compile("[\ufdd0-\ufdd5]");

    private final String code;

    Markup(String code) {
        this.code = code;
    }

    /** The text between this mark and its end. */
    public String around(String text) {
        return mark() + text + END.mark();
    }

    private String mark() {
        return String.valueOf((char) (FIRST + ordinal()));
    }

    /** The text without marks. */
    public static String strip(String text) {
        return ANY.matcher(text).replaceAll("");
    }

    /** The text with the codes of a terminal in place of the marks. */
    public static String toAnsi(String text) {
        return ANY.matcher(text)
                .replaceAll(mark -> "\u001b[" + values()[mark.group().charAt(0) - FIRST].code + "m");
    }
}
