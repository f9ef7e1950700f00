package dev.windtunnel.config.istio;

import dev.windtunnel.config.fields.Block;

/** OutlierDetection, which is checked but not simulated. */
final class OutlierRules {
    private OutlierRules() {}

    static void check(Block policy) {
        Block block = policy.block("outlierDetection");
        if (block == null) {
            return;
        }
        block.durationNanos("interval");
        block.durationNanos("baseEjectionTime");
        block.number("maxEjectionPercent", 0, 100);
        block.number("minHealthPercent", 0, 100);
        block.count("consecutive5xxErrors", 0);
        block.count("consecutiveGatewayErrors", 0);
        boolean split = block.isTrue("splitExternalLocalOriginErrors");
        if (block.count("consecutiveLocalOriginFailures", 0) > 0 && !split) {
            block.refuse(
                    "consecutiveLocalOriginFailures",
                    "consecutiveLocalOriginFailures counts only with splitExternalLocalOriginErrors: true");
        }
        if (block.has("consecutiveErrors")) {
            Percentages.deprecated(block, "consecutiveErrors", "consecutiveGatewayErrors or consecutive5xxErrors");
        }
        block.harmless("outlierDetectionHttpErrorCodes");
    }
}
