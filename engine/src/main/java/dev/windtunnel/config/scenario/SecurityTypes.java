package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Distributions.DISTRIBUTION;
import static dev.windtunnel.config.scenario.Types.BOOL;
import static dev.windtunnel.config.scenario.Types.PERCENT;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.ExtensionProvider;
import dev.windtunnel.scenario.Token;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import java.util.List;
import java.util.Map;

/** What a scenario says about security: who answers questions about requests, and the tokens of requests. */
final class SecurityTypes {
    private static final Key<Distribution> LATENCY = Key.optional(
            "latency",
            DISTRIBUTION,
            new Distribution.Constant(1_000_000),
            "From a question to its answer; default 1ms.");
    private static final Key<List<HttpMatch>> DENY = Key.optional(
            "deny",
            Types.or(Types.as(MatchType.MATCH, List::of), Types.list(MatchType.MATCH), ListNode.class::isInstance),
            List.of(),
            "Requests to which it says no, a match or several; default none.");
    private static final Key<Integer> STATUS =
            Key.optional("status", Types.integer(200, 599), 403, "Its answer to them; default 403.");
    private static final Key<String> BODY = Key.optional("body", WORD, "", "The body of that answer; default none.");
    private static final Key<Double> FAILURES =
            Key.optional("failures", PERCENT, 0.0, "Share of the questions that get no answer; default 0.");
    private static final Key<Boolean> FAIL_OPEN =
            Key.optional("failOpen", BOOL, false, "Whether a request passes without an answer; default false.");
    private static final Key<Integer> STATUS_ON_ERROR = Key.optional(
            "statusOnError", Types.integer(200, 599), 403, "What it gets when it does not pass; default 403.");

    static final MapType<ExtensionProvider> PROVIDER = new MapType<>(
            "extensionProvider",
            "Who answers the questions of CUSTOM policies.",
            List.of(LATENCY, DENY, STATUS, BODY, FAILURES, FAIL_OPEN, STATUS_ON_ERROR),
            v -> new ExtensionProvider(
                    v.get(LATENCY),
                    v.get(DENY),
                    v.get(STATUS),
                    v.get(BODY),
                    v.get(FAILURES),
                    v.get(FAIL_OPEN),
                    v.get(STATUS_ON_ERROR)));

    private static final Type<Object> TEXT_OR_LIST = Types.or(
            Types.as(WORD, text -> (Object) text),
            Types.as(Types.list(WORD), texts -> (Object) texts),
            ListNode.class::isInstance);
    private static final Type<Object> CLAIM = Types.or(
            TEXT_OR_LIST, Types.as(Types.map(TEXT_OR_LIST), texts -> (Object) texts), MapNode.class::isInstance);
    private static final Key<String> ISSUER = Key.optional("issuer", WORD, "Who made it.");
    private static final Key<String> SUBJECT = Key.optional("subject", WORD, "Whom it is about.");
    private static final Key<Map<String, Object>> CLAIMS =
            Key.optional("claims", Types.map(CLAIM), Map.of(), "What else it says: texts, lists, maps of both.");
    private static final Key<Boolean> VALID =
            Key.optional("valid", BOOL, true, "Whether its signature is right; default true.");

    static final MapType<Token> TOKEN = new MapType<>(
            "token",
            "A JSON Web Token, sent as Authorization: Bearer.",
            List.of(ISSUER, SUBJECT, CLAIMS, VALID),
            v -> new Token(v.find(ISSUER), v.find(SUBJECT), v.get(CLAIMS), v.get(VALID)));

    private SecurityTypes() {}
}
