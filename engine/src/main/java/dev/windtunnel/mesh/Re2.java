package dev.windtunnel.mesh;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compiles RE2 expressions, and refuses those that grow too large, as RE2 and Envoy do. How large an expression grows is
 * told from its text: making the program first would take the time and memory that the limit is there to save.
 */
public final class Re2 {
    /** Counted repetitions inside each other, multiplied (RE2's {@code parse.cc}). */
    private static final int MOST_REPETITIONS = 1000;

    /** Groups inside each other (RE2's {@code parse.cc}). */
    private static final int DEEPEST = 1000;

    /** Instructions of the program: {@code re2.max_program_size.error_level} in Istio's bootstrap of Envoy. */
    private static final int LARGEST_PROGRAM = 32_768;

    private static final String TOO_LARGE = "it is too large: ";

    private final String text;
    private int at;
    /** The open groups: what each held before the next one began. */
    private final Deque<Part> open = new ArrayDeque<>();

    private Part group = new Part(0, 1);
    /** What a quantifier would repeat. */
    private Part last = new Part(0, 1);

    /**
     * A part of an expression.
     *
     * @param size instructions, roughly
     * @param repetitions the most that counted repetitions in it come to
     */
    private record Part(long size, long repetitions) {
        Part and(Part next) {
            return new Part(size + next.size, Math.max(repetitions, next.repetitions));
        }
    }

    private Re2(String text) {
        this.text = text;
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternSyntaxException when it is not RE2, or too large
     */
    public static Pattern compile(String regex) {
        new Re2(regex).check();
        return Pattern.compile(regex);
    }

    /** What to do about an expression that {@link #compile} did not take. */
    public static String cure(PatternSyntaxException problem) {
        return problem.getDescription().startsWith(TOO_LARGE)
                ? "write a shorter expression"
                : "RE2 has no look-ahead, look-behind and back-references";
    }

    private void check() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '(' -> {
                    settle();
                    open.push(group);
                    if (open.size() > DEEPEST) {
                        throw tooLarge("groups are nested more than " + DEEPEST + " deep");
                    }
                    group = new Part(2, 1);
                }
                case ')' -> {
                    settle();
                    last = group;
                    group = open.isEmpty() ? new Part(0, 1) : open.pop();
                }
                case '[' -> {
                    skipClass();
                    atom(1);
                }
                case '\\' -> {
                    int size = skipEscape();
                    atom(size);
                }
                case '*', '+', '?' -> last = new Part(last.size + 1, last.repetitions);
                case '{' -> repeat();
                default -> atom(1);
            }
        }
        settle();
        while (!open.isEmpty()) {
            group = open.pop().and(group);
        }
        if (group.size > LARGEST_PROGRAM) {
            throw tooLarge("its program has about " + group.size + " instructions, and Envoy takes " + LARGEST_PROGRAM);
        }
    }

    private PatternSyntaxException tooLarge(String why) {
        return new PatternSyntaxException(TOO_LARGE + why, text);
    }

    private void atom(int size) {
        settle();
        last = new Part(size, 1);
    }

    /** What stands last is repeated no more. */
    private void settle() {
        group = group.and(last);
        last = new Part(0, 1);
    }

    /** Behind the opening brace; one that begins no repetition is a brace like any other. */
    private void repeat() {
        int end = text.indexOf('}', at);
        String counts = end < 0 ? "" : text.substring(at, end);
        if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
            atom(1);
            return;
        }
        at = end + 1;
        int comma = counts.indexOf(',');
        long least = Long.parseLong(comma < 0 ? counts : counts.substring(0, comma));
        boolean unlimited = comma == counts.length() - 1;
        long most = comma < 0 || unlimited ? least : Long.parseLong(counts.substring(comma + 1));
        long times = Math.max(1, most);
        last = new Part(last.size * (unlimited ? times + 1 : times), last.repetitions * times);
        if (last.repetitions > MOST_REPETITIONS) {
            throw tooLarge("repetitions inside each other come to " + last.repetitions + ", and RE2 takes "
                    + MOST_REPETITIONS);
        }
    }

    /** Behind the opening bracket. A closing one that comes first is a character. */
    private void skipClass() {
        at += at < text.length() && text.charAt(at) == '^' ? 1 : 0;
        at += at < text.length() && text.charAt(at) == ']' ? 1 : 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == ']') {
                return;
            }
            if (c == '\\') {
                at++;
            } else if (c == '[' && text.startsWith(":", at)) {
                int end = text.indexOf(":]", at + 1);
                at = end < 0 ? at : end + 2;
            }
        }
    }

    /** Behind the backslash; gives how many characters the escape stands for. */
    private int skipEscape() {
        if (text.startsWith("Q", at)) {
            int end = text.indexOf("\\E", at);
            int length = (end < 0 ? text.length() : end) - at - 1;
            at = end < 0 ? text.length() : end + 2;
            return Math.max(0, length);
        }
        boolean braced = text.startsWith("{", at + 1)
                && (text.startsWith("p", at) || text.startsWith("P", at) || text.startsWith("x", at));
        int end = braced ? text.indexOf('}', at) : -1;
        at = Math.min(text.length(), end < 0 ? at + 1 : end + 1);
        return 1;
    }
}
