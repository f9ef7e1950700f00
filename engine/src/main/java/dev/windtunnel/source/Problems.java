package dev.windtunnel.source;

import dev.windtunnel.finding.Finding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what a YAML parser objects to, and what to do about it. */
final class Problems {
    private Problems() {}

    /** @param bracket where the innermost open bracket stands, or null */
    static Finding explain(MarkedYAMLException e, SourceText source, @Nullable Position bracket) {
        String context = Objects.requireNonNullElse(e.getContext(), "");
        String problem = Objects.requireNonNullElse(e.getProblem(), "");
        Mark problemMark = e.getProblemMark();
        @Nullable Mark contextMark = e.getContextMark();
        Position here = problemMark == null ? new Position(source.file(), 1, 1) : source.position(problemMark);
        Position opened = contextMark == null ? here : source.position(contextMark);
        if (problem.contains("\\t") || problem.contains("'\t'")) {
            return at(here, "a tab stands where YAML allows only spaces", "replace the tab by spaces");
        }
        if (context.contains("quoted scalar") && problem.startsWith("found unexpected")) {
            return at(opened, "the quote that opens here is never closed", "close the quote");
        }
        if (problem.startsWith("found unknown escape")) {
            return at(
                    here,
                    "after the backslash stands no escape that YAML knows",
                    "write two backslashes, or use single quotes, in which a backslash is an ordinary character");
        }
        if (problem.startsWith("expected the node content")
                && (bracket == null || !problem.contains("<stream end>") && !problem.contains("<document"))) {
            return at(
                    here,
                    "a value is missing here: this sign cannot begin one",
                    "write the value, or put the text in quotes");
        }
        if (bracket != null && (context.contains("flow") || problem.startsWith("expected the node content"))) {
            return at(
                    here,
                    "the bracket opened at " + bracket.line() + ":" + bracket.column()
                            + " is not closed before this, or a comma is missing",
                    "add the missing comma or closing bracket, or put the text in quotes");
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return at(
                    here,
                    "a second \": \" stands in one value, or this line is indented too far",
                    "indent it as its neighbours, or put text that holds \": \" in quotes");
        }
        if (problem.startsWith("could not find expected ':'")) {
            return at(
                    opened,
                    "this line is no \"key: value\" and no \"- item\"",
                    "add the colon and a space, or indent the line to continue the value above");
        }
        if (problem.contains("expected <block end>")) {
            return at(
                    here,
                    "the indentation of this line fits no line above it",
                    "indent it as the other keys or items it belongs to");
        }
        if (problem.contains("sequence entries are not allowed")) {
            return at(
                    here,
                    "a \"- \" stands where no list can begin",
                    "begin the list on its own line, or put the text in quotes");
        }
        if (problem.startsWith("found character") && problem.contains("cannot start any token")) {
            return at(here, "a value cannot begin with the character " + character(problem), "put the text in quotes");
        }
        if (problem.contains("expected '<document start>'")) {
            return at(
                    here,
                    "something stands behind the end of the document",
                    "separate documents by a line with ---, or indent this line as the ones above");
        }
        return at(
                here,
                "this is no YAML: " + (context.isEmpty() ? "" : context + ": ") + problem,
                "check quotes, brackets and indentation around this place");
    }

    /** When the document holds template actions, the way out is to render the template, not to mend its YAML. */
    static Finding withTemplateHint(Finding finding, String text, int documentStart) {
        if (!finding.code().equals("WT0001")) {
            return finding;
        }
        int end = TextCheck.nextDocument(text, documentStart);
        String document = text.substring(documentStart, end < 0 ? text.length() : end);
        int action = document.indexOf("{{");
        if (action < 0 || document.indexOf("}}", action) < 0) {
            return finding;
        }
        return Finding.error("WT0001", "this is a template, no YAML yet: it holds {{ }}")
                .withPlace(finding.file(), finding.line(), finding.column())
                .withFix("render it first: run \"helm template .\" and give its output, \"-\" reads it from stdin");
    }

    private static Finding at(Position position, String message, @Nullable String fix) {
        return position.on(Finding.error("WT0001", message).withFix(fix));
    }

    private static String character(String problem) {
        int open = problem.indexOf('\'');
        int close = problem.lastIndexOf('\'');
        return close > open + 1 ? problem.substring(open, close + 1) : "here";
    }
}
