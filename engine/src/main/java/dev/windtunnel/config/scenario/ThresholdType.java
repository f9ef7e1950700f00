package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.expect.Expression;
import dev.windtunnel.expect.Threshold;
import dev.windtunnel.expect.ThresholdParser;
import dev.windtunnel.expect.ThresholdSyntaxException;
import dev.windtunnel.finding.Level;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.thresholds}: a text, or the long form with a name and a reference. */
final class ThresholdType {
    private static final Rule SYNTAX = new Rule("WT0015", Level.ERROR);

    private record Check(String text, Expression expression) {}

    private static final Type<Check> EXPRESSION = Types.checked(Types.TEXT, ThresholdType::check);

    private static final Key<String> NAME_KEY = Key.optional("name", NAME, "Its name in reports.");
    private static final Key<Check> CHECK =
            Key.required("check", EXPRESSION, "What has to hold: FUNC(TARGET[, FILTER...]) OP VALUE.");
    private static final Key<String> REFERENCE =
            Key.optional("reference", WORD, "The figure it comes from, in the unit of its metric.");
    private static final Key<String> SOURCE = Key.optional("source", WORD, "Where the reference comes from.");

    static final Type<Threshold> THRESHOLD = Types.orMap(
            Types.as(EXPRESSION, check -> new Threshold(null, check.text(), check.expression(), null, null, null)),
            new MapType<>(
                    "threshold",
                    "A threshold with a name and a reference.",
                    List.of(NAME_KEY, CHECK, REFERENCE, SOURCE),
                    ThresholdType::longForm));

    private ThresholdType() {}

    private static @Nullable Check check(String text, Node node, Spot spot) {
        try {
            return new Check(text, ThresholdParser.parse(text));
        } catch (ThresholdSyntaxException e) {
            report(e, text, node, spot);
            return null;
        }
    }

    private static void report(ThresholdSyntaxException e, String text, Node node, Spot spot) {
        Position position = node.position();
        boolean oneLine = node instanceof ScalarNode scalar
                && position.line() > 0
                && scalar.end() - scalar.start() == text.length() + (scalar.quoted() ? 2 : 0);
        String message = "\"" + text + "\", character " + e.column() + ": " + e.reason();
        if (oneLine) {
            // The text stands in the file as it is, so the place of the mistake is known to the character.
            int quote = ((ScalarNode) node).quoted() ? 1 : 0;
            position = new Position(
                    position.file(), position.line(), position.column() + quote + codePoints(text, e.column() - 1));
        }
        spot.report(SYNTAX, position, message, e.fix());
    }

    private static int codePoints(String text, int chars) {
        return text.codePointCount(0, Math.min(text.length(), chars));
    }

    private static Threshold longForm(Values v) {
        Check check = v.get(CHECK);
        String reference = v.find(REFERENCE);
        Double value = null;
        if (reference != null) {
            try {
                value = ThresholdParser.value(reference, check.expression().metric());
            } catch (ThresholdSyntaxException e) {
                Node node = Objects.requireNonNull(v.map().get(REFERENCE.name()));
                v.spot().key(REFERENCE.name()).report(SYNTAX, node.position(), e.reason(), e.fix());
            }
        }
        return new Threshold(v.find(NAME_KEY), check.text(), check.expression(), reference, value, v.find(SOURCE));
    }
}
