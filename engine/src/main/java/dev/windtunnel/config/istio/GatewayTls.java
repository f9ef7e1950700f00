package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import java.util.List;

/** The {@code tls} block of a Gateway's server ({@code validateTLSOptions}). */
final class GatewayTls {

    private static final List<String> FILES = List.of("serverCertificate", "privateKey");

    private GatewayTls() {}

    /** Whether the server sends every request to HTTPS; refuses what istiod would. */
    static boolean check(Block server, boolean tlsPort, boolean tcpPort) {
        Block tls = server.block("tls");
        if (tls == null) {
            if (tlsPort) {
                server.refuse("tls", "a server of HTTPS or TLS needs a tls block");
            }
            return false;
        }
        boolean redirect = tls.isTrue("httpsRedirect");
        String mode = tls.word(
                "mode", "PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL");
        boolean mutual = "MUTUAL".equals(mode) || "OPTIONAL_MUTUAL".equals(mode);
        if (!tlsPort && (tcpPort || mode != null || FILES.stream().anyMatch(tls::has) || tls.has("credentialName"))) {
            server.refuse(
                    "tls",
                    "a server that is neither HTTPS nor TLS has no tls block" + (tcpPort ? "" : " but httpsRedirect"));
        }
        checkTypes(tls);
        checkSources(tls);
        if ("ISTIO_MUTUAL".equals(mode)) {
            for (String file : List.of("serverCertificate", "privateKey", "caCertificates", "credentialName")) {
                if (tls.isGiven(file)) {
                    tls.refuse(file, "mode ISTIO_MUTUAL has certificates of its own");
                }
            }
        } else if (mutual || "SIMPLE".equals(mode)) {
            checkCertificates(tls, mutual);
        }
        tls.harmlessRest();
        return redirect && !tlsPort;
    }

    /** Whether the server ends the TLS of its callers, and sees their requests. */
    static boolean ends(Block server) {
        String mode = server.blockOrEmpty("tls").text("mode", "PASSTHROUGH");
        return !mode.equals("PASSTHROUGH") && !mode.equals("AUTO_PASSTHROUGH");
    }

    /** Whether the server passes the TLS of its callers through. */
    static boolean passes(Block server) {
        return server.blockOrEmpty("tls").text("mode", "PASSTHROUGH").equals("PASSTHROUGH");
    }

    /** What changes no traffic here, but that the API server looks at. */
    private static void checkTypes(Block tls) {
        for (String field : List.of("minProtocolVersion", "maxProtocolVersion")) {
            tls.word(field, "TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3");
        }
        for (String field :
                List.of("cipherSuites", "subjectAltNames", "verifyCertificateSpki", "verifyCertificateHash")) {
            tls.texts(field);
        }
        for (String field : List.of("caCertCredentialName", "caCrl")) {
            tls.text(field);
        }
    }

    private static void checkSources(Block tls) {
        int sources = 0;
        sources += tls.isGiven("credentialName") ? 1 : 0;
        sources += tls.texts("credentialNames").isEmpty() ? 0 : 1;
        sources += tls.blocks("tlsCertificates").isEmpty() ? 0 : 1;
        sources += FILES.stream().allMatch(file -> tls.isGiven(file)) ? 1 : 0;
        if (sources > 1) {
            tls.refuse(
                    "credentialName",
                    "only one of credentialName, credentialNames, tlsCertificates and files of a certificate can be given");
        }
    }

    private static void checkCertificates(Block tls, boolean mutual) {
        if (tls.isGiven("credentialName")
                || !tls.texts("credentialNames").isEmpty()
                || tls.has("credentialNames") && !tls.isList("credentialNames")) {
            return;
        }
        List<Block> certificates = tls.blocks("tlsCertificates");
        for (Block certificate : certificates.isEmpty() ? List.of(tls) : certificates) {
            for (String file : FILES) {
                if (!certificate.isGiven(file)) {
                    certificate.refuse(file, "the mode needs a " + file);
                }
            }
            certificate.harmless("caCertificates");
        }
        if (mutual && !tls.isGiven("caCertificates")) {
            tls.refuse("caCertificates", "mode MUTUAL needs caCertificates");
        }
    }
}
