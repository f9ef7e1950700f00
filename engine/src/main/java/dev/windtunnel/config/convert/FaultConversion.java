package dev.windtunnel.config.convert;

import dev.windtunnel.source.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code httpFault}: delays and aborts. */
final class FaultConversion {
    private FaultConversion() {}

    /** The fault of a route, or null when none is left. */
    static @Nullable Map<String, @Nullable Object> convert(OldObject rule, boolean onPath, boolean literal) {
        Fields block = rule.spec().map("httpFault");
        if (block == null) {
            return null;
        }
        Map<String, @Nullable Object> fault = new LinkedHashMap<>();
        Fields delay = block.map("delay");
        if (delay != null) {
            putUnlessEmpty(fault, "delay", delay(delay, literal));
            delay.finish();
        }
        Fields abort = block.map("abort");
        if (abort != null) {
            putUnlessEmpty(fault, "abort", abort(abort, literal));
            abort.finish();
        }
        if (onPath && !fault.isEmpty()) {
            Remark.FAULT_SCOPE.at(rule.spec(), "httpFault");
        }
        block.finish();
        return fault.isEmpty() ? null : fault;
    }

    private static void putUnlessEmpty(
            Map<String, @Nullable Object> fault, String key, Map<String, @Nullable Object> value) {
        if (!value.isEmpty()) {
            fault.put(key, value);
        }
    }

    private static Map<String, @Nullable Object> delay(Fields block, boolean literal) {
        block.ignore("percent");
        dropOverride(block);
        if (block.has("exponentialDelay")) {
            Remark.REFUSED.at(block, "exponentialDelay", "exponentialDelay is not supported");
        }
        String fixed = DurationText.of(block, "fixedDelay");
        if (fixed == null) {
            Remark.REFUSED.at(block, "fixedDelay", "the delay has no fixedDelay");
            return Map.of();
        }
        return withShare(block, "delayed", literal, "fixedDelay", fixed);
    }

    private static Map<String, @Nullable Object> abort(Fields block, boolean literal) {
        block.ignore("percent");
        dropOverride(block);
        if (block.has("http2Error")) {
            Remark.DROPPED.at(block, "http2Error", "http2Error");
        }
        Long status = block.integer("httpStatus", 0, 600);
        String grpc = block.string("grpcStatus");
        if (grpc != null) {
            Remark.REFUSED.at(block, "grpcStatus", "grpcStatus is not supported");
        }
        if (status != null && status != 0) {
            Remark.ABORT_BODY.at(block, "httpStatus");
            return withShare(block, "aborted", literal, "httpStatus", status);
        }
        if (grpc != null) {
            return withShare(block, "aborted", literal, "grpcStatus", grpc);
        }
        Remark.DROPPED.about(block, "an abort without httpStatus");
        return Map.of();
    }

    /** The fault for its share of the requests; empty when that is none of them and that is to stay so. */
    private static Map<String, @Nullable Object> withShare(
            Fields block, String what, boolean literal, String key, Object value) {
        Map<String, @Nullable Object> fault = new LinkedHashMap<>();
        Double percent = block.number("percent", 0, 100);
        if (percent == null) {
            Remark.SHARE_MISSING.at(block, "percent", what);
        }
        double share = percent == null ? 0 : percent;
        double whole = Math.floor(share);
        if (whole != share) {
            Remark.SHARE_CUT.at(block, "percent", literal ? "now the fraction counts" : "so the fraction is left out");
        }
        if (!literal) {
            share = whole;
            if (share == 0) {
                return fault;
            }
        }
        if (percent != null) {
            fault.put("percentage", Map.of("value", share == whole ? (Object) (long) whole : (Object) share));
        }
        fault.put(key, value);
        return fault;
    }

    private static void dropOverride(Fields block) {
        if (block.has("overrideHeaderName")) {
            Remark.DROPPED.at(block, "overrideHeaderName", "overrideHeaderName");
        }
    }
}
