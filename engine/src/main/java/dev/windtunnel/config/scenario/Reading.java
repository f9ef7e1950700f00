package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.source.Context;

/**
 * What all parts of one reading share.
 *
 * @param findings where mistakes go
 * @param context the codes and levels of mistakes
 * @param folder where paths in the scenario start; empty for the working directory
 * @param files how they are read
 * @param defaultName the scenario's name when it has none
 */
record Reading(Findings findings, Context context, String folder, FileAccess files, String defaultName) {}
