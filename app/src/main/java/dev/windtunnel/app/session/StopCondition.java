package dev.windtunnel.app.session;

import dev.windtunnel.app.session.SessionState.Rates;
import dev.windtunnel.expect.Expression;
import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Target;
import dev.windtunnel.expect.ThresholdParser;
import dev.windtunnel.expect.ThresholdSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run stops at: a threshold as scenarios write it, looked at over the last 10 s at the end of every second. Knows
 * {@code errors}, {@code rps}, {@code p50}, {@code p95}, {@code p99} and {@code amplification} of traffic, services and
 * edges. Of a service that several ask, percentiles are those of the slowest edge.
 */
public final class StopCondition {

    private static final Set<Kind> KNOWN =
            EnumSet.of(Kind.ERRORS, Kind.RPS, Kind.P50, Kind.P95, Kind.P99, Kind.AMPLIFICATION);

    private final Expression expression;
    private final Kind kind;

    private final String text;

    private StopCondition(String text, Expression expression, Kind kind) {
        this.text = text;
        this.expression = expression;
        this.kind = kind;
    }

    /**
     * The meaning of a text such as {@code errors(reviews) > 5%}.
     *
     * @throws IllegalArgumentException when it has none; the message says why, in a sentence
     */
    public static StopCondition parse(String text) {
        Expression expression;
        try {
            expression = ThresholdParser.parse(text.strip());
        } catch (ThresholdSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Target target = expression.metric().target();
        boolean known = expression.metric().function() instanceof Function.Plain plain && KNOWN.contains(plain.kind());
        if (!known || target instanceof Target.Workload || target instanceof Target.Pod) {
            throw new IllegalArgumentException(
                    "a run can stop at errors, rps, p50, p95, p99 and amplification of a traffic, a service or an edge");
        }
        if (!expression.metric().filters().isEmpty()) {
            throw new IllegalArgumentException("a run stops at figures of all requests, without filters");
        }
        return new StopCondition(
                text.strip(), expression, ((Function.Plain) expression.metric().function()).kind());
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * Why a run could never stop here; empty when what is meant exists.
     *
     * @param traffic names of the scenario's traffic
     * @param services services as {@code name.namespace}
     */
    public String unknown(Collection<String> traffic, Collection<String> services) {
        Target target = expression.metric().target();
        String name = target instanceof Target.Traffic of
                ? of.name()
                : target instanceof Target.Service of
                        ? of.name()
                        : target instanceof Target.Edge edge
                                ? edge.service()
                                : target instanceof Target.Any any ? any.name() : "";
        boolean isTraffic =
                !(target instanceof Target.Service || target instanceof Target.Edge) && traffic.contains(name);
        boolean isService =
                !(target instanceof Target.Traffic) && services.stream().anyMatch(each -> isService(each + ":", name));
        return isTraffic || isService
                ? ""
                : "There is no " + (target instanceof Target.Traffic ? "traffic" : "traffic or service") + " " + name
                        + " here.";
    }

    /** Whether it holds for these figures, by target; not while its target had no requests. */
    boolean holds(Map<String, Rates> rates) {
        List<Rates> ours = new ArrayList<>();
        String traffic = traffic(expression.metric().target());
        if (rates.containsKey(traffic)) {
            ours.add(rates.get(traffic));
        } else {
            rates.forEach((key, value) -> {
                if (isMeant(key, expression.metric().target())) {
                    ours.add(value);
                }
            });
        }
        double requests = ours.stream().mapToDouble(Rates::requestsPerSecond).sum();
        if (requests <= 0 && kind != Kind.RPS || ours.isEmpty()) {
            return false;
        }
        double retries = ours.stream().mapToDouble(Rates::retriesPerSecond).sum();
        double observed =
                switch (kind) {
                    case RPS -> requests;
                    case ERRORS ->
                        ours.stream()
                                        .mapToDouble(each -> each.errorRate() * each.requestsPerSecond())
                                        .sum()
                                / requests;
                    case AMPLIFICATION -> (requests + retries) / requests;
                    case P50 -> slowest(ours, Rates::p50Seconds);
                    case P95 -> slowest(ours, Rates::p95Seconds);
                    default -> slowest(ours, Rates::p99Seconds);
                };
        return expression.condition().holds(observed);
    }

    private static double slowest(List<Rates> rates, java.util.function.ToDoubleFunction<Rates> figure) {
        return rates.stream()
                .mapToDouble(figure)
                .filter(each -> !Double.isNaN(each))
                .max()
                .orElse(Double.NaN);
    }

    private static String traffic(Target target) {
        return target instanceof Target.Traffic of
                ? "traffic/" + of.name()
                : target instanceof Target.Any any ? "traffic/" + any.name() : "";
    }

    /** Whether an edge, {@code source->service.namespace:port}, is one of a target. */
    private static boolean isMeant(String key, Target target) {
        int arrow = key.indexOf("->");
        if (arrow < 0) {
            return false;
        }
        String source = key.substring(0, arrow);
        String service = key.substring(arrow + 2);
        if (target instanceof Target.Edge edge) {
            return source.equals(edge.client()) && isService(service, edge.service());
        }
        return target instanceof Target.Service of
                ? isService(service, of.name())
                : target instanceof Target.Any any && isService(service, any.name());
    }

    private static boolean isService(String service, String name) {
        return service.startsWith(name + ".") || service.startsWith(name + ":");
    }
}
