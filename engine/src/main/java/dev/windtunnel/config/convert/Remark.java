package dev.windtunnel.config.convert;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import dev.windtunnel.source.Context.Rule;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.Fields;
import org.jspecify.annotations.Nullable;

/** Where old and new language do not say quite the same. */
enum Remark {
    DEAD("WT3101", "no request reaches this rule: %s takes them all, in the old language and in the new one", null),
    SOURCE_WIDENED(
            "WT3102",
            "the caller %s has no counterpart: the new route is for more callers than the rule was",
            "convert together with the Service of the caller, or add the labels of its pods to sourceLabels"),
    STARTS_TO_WORK("WT3103", "%s never matched in Istio 0.1 and 0.2; the new route starts to match", null),
    REGEX_DIALECT(
            "WT3104",
            "%s was an ECMAScript expression and becomes an RE2 one; both have to match the whole value",
            "check expressions that do more than plain matching"),
    REGEX_REFUSED(
            "WT3105",
            "%s is no RE2 expression: look-ahead, look-behind and back-references are gone",
            "rewrite the expression by hand"),
    DROPPED("WT3106", "%s had no effect and is left out", null),
    REFUSED("WT3107", "Istio 0.1 refused this: %s", "check that the new route is what you want"),
    SPLIT_BY_CHANCE(
            "WT3108",
            "Istio 0.1 split every 100 requests exactly; now each request is drawn: the shares are right only on average",
            null),
    FAULT_SCOPE(
            "WT3109",
            "the old fault ignored uri and hit all requests to the same version; the new one is for this route only",
            null),
    SHARE_MISSING(
            "WT3110",
            "without percent no request was %s, whatever the documentation said",
            "write percentage: {value: 100} in the new route for all requests"),
    SHARE_CUT("WT3111", "Istio 0.1 cut percentages to whole ones; %s", null),
    SERVER_LIMIT(
            "WT3112",
            "the old sidecar of the server ended every request after 15s, the new one has no such limit",
            "write timeout: 15s if that limit mattered"),
    POLICY_WITHOUT_TAGS(
            "WT3113",
            "in Istio 0.1 this policy was only for routes without tags; %s",
            "remove the policies of the subsets if it is meant for all versions"),
    POLICY_SOURCE(
            "WT3114",
            "the policy was only for some callers, the new one is for all",
            "see workloadSelector of DestinationRule"),
    SUCCESS_RATE(
            "WT3115",
            "a circuit breaker also ejected hosts with a low success rate, which Istio has switched off since",
            null),
    SLEEP_BELOW_A_SECOND("WT3116", "Istio 0.1 ignored %s below one second; %s", null),
    SHORT_NAME(
            "WT3117",
            "a destination that is no full name never matched in Istio 0.1; the new rules start to work",
            "write the full name, service.namespace.svc.cluster.local"),
    SECOND_POLICY(
            "WT3118", "%s is for the same versions: one of the two was picked by chance, the first one stays", null),
    LITERAL(
            "WT3119",
            "field by field, defaults change: no timeout instead of 15s, 2 retries on other conditions instead of none,"
                    + " 404 instead of the whole service for requests that no rule takes",
            "convert without --literal to keep the behaviour"),
    OTHER_OBJECT(
            "WT3120",
            "there is a VirtualService for %s already, and sidecars take only one of the two",
            "merge them into one"),
    NOT_CONVERTED("WT3121", "%s", null),
    EGRESS_PROXY(
            "WT3122", "useEgressProxy is left out: traffic goes straight to the outside", "add a Gateway for egress"),
    NO_RULE(
            "WT3123",
            Level.INFO,
            "no old rule names this service, so nothing is written for it: requests to it get today's defaults,"
                    + " 2 retries and no timeout instead of no retries and 15s",
            null),
    ABORT_BODY("WT3124", Level.INFO, "aborted requests had no body; now it is \"fault filter abort\"", null);

    private final Rule rule;
    private final String message;
    private final @Nullable String fix;

    Remark(String code, String message, @Nullable String fix) {
        this(code, Level.WARNING, message, fix);
    }

    Remark(String code, Level level, String message, @Nullable String fix) {
        this.rule = new Rule(code, level);
        this.message = message;
        this.fix = fix;
    }

    /** Whether a finding is this remark. */
    boolean isOf(Finding finding) {
        return finding.code().equals(rule.code());
    }

    /** Reports this about a field; the words fill the gaps of the message in order. */
    void at(Fields owner, String field, String... words) {
        Entry entry = owner.entry(field);
        owner.report(
                rule, entry == null ? owner.position() : entry.keyPosition(), owner.pathOf(field), filled(words), fix);
    }

    /** Reports this about a whole map. */
    void about(Fields owner, String... words) {
        owner.report(rule, owner.position(), owner.path(), filled(words), fix);
    }

    private String filled(String... words) {
        String text = message;
        for (String word : words) {
            int gap = text.indexOf("%s");
            text = text.substring(0, gap) + word + text.substring(gap + 2);
        }
        return text;
    }
}
