package dev.windtunnel.report;

import java.util.List;

/** Tells what scenarios gave, in one form. */
public interface Reporter {
    /**
     * The whole text, ended by a line feed.
     *
     * @param runs the scenarios in the order in which they were named
     * @param style how words are set apart; forms for programs ignore it
     */
    String text(List<RunReport> runs, Style style);
}
