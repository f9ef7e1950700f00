package dev.windtunnel.source;

/**
 * One YAML document of a file.
 *
 * @param root its value; never null and never a scalar of type null
 * @param file the file as the user named it
 * @param index its place among the documents of the file, from 0, empty ones left out
 */
public record Document(Node root, String file, int index) {}
