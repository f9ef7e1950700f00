package dev.windtunnel.config.kubernetes;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import dev.windtunnel.mesh.Replacement;
import dev.windtunnel.mesh.Replacement.Amount;
import dev.windtunnel.mesh.Replacement.Strategy;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import org.jspecify.annotations.Nullable;

/** How controllers replace pods, with the defaults of {@code apps/v1/defaults.go}. */
final class Replacements {
    private static final Amount QUARTER = Amount.percent(25);

    private Replacements() {}

    /** Of a Deployment; in {@code extensions/v1beta1} one pod at a time was the default. */
    static Replacement ofDeployment(Block spec) {
        boolean old = spec.object().apiVersion().equals("extensions/v1beta1");
        Amount standard = old ? Amount.of(1) : QUARTER;
        Block block = spec.blockOrEmpty("strategy");
        String type = block.word("type", "RollingUpdate", "Recreate");
        Block rolling = block.blockOrEmpty("rollingUpdate");
        Amount surge = amount(rolling, "maxSurge", standard);
        Amount unavailable = amount(rolling, "maxUnavailable", standard);
        if ("Recreate".equals(type) && block.has("rollingUpdate")) {
            block.refuse(
                    "rollingUpdate",
                    "strategy Recreate has no rollingUpdate",
                    "remove rollingUpdate, or write type: RollingUpdate");
        }
        notAboveAll(rolling, unavailable);
        if (surge.value() == 0 && unavailable.value() == 0) {
            rolling.refuse(
                    "maxUnavailable",
                    "maxSurge and maxUnavailable are both 0: no pod could ever be replaced",
                    "write 1 or 25% at one of them");
        }
        return new Replacement(
                "Recreate".equals(type) ? Strategy.RECREATE : Strategy.ROLLING,
                surge,
                unavailable,
                minReady(spec),
                spec.isTrue("paused"),
                false,
                0,
                template(spec));
    }

    /** Of a StatefulSet. */
    static Replacement ofStatefulSet(Block spec) {
        Block block = spec.blockOrEmpty("updateStrategy");
        String type = block.word("type", "RollingUpdate", "OnDelete");
        Block rolling = block.blockOrEmpty("rollingUpdate");
        Amount unavailable = amount(rolling, "maxUnavailable", Amount.of(1));
        notAboveAll(rolling, unavailable);
        if (unavailable.value() == 0) {
            rolling.refuse("maxUnavailable", "maxUnavailable is 0: no pod could ever be replaced", "write 1 or more");
        }
        int partition = rolling.count("partition", 0);
        String management = spec.word("podManagementPolicy", "OrderedReady", "Parallel");
        return new Replacement(
                "OnDelete".equals(type) ? Strategy.ON_DELETE : Strategy.ROLLING,
                Amount.of(0),
                unavailable,
                minReady(spec),
                false,
                !"Parallel".equals(management),
                partition,
                template(spec));
    }

    /** Of a DaemonSet. */
    static Replacement ofDaemonSet(Block spec) {
        Block block = spec.blockOrEmpty("updateStrategy");
        String type = block.word("type", "RollingUpdate", "OnDelete");
        Block rolling = block.blockOrEmpty("rollingUpdate");
        rolling.notSimulated(Level.INFO, "maxSurge");
        Amount surge = amount(rolling, "maxSurge", Amount.of(0));
        Amount unavailable = amount(rolling, "maxUnavailable", Amount.of(surge.value() == 0 ? 1 : 0));
        notAboveAll(rolling, unavailable);
        if ((surge.value() == 0) == (unavailable.value() == 0)) {
            rolling.refuse(
                    "maxUnavailable",
                    "one of maxSurge and maxUnavailable has to be 0, and not both",
                    "leave maxSurge out");
        }
        return new Replacement(
                "OnDelete".equals(type) ? Strategy.ON_DELETE : Strategy.ROLLING,
                Amount.of(0),
                unavailable,
                minReady(spec),
                false,
                false,
                0,
                template(spec));
    }

    /** Of what makes pods and never replaces them. */
    static Replacement ofReplicaSet(Block spec) {
        return new Replacement(
                Strategy.NONE, Amount.of(0), Amount.of(0), minReady(spec), false, false, 0, template(spec));
    }

    /** Of a Rollout: its steps are not simulated, so it rolls as a Deployment with the defaults does. */
    static Replacement ofRollout(Block spec) {
        return new Replacement(
                Strategy.ROLLING, QUARTER, QUARTER, minReady(spec), spec.isTrue("paused"), false, 0, template(spec));
    }

    /** More than all pods cannot be unavailable ({@code apps/validation/validation.go}, IsNotMoreThan100Percent). */
    private static void notAboveAll(Block rolling, Amount unavailable) {
        if (unavailable.percent() && unavailable.value() > 100) {
            rolling.refuse(
                    "maxUnavailable",
                    "maxUnavailable is " + unavailable.value() + "%, more than all pods",
                    "write 100% or less");
        }
    }

    private static long minReady(Block spec) {
        return spec.count("minReadySeconds", 0) * 1_000_000_000L;
    }

    private static @Nullable Node template(Block spec) {
        return spec.node("template");
    }

    private static Amount amount(Block block, String field, Amount standard) {
        Node written = block.node(field);
        if (written == null) {
            return standard;
        }
        String text = written instanceof ScalarNode scalar ? scalar.text() : "";
        if (text.matches("[0-9]{1,9}")) {
            return Amount.of(Integer.parseInt(text));
        }
        if (text.matches("[0-9]{1,4}%")) {
            return Amount.percent(Integer.parseInt(text.substring(0, text.length() - 1)));
        }
        block.refuse(
                field,
                field + " is " + written.describe() + ", but wanted is a number of pods or a percentage such as 25%");
        return standard;
    }
}
