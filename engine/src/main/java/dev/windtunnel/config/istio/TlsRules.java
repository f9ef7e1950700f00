package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.DestinationRule.Tls;
import dev.windtunnel.mesh.DestinationRule.TlsMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ClientTLSSettings. Certificates are taken to be good. */
final class TlsRules {
    private static final List<String> FILES = List.of("clientCertificate", "privateKey", "caCertificates");

    private TlsRules() {}

    static @Nullable Tls of(Block policy) {
        Block block = policy.block("tls");
        if (block == null) {
            return null;
        }
        String mode = block.word("mode", "DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL");
        boolean credential = block.isGiven("credentialName");
        boolean ca = block.isGiven("caCertificates");
        boolean certificate = block.isGiven("clientCertificate");
        boolean key = block.isGiven("privateKey");
        if (block.isTrue("insecureSkipVerify") && ca) {
            block.refuse("insecureSkipVerify", "insecureSkipVerify and caCertificates cannot be given together");
        }
        if (credential) {
            if (FILES.stream().anyMatch(block::has)) {
                block.refuse("credentialName", "credentialName and files of certificates cannot be given together");
            }
        } else if ("MUTUAL".equals(mode)) {
            if (!certificate) {
                block.refuse("clientCertificate", "mode MUTUAL needs a clientCertificate");
            }
            if (!key) {
                block.refuse("privateKey", "mode MUTUAL needs a privateKey");
            }
        }
        boolean port = policy.path().contains("portLevelSettings");
        if (!credential
                && !ca
                && !block.isTrue("insecureSkipVerify")
                && ("SIMPLE".equals(mode) || "MUTUAL".equals(mode))) {
            block.report(
                    Level.WARNING,
                    port ? "IST0129" : "IST0128",
                    "mode",
                    "without caCertificates the certificate of the server is not verified",
                    "add caCertificates");
        }
        // Of no effect on traffic, but the API server looks at their types.
        block.text("sni");
        block.texts("subjectAltNames");
        block.text("caCrl");
        return new Tls(mode == null ? TlsMode.DISABLE : TlsMode.valueOf(mode), credential);
    }
}
