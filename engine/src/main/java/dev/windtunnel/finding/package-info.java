/**
 * What is wrong or worth saying about the files of a user: findings with a code, a level, a place and a cure, and
 * their collector.
 */
@NullMarked
package dev.windtunnel.finding;

import org.jspecify.annotations.NullMarked;
