package dev.windtunnel.config.routerule;

import dev.windtunnel.config.fields.Block;
import dev.windtunnel.finding.Level;
import org.jspecify.annotations.Nullable;

/** Where Istio 0.1.6 does something else than its documentation said, or than people expect. */
enum Trap {
    SHARE_MISSING(
            "WT3001",
            Level.WARNING,
            "without percent no request is affected: the documentation said 100 %, Istio 0.1.6 takes 0 %",
            "write percent: 100 for all requests"),
    SHARE_CUT("WT3002", Level.WARNING, "Istio 0.1.6 cuts the percentage to a whole number", "write a whole number"),
    EMPTY_FAULT(
            "WT3003",
            Level.WARNING,
            "a fault that does nothing made Istio 0.1.6 write a listener that Envoy refuses; here it does nothing",
            "give the fault a percent and a delay or status, or remove it"),
    FAULT_IGNORES_PATH(
            "WT3004",
            Level.WARNING,
            "faults ignore the condition on uri: every request that goes to the same versions meets this fault",
            null),
    REDIRECT_IS_301("WT3005", Level.INFO, "the redirect is answered with 301; the documentation said 302", null),
    ATTEMPTS_ARE_RETRIES(
            "WT3006",
            Level.INFO,
            "attempts counts the retries: there are up to 1 + attempts tries, and all of them share the timeout (15s when"
                    + " not written)",
            null),
    NO_PER_TRY_TIMEOUT(
            "WT3007",
            Level.WARNING,
            "without perTryTimeout retries do not help against slow answers: the first try uses up the whole timeout",
            "write perTryTimeout"),
    NEVER_MATCHES(
            "WT3008",
            Level.WARNING,
            "this condition never holds: Istio 0.1.6 looks for an ordinary header of that name, which no request has",
            "use exact or prefix on uri, or another header"),
    CALLER_WITHOUT_SERVICE(
            "WT3009",
            Level.INFO,
            "a rule with match is not there for callers whose pod belongs to no Service, whatever the match says",
            null),
    SHORT_NAME(
            "WT3010",
            Level.WARNING,
            "Istio 0.1.6 compares full names: a short name never is that of a service",
            "write name.namespace.svc.cluster.local"),
    OVER_15_SECONDS(
            "WT3011",
            Level.WARNING,
            "the proxy of the called pod ends requests after 15s, so a longer timeout has no effect there",
            null),
    SAME_TAGS(
            "WT3018",
            Level.WARNING,
            "a policy before this one has the same tags: Istio 0.1.6 takes one of them at random, here the first holds",
            "put both into one policy"),
    UNDER_A_SECOND(
            "WT3017",
            Level.WARNING,
            "Istio 0.1.6 looks at whole seconds: less than one is taken for its default (30s for sleepWindow, 10s for"
                    + " httpDetectionInterval)",
            "write at least 1s"),
    IGNORED("WT3012", Level.INFO, "Istio 0.1.6 reads this field and ignores it", null);

    private final String code;
    private final Level level;
    private final String message;
    private final @Nullable String fix;

    Trap(String code, Level level, String message, @Nullable String fix) {
        this.code = code;
        this.level = level;
        this.message = message;
        this.fix = fix;
    }

    void report(Block block, String field) {
        block.report(level, code, field, message, fix);
    }

    void reportIfWritten(Block block, String... fields) {
        for (String field : fields) {
            if (block.has(field)) {
                report(block, field);
            }
        }
    }
}
