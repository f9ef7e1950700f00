package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import java.util.List;

/** ClientTLSSettings, which are checked but not simulated. */
final class TlsRules {
    private static final List<String> FILES = List.of("clientCertificate", "privateKey", "caCertificates");

    private TlsRules() {}

    static void check(Block policy) {
        Block block = policy.block("tls");
        if (block == null) {
            return;
        }
        String mode = block.word("mode", "DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL");
        boolean credential = block.filledText("credentialName") != null;
        boolean ca = block.filledText("caCertificates") != null;
        boolean certificate = block.filledText("clientCertificate") != null;
        boolean key = block.filledText("privateKey") != null;
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
        block.harmless("sni", "subjectAltNames", "caCrl");
    }
}
