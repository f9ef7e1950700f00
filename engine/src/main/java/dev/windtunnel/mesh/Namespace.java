package dev.windtunnel.mesh;

import java.util.Map;

/** A Namespace document: its name and labels. */
public record Namespace(String name, Map<String, String> labels) {}
