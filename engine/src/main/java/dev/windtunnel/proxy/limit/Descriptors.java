package dev.windtunnel.proxy.limit;

import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.mesh.RateLimitActions.Action;
import dev.windtunnel.mesh.RateLimitRules;
import dev.windtunnel.mesh.RateLimitRules.Rule;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.RouteMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rate limits are told of a request, and which rule of a service or bucket of a proxy that means (Envoy {@code
 * router_ratelimit.cc}, envoyproxy/ratelimit {@code config_impl.go}).
 */
public final class Descriptors {

    private Descriptors() {}

    /** An entry of a descriptor. */
    public record Entry(String key, String value) {}

    /** A rule that limits a descriptor, and the name of the counter that all requests with this descriptor share. */
    public record Limited(RateLimitRules.Limit limit, boolean shadow, String counter) {}

    /** The descriptor of a request; null when one of the actions makes no entry of it. */
    public static @Nullable List<Entry> of(List<Action> actions, RequestHead head, String remoteAddress) {
        List<Entry> entries = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.Header header) {
                if (!add(entries, header.key(), value(head, header.name()), header.optional())) {
                    return null;
                }
            } else if (action instanceof Action.QueryParameter parameter) {
                if (!add(entries, parameter.key(), head.queryParameter(parameter.name()), parameter.optional())) {
                    return null;
                }
            } else if (action instanceof Action.Fixed fixed) {
                entries.add(new Entry(fixed.key(), fixed.value()));
            } else if (action instanceof Action.Match match) {
                if (RouteMatcher.matches(match.match(), head) != match.expected()) {
                    return null;
                }
                entries.add(new Entry(match.key(), match.value()));
            } else {
                entries.add(new Entry("remote_address", remoteAddress));
            }
        }
        return entries.isEmpty() ? null : entries;
    }

    /** Adds what a request has; false when it has to have it and has not. */
    private static boolean add(List<Entry> entries, String key, @Nullable String value, boolean optional) {
        if (value != null) {
            entries.add(new Entry(key, value));
        }
        return value != null || optional;
    }

    private static @Nullable String value(RequestHead head, String name) {
        return switch (name) {
            case ":path" -> head.target();
            case ":method" -> head.method();
            case ":authority", "host" -> head.authority();
            case ":scheme" -> head.scheme();
            default -> head.headers().get(name);
        };
    }

    /** A descriptor that a local rate limit declares, and the entries of a request that it takes. */
    public record Matched(LocalLimit.Descriptor declared, List<Entry> values) {}

    /**
     * Which descriptors of a local rate limit take a request, the one that fills slowest first ({@code
     * common/local_ratelimit/local_ratelimit_impl.cc}).
     */
    public static List<Matched> matched(LocalLimit limit, List<List<Entry>> ofRequest) {
        List<Matched> matched = new ArrayList<>();
        for (List<Entry> values : ofRequest) {
            LocalLimit.Descriptor declared = find(limit.descriptors(), values);
            if (declared != null) {
                matched.add(new Matched(declared, values));
            }
        }
        matched.sort(Comparator.comparingDouble(each -> each.declared().bucket().perSecond()));
        return matched;
    }

    /** The declared descriptor of the same entries, else the first whose entries without value fit. */
    private static LocalLimit.@Nullable Descriptor find(List<LocalLimit.Descriptor> declared, List<Entry> values) {
        LocalLimit.Descriptor dynamic = null;
        for (LocalLimit.Descriptor each : declared) {
            boolean exact = each.entries().size() == values.size();
            boolean fits = exact;
            for (int i = 0; fits && i < values.size(); i++) {
                LocalLimit.Entry wanted = each.entries().get(i);
                Entry has = values.get(i);
                exact &= wanted.value().equals(has.value());
                fits = wanted.key().equals(has.key())
                        && (wanted.value().isEmpty() || wanted.value().equals(has.value()));
            }
            if (fits && exact) {
                return each;
            }
            if (fits && dynamic == null) {
                dynamic = each;
            }
        }
        return dynamic;
    }

    /** The rule for a descriptor; null when it is not limited. */
    public static @Nullable Limited limit(RateLimitRules rules, List<Entry> descriptor) {
        List<Rule> level = rules.rules();
        StringBuilder counter = new StringBuilder(rules.domain());
        Rule found = null;
        for (Entry entry : descriptor) {
            found = find(level, entry);
            if (found == null) {
                return null;
            }
            counter.append('\n').append(entry.key()).append('\t').append(entry.value());
            level = found.rules();
        }
        return found == null || found.limit() == null
                ? null
                : new Limited(found.limit(), found.shadow(), counter.toString());
    }

    /** The rule of the exact value, else the first whose beginning fits, else the one for every value. */
    private static @Nullable Rule find(List<Rule> rules, Entry entry) {
        Rule beginning = null;
        Rule every = null;
        for (Rule rule : rules) {
            if (!rule.key().equals(entry.key())) {
                continue;
            }
            String value = rule.value();
            if (value == null) {
                every = every == null ? rule : every;
            } else if (value.equals(entry.value())) {
                return rule;
            } else if (beginning == null
                    && value.endsWith("*")
                    && entry.value().startsWith(value.substring(0, value.length() - 1))) {
                beginning = rule;
            }
        }
        return beginning != null ? beginning : every;
    }
}
