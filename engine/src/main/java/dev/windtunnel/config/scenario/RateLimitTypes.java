package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Distributions.DISTRIBUTION;
import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.PERCENT;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.finding.Findings;
import dev.windtunnel.mesh.RateLimitRules;
import dev.windtunnel.mesh.RateLimitRules.Limit;
import dev.windtunnel.mesh.RateLimitRules.Rule;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.RateLimitService;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cluster.rateLimitService}, with the configuration of envoyproxy/ratelimit, in files or in place. */
final class RateLimitTypes {
    private static final long SECOND = 1_000_000_000L;

    private static final Key<Long> UNIT = Key.required("unit", Types.choice(units()), "Length of a window.");
    private static final Key<Long> REQUESTS =
            Key.required("requests_per_unit", Types.whole(0, Integer.MAX_VALUE), "Requests that a window allows.");
    private static final Key<Boolean> UNLIMITED =
            Key.optional("unlimited", BOOL, false, "true: everything is allowed.");
    private static final Key<String> LIMIT_NAME = Key.optional("name", WORD, "A name, which changes nothing.");
    private static final MapType<Limit> LIMIT = new MapType<>(
            "rateLimit",
            "Requests that each window of a length allows.",
            List.of(UNIT, REQUESTS, UNLIMITED, LIMIT_NAME),
            v -> v.get(UNLIMITED) ? new Limit(v.get(UNIT), Long.MAX_VALUE) : new Limit(v.get(UNIT), v.get(REQUESTS)));

    private static final Key<String> KEY = Key.required("key", NAME, "Key of an entry.");
    private static final Key<String> VALUE =
            Key.optional("value", WORD, "Its value; default every one, each with a limit of its own.");
    private static final Key<Limit> RATE_LIMIT = Key.optional("rate_limit", LIMIT, "What is allowed; default all.");
    private static final Key<Boolean> SHADOW =
            Key.optional("shadow_mode", BOOL, false, "Whether requests over the limit are only counted.");
    private static final Key<Boolean> DETAILED =
            Key.optional("detailed_metric", BOOL, false, "More counters, which changes nothing.");
    private static final Key<List<Rule>> INNER =
            Key.optional("descriptors", Types.list(Types.later(() -> rule())), List.of(), "Rules of the next entry.");
    private static final MapType<Rule> RULE = new MapType<>(
            "rateLimitRule",
            "A rule for an entry of a descriptor.",
            List.of(KEY, VALUE, RATE_LIMIT, SHADOW, DETAILED, INNER),
            v -> new Rule(v.get(KEY), v.find(VALUE), v.find(RATE_LIMIT), v.get(SHADOW), v.get(INNER)));

    private static final Key<String> DOMAIN = Key.required("domain", NAME, "What proxies call it.");
    private static final Key<List<Rule>> DESCRIPTORS =
            Key.optional("descriptors", Types.list(RULE), List.of(), "Rules of the first entry.");
    private static final MapType<RateLimitRules> RULES = new MapType<>(
            "rateLimitDomain",
            "What is allowed in a domain, in the words of envoyproxy/ratelimit.",
            List.of(DOMAIN, DESCRIPTORS),
            v -> new RateLimitRules(v.get(DOMAIN), v.get(DESCRIPTORS)));

    private static final Key<Distribution> LATENCY = Key.optional(
            "latency",
            DISTRIBUTION,
            new Distribution.Constant(1_000_000),
            "From a question to its answer; default 1ms.");
    private static final Key<Double> FAILURES =
            Key.optional("failures", PERCENT, 0.0, "Share of the questions that get no answer; default 0.");
    private static final Key<List<RateLimitRules>> CONFIG = Key.required(
            "config",
            Types.list(Types.orMap(Types.checked(WORD, RateLimitTypes::file), RULES)),
            "Files of envoyproxy/ratelimit, or what they hold.");
    static final MapType<RateLimitService> SERVICE = new MapType<>(
            "rateLimitService",
            "The rate limit service that proxies ask.",
            List.of(LATENCY, FAILURES, CONFIG),
            v -> new RateLimitService(v.get(LATENCY), v.get(FAILURES), v.get(CONFIG)));

    private RateLimitTypes() {}

    private static Type<Rule> rule() {
        return RULE;
    }

    private static @Nullable RateLimitRules file(String name, Node node, Spot spot) {
        String file = FileAccess.resolve(spot.reading().folder(), name);
        byte[] bytes = Inputs.read(file, node, spot);
        if (bytes == null) {
            return null;
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read(file, new String(bytes, StandardCharsets.UTF_8), problems);
        spot.reading().findings().addAll(problems);
        if (problems.hasErrors()) {
            return null;
        }
        if (documents.size() != 1) {
            spot.refused(node, file + " holds " + documents.size() + " documents", "give it one domain");
            return null;
        }
        return RULES.read(documents.get(0).root(), spot);
    }

    private static LinkedHashMap<String, Long> units() {
        LinkedHashMap<String, Long> units = new LinkedHashMap<>();
        units.put("second", SECOND);
        units.put("minute", 60 * SECOND);
        units.put("hour", 3600 * SECOND);
        units.put("day", 86_400 * SECOND);
        units.put("week", 604_800 * SECOND);
        units.put("month", 2_592_000 * SECOND);
        units.put("year", 31_536_000 * SECOND);
        return units;
    }
}
