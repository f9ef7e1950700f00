package dev.windtunnel.proxy.limit;

import dev.windtunnel.mesh.GlobalRateLimit.Action;
import dev.windtunnel.mesh.RateLimitRules;
import dev.windtunnel.mesh.RateLimitRules.Rule;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.proxy.route.RouteMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rate limit service is asked about a request, and which of its rules answers (Envoy {@code
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
                String value = value(head, header.name());
                if (value == null && !header.optional()) {
                    return null;
                }
                if (value != null) {
                    entries.add(new Entry(header.key(), value));
                }
            } else if (action instanceof Action.Fixed fixed) {
                entries.add(new Entry(fixed.key(), fixed.value()));
            } else if (action instanceof Action.HeaderMatch match) {
                if (RouteMatcher.matches(match.headers(), head) != match.expected()) {
                    return null;
                }
                entries.add(new Entry(match.key(), match.value()));
            } else {
                entries.add(new Entry("remote_address", remoteAddress));
            }
        }
        return entries.isEmpty() ? null : entries;
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
