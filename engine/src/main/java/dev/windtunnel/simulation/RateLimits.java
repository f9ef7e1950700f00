package dev.windtunnel.simulation;

import dev.windtunnel.mesh.RateLimitRules;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.proxy.limit.Descriptors;
import dev.windtunnel.proxy.limit.Descriptors.Limited;
import dev.windtunnel.proxy.limit.FixedWindow;
import dev.windtunnel.scenario.RateLimitService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of the rate limit service, one for each descriptor that it has ever been asked about. */
final class RateLimits {

    private final Map<String, FixedWindow> windows = new HashMap<>();

    /** The counters that a question counts in. */
    FixedWindow[] windows(RateLimitService service, Admission.Question question) {
        List<FixedWindow> found = new ArrayList<>();
        for (RateLimitRules rules : service.domains()) {
            if (!rules.domain().equals(question.filter().domain())) {
                continue;
            }
            for (List<Descriptors.Entry> descriptor : question.descriptors()) {
                Limited limited = Descriptors.limit(rules, descriptor);
                if (limited != null) {
                    found.add(windows.computeIfAbsent(
                            limited.counter(), name -> new FixedWindow(limited.limit(), limited.shadow())));
                }
            }
        }
        return found.toArray(new FixedWindow[0]);
    }
}
