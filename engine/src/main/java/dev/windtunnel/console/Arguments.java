package dev.windtunnel.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a kubectl or istioctl line, sorted into options and the rest. Options may stand anywhere; {@code --} ends
 * them.
 */
final class Arguments {

    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> positional = new ArrayList<>();
    private final List<String> afterDashes = new ArrayList<>();
    private boolean dashes;

    /** What a program understands: short and long names of an option with the name that it is kept under. */
    static final class Syntax {
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Set<String> withoutValue = new java.util.LinkedHashSet<>();
        private boolean stopsAtCommand;

        Syntax value(String name, String... others) {
            names.put(name, name);
            for (String other : others) {
                names.put(other, name);
            }
            return this;
        }

        Syntax flag(String name, String... others) {
            value(name, others);
            withoutValue.add(name);
            return this;
        }

        /** The first word that is no option is followed by a command, whose options are its own. */
        Syntax stopsAtCommand() {
            stopsAtCommand = true;
            return this;
        }

        /**
         * Sorts words.
         *
         * @throws ConsoleException at an option that is not known, or lacks its value
         */
        Arguments parse(List<String> words) {
            Arguments result = new Arguments();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals("--")) {
                    result.dashes = true;
                    result.afterDashes.addAll(words.subList(i + 1, words.size()));
                    break;
                }
                if (!word.startsWith("-") || word.equals("-")) {
                    result.positional.add(word);
                    if (stopsAtCommand && result.positional.size() == 2) {
                        result.positional.addAll(words.subList(i + 1, words.size()));
                        break;
                    }
                    continue;
                }
                i = option(words, i, result);
            }
            return result;
        }

        private int option(List<String> words, int at, Arguments result) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? null : word.substring(equals + 1);
            String known = names.get(name);
            if (known == null && !word.startsWith("--") && word.length() > 2) {
                known = names.get(word.substring(0, 2));
                if (known != null && !withoutValue.contains(known)) {
                    result.put(known, word.substring(2)); // -nfoo
                    return at;
                }
                if (known != null) { // -it
                    for (int i = 1; i < word.length(); i++) {
                        String each = names.get("-" + word.charAt(i));
                        if (each == null || !withoutValue.contains(each)) {
                            throw new ConsoleException(
                                    "error: unknown shorthand flag: '" + word.charAt(i) + "' in " + word);
                        }
                        result.put(each, "true");
                    }
                    return at;
                }
            }
            if (known == null) {
                throw new ConsoleException(
                        word.startsWith("--")
                                ? "error: unknown flag: " + name
                                : "error: unknown shorthand flag: '" + word.charAt(1) + "' in " + word);
            }
            if (withoutValue.contains(known)) {
                result.put(known, value == null ? "true" : value);
                return at;
            }
            if (value != null) {
                result.put(known, value);
                return at;
            }
            if (at + 1 >= words.size()) {
                throw new ConsoleException("error: flag needs an argument: " + word);
            }
            result.put(known, words.get(at + 1));
            return at + 1;
        }
    }

    private void put(String name, String value) {
        options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** The last value of an option; null when it is not there. */
    @Nullable
    String value(String name) {
        List<String> values = options.get(name);
        return values == null ? null : values.get(values.size() - 1);
    }

    String value(String name, String otherwise) {
        String value = value(name);
        return value == null ? otherwise : value;
    }

    List<String> values(String name) {
        return options.getOrDefault(name, List.of());
    }

    boolean has(String flag) {
        return "true".equals(value(flag));
    }

    List<String> positional() {
        return positional;
    }

    /** What stands behind {@code --}. */
    List<String> afterDashes() {
        return afterDashes;
    }

    boolean dashes() {
        return dashes;
    }
}
