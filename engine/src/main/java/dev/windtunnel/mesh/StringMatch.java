package dev.windtunnel.mesh;

import com.google.re2j.Pattern;

/** Istio's StringMatch: how one text has to look ({@code networking/v1alpha3/virtual_service.proto}). */
public sealed interface StringMatch {

    /** Whether a text that is there fits. */
    boolean matches(String text);

    /** In words, as explanations show it: {@code exact jason}. */
    String text();

    /** Equal to the whole text, case-sensitive. */
    record Exact(String value) implements StringMatch {
        @Override
        public boolean matches(String text) {
            return text.equals(value);
        }

        @Override
        public String text() {
            return "exact " + value;
        }
    }

    /** A plain string prefix: {@code /foo} also takes {@code /foobar}. */
    record Prefix(String value) implements StringMatch {
        @Override
        public boolean matches(String text) {
            return text.startsWith(value);
        }

        @Override
        public String text() {
            return "prefix " + value;
        }
    }

    /** An RE2 expression that has to take the whole text. */
    record Regex(String value, Pattern pattern) implements StringMatch {

        /** @throws com.google.re2j.PatternSyntaxException when the expression is not RE2, or too large for it */
        public static Regex of(String value) {
            return new Regex(value, Re2.compile(value));
        }

        @Override
        public boolean matches(String text) {
            return pattern.matches(text);
        }

        @Override
        public String text() {
            return "regex " + value;
        }
    }

    /** Takes every text: the header or parameter only has to be there. */
    record Present() implements StringMatch {
        @Override
        public boolean matches(String text) {
            return true;
        }

        @Override
        public String text() {
            return "present";
        }
    }
}
