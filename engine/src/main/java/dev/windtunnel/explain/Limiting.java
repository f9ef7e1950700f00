package dev.windtunnel.explain;

import dev.windtunnel.explain.Hop.Outcome;
import dev.windtunnel.mesh.GlobalRateLimit;
import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.LocalRateLimit;
import dev.windtunnel.mesh.RateLimitRules;
import dev.windtunnel.plan.Admission;
import dev.windtunnel.proxy.limit.Descriptors;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.RouteTable;
import dev.windtunnel.scenario.RateLimitService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What rate limits say of one request: those that let none pass refuse it for certain, of the others it is told what they
 * allow.
 */
final class Limiting {

    private final @Nullable RateLimitService service;
    private final Admission admission;
    private final Admission.Asked asked;
    private final int port;

    /**
     * The limits of one proxy and a request.
     *
     * @param address from which it comes
     * @param table the routes of its port; null when there are none
     * @param servicePort of inbound listeners the port of the service
     * @param port of the listener, of inbound ones that of the pod
     */
    Limiting(
            @Nullable RateLimitService service,
            Admission admission,
            RequestHead request,
            String address,
            @Nullable RouteTable table,
            int servicePort,
            int port) {
        this.service = service;
        this.admission = admission;
        this.asked = admission.asked(request, address, table, servicePort);
        this.port = port;
    }

    /** Puts into a hop what becomes of the request, or what it may become; true when it ends here. */
    boolean ends(HopBuilder hop) {
        List<String> notes = new ArrayList<>();
        for (Admission.Filter filter : admission.chain()) {
            if (!(filter instanceof Admission.Filter.Inserted inserted)
                    || !Admission.isOnPort(inserted.filter(), port)) {
                continue;
            }
            if (inserted.filter() instanceof LocalRateLimit local) {
                addLocal(local, notes);
            } else if (inserted.filter() instanceof GlobalRateLimit global && isForbidden(global, notes)) {
                hop.answers(Outcome.RATE_LIMITED, global.status(), "RL").note =
                        global.key().text() + " asks about it, and the rate limit service allows none";
                return true;
            }
        }
        if (!notes.isEmpty()) {
            String all = String.join("; ", notes);
            hop.note = hop.note == null ? all : hop.note + "; " + all;
        }
        return false;
    }

    private void addLocal(LocalRateLimit filter, List<String> notes) {
        LocalLimit limit = admission.settings(filter, asked).limit();
        if (limit.enabledFraction() <= 0 || limit.enforcedFraction() <= 0) {
            return;
        }
        for (Descriptors.Matched matched : Descriptors.matched(limit, admission.descriptors(limit, asked))) {
            notes.add(allowed(matched.declared().bucket()) + " with "
                    + matched.values().stream()
                            .map(entry -> entry.key() + "=" + entry.value())
                            .collect(Collectors.joining(", "))
                    + by(filter));
        }
        LocalLimit.Bucket bucket = limit.bucket();
        if (bucket != null) {
            notes.add(allowed(bucket) + by(filter));
        }
    }

    private static String by(LocalRateLimit filter) {
        return " (" + filter.key().text() + ")";
    }

    private static String allowed(LocalLimit.Bucket bucket) {
        return "a local rate limit allows " + words(bucket);
    }

    /** What a bucket allows: {@code 20 at once, 50 every 1s}. */
    static String words(LocalLimit.Bucket bucket) {
        return bucket.maxTokens() + " at once, " + bucket.tokensPerFill() + " every "
                + time(bucket.fillIntervalNanos());
    }

    private static String time(long nanos) {
        return nanos % 1_000_000_000L == 0 ? nanos / 1_000_000_000L + "s" : nanos / 1_000_000L + "ms";
    }

    private boolean isForbidden(GlobalRateLimit filter, List<String> notes) {
        Admission.Question question = admission.question(filter, asked);
        if (service == null || question == null) {
            return false;
        }
        for (RateLimitRules rules : service.domains()) {
            for (List<Descriptors.Entry> descriptor : rules.domain().equals(filter.domain())
                    ? question.descriptors()
                    : List.<List<Descriptors.Entry>>of()) {
                Descriptors.Limited limited = Descriptors.limit(rules, descriptor);
                if (limited == null || limited.shadow()) {
                    continue;
                }
                if (limited.limit().requestsPerUnit() == 0) {
                    return true;
                }
                notes.add("the rate limit service allows " + limited.limit().requestsPerUnit() + " every "
                        + time(limited.limit().unitNanos()));
            }
        }
        return false;
    }
}
