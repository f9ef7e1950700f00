package dev.windtunnel.scenario;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.random.Distribution;
import java.util.List;

/**
 * Who answers the questions of CUSTOM policies, an entry of {@code cluster.extensionProviders}.
 *
 * @param latency from the question to the answer
 * @param deny requests to which it says no: those that one of these takes
 * @param status its answer to them
 * @param body the body of that answer
 * @param failures share of the questions that get no answer
 * @param failOpen whether a request passes when its question got no answer
 * @param statusOnError the answer when it does not
 */
public record ExtensionProvider(
        Distribution latency,
        List<HttpMatch> deny,
        int status,
        String body,
        double failures,
        boolean failOpen,
        int statusOnError) {}
