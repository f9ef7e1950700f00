package dev.windtunnel.app.save;

import dev.windtunnel.random.Distribution;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ScalarNode;
import java.util.List;

/** Distributions as scenarios write them, those that an edit can bring about. */
final class DistributionYaml {

    private DistributionYaml() {}

    static Node of(Distribution distribution) {
        if (distribution instanceof Distribution.Exponential exponential) {
            return MapNode.of(List.of(Entry.of("exponential", time(Math.round(exponential.meanNanos())))));
        } else if (distribution instanceof Distribution.Uniform uniform) {
            return MapNode.of(List.of(
                    Entry.of("uniform", ListNode.of(List.of(time(uniform.lowNanos()), time(uniform.highNanos()))))));
        } else if (distribution instanceof Distribution.Constant constant) {
            return time(constant.nanos());
        }
        throw new IllegalStateException("an edit with a distribution that has no short form: " + distribution);
    }

    private static ScalarNode time(long nanos) {
        return ScalarNode.of(Durations.format(nanos));
    }
}
