package dev.windtunnel.config.scenario;

import dev.windtunnel.scenario.Template;
import dev.windtunnel.source.ValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the texts of traffic: {@code http://shop/item/${zipf(1000,1.1)}?user=${user}}. */
public final class Templates {
    private static final int MOST_RANKS = 100_000;
    private static final Pattern CALL = Pattern.compile("([A-Za-z]+)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final String KNOWN = "${user}, ${request}, ${uniform(1,100)}, ${zipf(n,s)} and ${pick(a,b,c)}";

    /** What a response may say about where it comes from and what it answers. */
    private static final Pattern RESPONSE_VARIABLE = Pattern.compile(
            "env\\.[A-Za-z_.-][A-Za-z0-9_.-]*|pod\\.name|pod\\.ip|request\\.header\\.[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private Templates() {}

    /**
     * The parts of a text.
     *
     * @throws ValueException when a variable is not closed, unknown, or has impossible parameters
     */
    public static Template parse(String text) throws ValueException {
        List<Template.Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            if (open < 0) {
                parts.add(new Template.Literal(text.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new Template.Literal(text.substring(at, open)));
            }
            int close = close(text, open);
            parts.add(variable(text.substring(open + 2, close).strip()));
            at = close + 1;
        }
        return new Template(text, List.copyOf(parts));
    }

    private static int close(String text, int open) throws ValueException {
        int close = text.indexOf('}', open);
        if (close < 0) {
            throw new ValueException(
                    "the variable that opens with ${ at character " + (open + 1) + " is not closed by }");
        }
        return close;
    }

    private static Template.Part variable(String body) throws ValueException {
        if (body.equals("user")) {
            return new Template.User();
        }
        if (body.equals("request")) {
            return new Template.RequestNumber();
        }
        Matcher call = CALL.matcher(body);
        if (call.matches()) {
            List<String> arguments = Arrays.stream(call.group(2).split(",", -1))
                    .map(String::strip)
                    .toList();
            switch (call.group(1)) {
                case "uniform":
                    return uniform(body, arguments);
                case "zipf":
                    return zipf(body, arguments);
                case "pick":
                    if (call.group(2).isBlank()) {
                        throw new ValueException(
                                "${" + shortened(body) + "} needs something to pick from: ${pick(a,b,c)}");
                    }
                    return new Template.Pick(arguments);
                default:
                    break;
            }
        }
        throw new ValueException("there is no variable ${" + shortened(body) + "}; there are " + KNOWN);
    }

    private static Template.Part uniform(String body, List<String> arguments) throws ValueException {
        Long low = arguments.size() == 2 ? whole(arguments.get(0)) : null;
        Long high = arguments.size() == 2 ? whole(arguments.get(1)) : null;
        if (low == null || high == null || low > high) {
            throw new ValueException(
                    "${" + shortened(body) + "} needs two whole numbers, the lower first: ${uniform(1,100)}");
        }
        return new Template.Uniform(low, high);
    }

    private static Template.Part zipf(String body, List<String> arguments) throws ValueException {
        Long ranks = arguments.size() == 2 ? whole(arguments.get(0)) : null;
        Double exponent = arguments.size() == 2 ? exponent(arguments.get(1)) : null;
        if (ranks == null || exponent == null || ranks < 1 || ranks > MOST_RANKS) {
            throw new ValueException("${" + shortened(body) + "} needs a number of ranks from 1 to " + MOST_RANKS
                    + " and an exponent from 0 to 20: ${zipf(1000,1.1)}");
        }
        List<Double> cumulative = new ArrayList<>(ranks.intValue());
        double sum = 0;
        for (int rank = 1; rank <= ranks; rank++) {
            sum += StrictMath.pow(rank, -exponent);
            cumulative.add(sum);
        }
        return new Template.Zipf(List.copyOf(cumulative));
    }

    private static @Nullable Long whole(String text) {
        if (!text.matches("-?[0-9]{1,18}")) {
            return null;
        }
        return Long.valueOf(text);
    }

    private static @Nullable Double exponent(String text) {
        if (!text.matches("[0-9]{1,2}(\\.[0-9]{0,9})?")) {
            return null;
        }
        double value = Double.parseDouble(text);
        return value <= 20 ? value : null;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }

    /**
     * Refuses a text of a response whose variables are not {@code ${env.X} ${pod.name} ${pod.ip} ${request.header.x}}.
     *
     * @throws ValueException with the variable
     */
    static void checkResponse(String text) throws ValueException {
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", open + 2)) {
            String body = text.substring(open + 2, close(text, open));
            if (!RESPONSE_VARIABLE.matcher(body).matches()) {
                throw new ValueException("there is no variable ${" + shortened(body)
                        + "} in a response; there are ${env.NAME}, ${pod.name}, ${pod.ip} and ${request.header.NAME}");
            }
        }
    }

    /**
     * Refuses a text that has variables where none are.
     *
     * @throws ValueException with the variable
     */
    static void checkPlain(String text) throws ValueException {
        int open = text.indexOf("${");
        if (open >= 0) {
            int close = close(text, open);
            throw new ValueException(
                    "there are no variables here, but the text has " + shortened(text.substring(open, close + 1)));
        }
    }
}
