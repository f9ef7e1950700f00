package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.PeerAuthentication.Mode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which PeerAuthentication counts for which pod and port ({@code policy_applier.go}). */
class PeerModesTest {

    private static final String MESH = object("mesh", "istio-system", "{mtls: {mode: STRICT}}");
    private static final String NAMESPACE = object("all", "shop", "{mtls: {mode: DISABLE}}");
    private static final String POD =
            object("pod", "shop", "{selector: {matchLabels: {app: a}}, portLevelMtls: {9090: {mode: STRICT}}, %s}");

    private static String object(String name, String namespace, String spec) {
        return "---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: " + name
                + ", namespace: " + namespace + "}\nspec: " + spec + "\n";
    }

    private static Mode mode(String objects, String namespace, String app, int port) {
        return new PeerModes(Yaml.modern(objects).mesh().security().peers()).mode(namespace, Map.of("app", app), port);
    }

    @Test
    void withoutAnyObjectBothAreTaken() {
        assertEquals(Mode.PERMISSIVE, PeerModes.DEFAULT.mode("shop", Map.of(), 8080));
    }

    @ParameterizedTest
    @CsvSource({
        "shop, a, 8080, PERMISSIVE", // the pod's own
        "shop, a, 9090, STRICT", // its port's
        "shop, b, 9090, DISABLE", // the namespace's
        "bank, a, 8080, STRICT", // the mesh's
    })
    void theInnermostLevelCounts(String namespace, String app, int port, Mode expected) {
        String objects = MESH + NAMESPACE + POD.replace("%s", "mtls: {mode: PERMISSIVE}");
        assertEquals(expected, mode(objects, namespace, app, port));
    }

    @ParameterizedTest
    @CsvSource({"8080, DISABLE", "9090, STRICT"})
    void aPodThatSaysNothingInherits(int port, Mode expected) {
        assertEquals(expected, mode(MESH + NAMESPACE + POD.replace("%s", "mtls: {mode: UNSET}"), "shop", "a", port));
    }

    @Test
    void theOldestOfALevelCounts() {
        String younger = object("younger", "shop", "{mtls: {mode: STRICT}}");
        assertEquals(Mode.DISABLE, mode(NAMESPACE + younger, "shop", "a", 8080));
    }

    @Test
    void aSelectorInTheRootNamespaceCountsForNothing() {
        String rooted = object("pod", "istio-system", "{selector: {matchLabels: {app: a}}, mtls: {mode: STRICT}}");
        assertEquals(Mode.PERMISSIVE, mode(rooted, "istio-system", "a", 8080));
        assertEquals(Mode.PERMISSIVE, mode(rooted, "shop", "a", 8080));
    }
}
