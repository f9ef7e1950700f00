package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.mesh.DestinationRule.OutlierDetection;
import org.jspecify.annotations.Nullable;

/** OutlierDetection. */
final class OutlierRules {
    private static final long MOST = Integer.MAX_VALUE;

    private OutlierRules() {}

    static @Nullable OutlierDetection of(Block policy) {
        Block block = policy.block("outlierDetection");
        if (block == null) {
            return null;
        }
        boolean split = block.isTrue("splitExternalLocalOriginErrors");
        Long local = block.number("consecutiveLocalOriginFailures", 0, MOST);
        if (local != null && local > 0 && !split) {
            block.refuse(
                    "consecutiveLocalOriginFailures",
                    "consecutiveLocalOriginFailures counts only with splitExternalLocalOriginErrors: true");
        }
        if (block.has("consecutiveErrors")) {
            Percentages.deprecated(block, "consecutiveErrors", "consecutiveGatewayErrors or consecutive5xxErrors");
        }
        block.notSimulated("outlierDetectionHttpErrorCodes");
        return new OutlierDetection(
                block.number("consecutive5xxErrors", 0, MOST),
                block.number("consecutiveGatewayErrors", 0, MOST),
                split,
                local,
                block.durationNanos("interval"),
                block.durationNanos("baseEjectionTime"),
                block.number("maxEjectionPercent", 0, 100),
                block.number("minHealthPercent", 0, 100));
    }
}
