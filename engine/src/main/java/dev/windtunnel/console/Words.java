package dev.windtunnel.console;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a shell does: blanks, single and double quotes, backslash, comments. */
final class Words {

    private static final String OPERATORS = "|&;<>()";

    private Words() {}

    /**
     * The words of a line; none for an empty line or a comment.
     *
     * @throws ConsoleException when a quote stays open, or the line needs a real shell
     */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '\'') {
                int end = line.indexOf('\'', i + 1);
                if (end < 0) {
                    throw new ConsoleException("the quote ' at column " + (i + 1) + " is not closed", 2);
                }
                word.append(line, i + 1, end);
                inWord = true;
                i = end + 1;
            } else if (c == '"') {
                i = doubleQuoted(line, i, word);
                inWord = true;
            } else if (c == '\\') {
                if (i + 1 < line.length()) {
                    word.append(line.charAt(i + 1));
                }
                inWord = true;
                i += 2;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                i++;
            } else if (c == '#' && !inWord) {
                break;
            } else if (OPERATORS.indexOf(c) >= 0) {
                throw new ConsoleException(
                        "the console is no shell: it has no \"" + c + "\" (pipes, redirections, lists);"
                                + " quote it if it is part of a word",
                        2);
            } else {
                word.append(c);
                inWord = true;
                i++;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    private static int doubleQuoted(String line, int start, StringBuilder word) {
        int i = start + 1;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\' && i + 1 < line.length() && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0) {
                word.append(line.charAt(i + 1));
                i += 2;
            } else {
                word.append(c);
                i++;
            }
        }
        throw new ConsoleException("the quote \" at column " + (start + 1) + " is not closed", 2);
    }
}
