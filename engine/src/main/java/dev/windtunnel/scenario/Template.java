package dev.windtunnel.scenario;

import java.util.List;

/** A text with the variables of traffic: {@code ${user} ${request} ${uniform(1,100)} ${zipf(n,s)} ${pick(a,b,c)}}. */
public record Template(String text, List<Part> parts) {

    /** A piece of the text. */
    public sealed interface Part {}

    /** Text as it is. */
    public record Literal(String text) implements Part {}

    /** Number of the person, from 1. */
    public record User() implements Part {}

    /** Number of the request in its traffic, from 1. */
    public record RequestNumber() implements Part {}

    /** A whole number, every one between the two ends as likely. */
    public record Uniform(long low, long high) implements Part {}

    /** A rank from 1 to n with weight 1/rank^s, by cumulative weights. */
    public record Zipf(List<Double> cumulative) implements Part {}

    /** One of the texts, each as likely. */
    public record Pick(List<String> choices) implements Part {}

    /** Whether there is no variable in it. */
    public boolean isConstant() {
        return parts.stream().allMatch(Literal.class::isInstance);
    }
}
