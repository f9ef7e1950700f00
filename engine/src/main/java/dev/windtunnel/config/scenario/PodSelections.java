package dev.windtunnel.config.scenario;

import dev.windtunnel.scenario.TimelineEntry.PodSelection;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.Quantities;
import dev.windtunnel.source.ValueException;

/** {@code pods}: a number, a percentage or names. */
final class PodSelections {
    private static final Type<PodSelection> COUNT_OR_SHARE = Types.scalar(
            "a number of pods, a percentage or a list of names",
            PodSelections::countOrShare,
            Schemas.anyOf(
                    Schemas.type("integer").put("minimum", 1),
                    Schemas.text(
                            "^\\s*([1-9][0-9]{0,8}|\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?\\s*%)\\s*$")));

    static final Type<PodSelection> PODS = Types.or(
            COUNT_OR_SHARE,
            Types.as(Types.nonEmpty(Types.list(Types.NAME)), PodSelection.Named::new),
            ListNode.class::isInstance);

    private PodSelections() {}

    private static PodSelection countOrShare(String text) throws ValueException {
        if (text.strip().endsWith("%")) {
            return new PodSelection.Fraction(Quantities.percent(text));
        }
        if (!text.strip().matches("[1-9][0-9]{0,8}")) {
            throw new ValueException(
                    "wanted a number of pods from 1, a percentage such as 50% or a list of names, got \"" + text
                            + "\"");
        }
        return new PodSelection.Count(Integer.parseInt(text.strip()));
    }
}
