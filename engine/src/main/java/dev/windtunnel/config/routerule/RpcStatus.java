package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.MixerRules.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Codes of google.rpc and what proxies of 0.1 make of them (istio/proxy 0.1 {@code http_filter.cc}). */
final class RpcStatus {

    private static final List<String> NAMES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private static final Map<String, Integer> HTTP = http();

    /** What denyChecker says unless it is told otherwise. */
    static final Status DENIED = new Status("FAILED_PRECONDITION", 400, "");

    private RpcStatus() {}

    private static Map<String, Integer> http() {
        Map<String, Integer> codes = new LinkedHashMap<>();
        codes.put("INVALID_ARGUMENT", 400);
        codes.put("FAILED_PRECONDITION", 400);
        codes.put("OUT_OF_RANGE", 400);
        codes.put("UNAUTHENTICATED", 401);
        codes.put("PERMISSION_DENIED", 403);
        codes.put("NOT_FOUND", 404);
        codes.put("ALREADY_EXISTS", 409);
        codes.put("ABORTED", 409);
        codes.put("RESOURCE_EXHAUSTED", 429);
        codes.put("CANCELLED", 499);
        codes.put("UNKNOWN", 500);
        codes.put("INTERNAL", 500);
        codes.put("DATA_LOSS", 500);
        codes.put("UNIMPLEMENTED", 501);
        codes.put("UNAVAILABLE", 503);
        codes.put("DEADLINE_EXCEEDED", 504);
        return Collections.unmodifiableMap(codes);
    }

    /** The status that a block {@code code, message} writes. */
    static Status of(Block block) {
        String message = block.text("message", "");
        Long code = block.number("code", 1, NAMES.size() - 1L);
        String name = code == null ? DENIED.name() : NAMES.get((int) (long) code);
        return new Status(name, HTTP.getOrDefault(name, 500), message);
    }
}
