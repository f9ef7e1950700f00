package dev.windtunnel.config.istio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.config.Yaml;
import dev.windtunnel.mesh.HttpRoute.Retries;
import dev.windtunnel.mesh.MeshConfig;
import dev.windtunnel.mesh.ProxySettings;
import org.junit.jupiter.api.Test;

class MeshConfigsTest {
    private static final String CONFIG =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              mesh: |-
                accessLogFile: /dev/stdout
                connectTimeout: 3s
                outboundTrafficPolicy: {mode: REGISTRY_ONLY}
                defaultHttpRetryPolicy: {attempts: 0}
              meshNetworks: "networks: {}"
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio-sidecar-injector, namespace: istio-system}
            data:
              values: '{"sidecarInjectorWebhook": {"enableNamespacesByDefault": true, "rewriteAppHTTPProbe": true}}'
            """;

    @Test
    void theMeshIsConfiguredByIstiosConfigMaps() {
        Yaml yaml = Yaml.modern(CONFIG);
        assertEquals("", yaml.paths());
        assertEquals(
                new MeshConfig(
                        3_000_000_000L,
                        true,
                        new Retries(0, null, null, null, null, null),
                        null,
                        null,
                        null,
                        null,
                        true,
                        ProxySettings.NONE),
                yaml.mesh().meshConfig());
    }

    @Test
    void theMeshMayWantHttp2() {
        String mesh =
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: 'h2UpgradePolicy: %s'}}";
        assertEquals(
                true, Yaml.modern(mesh.formatted("UPGRADE")).mesh().meshConfig().http2Upgrade());
        assertEquals(
                false,
                Yaml.modern(mesh.formatted("DO_NOT_UPGRADE"))
                        .mesh()
                        .meshConfig()
                        .http2Upgrade());
        assertEquals("IST0106 a.yaml:1", Yaml.modern(mesh.formatted("PERHAPS")).rows());
    }

    @Test
    void otherConfigMapsAreOnlyCounted() {
        Yaml yaml = Yaml.modern(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio}, data: {mesh: 'connectTimeout: 3s'}}");
        assertEquals(MeshConfig.DEFAULT, yaml.mesh().meshConfig());
        assertEquals("WT1000 a.yaml:1", yaml.rows());
    }

    @Test
    void mistakesInsideTheTextAreFoundAtTheText() {
        assertEquals(
                "IST0106 a.yaml:5",
                Yaml.modern(CONFIG.replace("connectTimeout: 3s", "connectTimeout: 3"))
                        .rows());
        assertEquals(
                "IST0106 a.yaml:5",
                Yaml.modern(CONFIG.replace("connectTimeout: 3s", "{")).rows());
    }
}
