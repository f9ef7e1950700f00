package dev.windtunnel.config.istio;

import dev.windtunnel.source.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that Envoy has for status codes of HTTP ({@code envoy/type/v3/http_status.proto}). */
final class StatusNames {
    private static final Map<String, Long> CODES = new LinkedHashMap<>();

    static {
        from(100, "Continue");
        from(
                200,
                "OK",
                "Created",
                "Accepted",
                "NonAuthoritativeInformation",
                "NoContent",
                "ResetContent",
                "PartialContent",
                "MultiStatus",
                "AlreadyReported");
        from(226, "IMUsed");
        from(300, "MultipleChoices", "MovedPermanently", "Found", "SeeOther", "NotModified", "UseProxy");
        from(307, "TemporaryRedirect", "PermanentRedirect");
        from(
                400,
                "BadRequest",
                "Unauthorized",
                "PaymentRequired",
                "Forbidden",
                "NotFound",
                "MethodNotAllowed",
                "NotAcceptable",
                "ProxyAuthenticationRequired",
                "RequestTimeout",
                "Conflict",
                "Gone",
                "LengthRequired",
                "PreconditionFailed",
                "PayloadTooLarge",
                "URITooLong",
                "UnsupportedMediaType",
                "RangeNotSatisfiable",
                "ExpectationFailed");
        from(421, "MisdirectedRequest", "UnprocessableEntity", "Locked", "FailedDependency");
        from(426, "UpgradeRequired");
        from(428, "PreconditionRequired", "TooManyRequests");
        from(431, "RequestHeaderFieldsTooLarge");
        from(
                500,
                "InternalServerError",
                "NotImplemented",
                "BadGateway",
                "ServiceUnavailable",
                "GatewayTimeout",
                "HTTPVersionNotSupported",
                "VariantAlsoNegotiates",
                "InsufficientStorage",
                "LoopDetected");
        from(510, "NotExtended", "NetworkAuthenticationRequired");
    }

    private StatusNames() {}

    private static void from(long first, String... names) {
        for (int i = 0; i < names.length; i++) {
            CODES.put(names[i], first + i);
        }
    }

    /** The code of a name; null when there is none. */
    static @Nullable Long code(String name) {
        return CODES.get(name);
    }

    /** Whether a code has a name; Envoy takes no other. */
    static boolean isKnown(long code) {
        return CODES.containsValue(code);
    }

    /** The name that was probably meant, or none. */
    static List<String> near(@Nullable String name) {
        return name == null
                ? List.of()
                : Spelling.closest(name, CODES.keySet()).stream().toList();
    }
}
