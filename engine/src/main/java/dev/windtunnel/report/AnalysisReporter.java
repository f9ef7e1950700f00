package dev.windtunnel.report;

/** Tells what {@code analyze} found, in one form. */
public interface AnalysisReporter {
    /**
     * The whole text, ended by a line feed.
     *
     * @param style how words are set apart; forms for programs ignore it
     */
    String text(Analysis analysis, Style style);
}
