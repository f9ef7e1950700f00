package dev.windtunnel.proxy.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.mesh.MixerExpression;
import dev.windtunnel.mesh.MixerExpression.And;
import dev.windtunnel.mesh.MixerExpression.Attribute;
import dev.windtunnel.mesh.MixerExpression.Equal;
import dev.windtunnel.mesh.MixerExpression.Item;
import dev.windtunnel.mesh.MixerExpression.Literal;
import dev.windtunnel.mesh.MixerExpression.Or;
import dev.windtunnel.mesh.MixerExpression.Otherwise;
import dev.windtunnel.mesh.MixerRules;
import dev.windtunnel.mesh.MixerRules.Aspect;
import dev.windtunnel.mesh.MixerRules.Rule;
import dev.windtunnel.mesh.ObjectKey;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MixerPolicyTest {

    private static final String NAMESPACE = "default.svc.cluster.local";
    private static final String SERVICE = "web.default.svc.cluster.local";

    private static final MixerRules.Denials DENIED =
            new MixerRules.Denials(new MixerRules.Status("FAILED_PRECONDITION", 400, ""));
    private static final MixerRules.Denials UNKNOWN =
            new MixerRules.Denials(new MixerRules.Status("NOT_FOUND", 404, "who?"));

    private static Attributes request(boolean sidecar) {
        return new Attributes(
                new RequestHead("GET", "http", "web", "web", 80, "/a", null, Map.of("x-plan", "gold"), 0),
                "10.0.0.1",
                sidecar
                        ? new Attributes.Peer(
                                "10.0.0.1", "tool-0", "default", "tool." + NAMESPACE, Map.of("app", "tool"))
                        : null,
                new Attributes.Peer("10.0.0.2", "web-0", "default", SERVICE, Map.of("app", "web")));
    }

    private static MixerRules rules(
            String scope, String subject, @Nullable MixerExpression selector, Aspect... aspects) {
        return new MixerRules(
                new ObjectKey("mixer-rule", "default", scope + ":" + subject),
                scope,
                subject,
                List.of(new Rule(selector, List.of(aspects), List.of())));
    }

    private static MixerPolicy.Ruling decide(boolean sidecar, MixerRules... rules) {
        return new MixerPolicy(List.of(rules)).decide(request(sidecar));
    }

    private static int code(boolean sidecar, MixerRules... rules) {
        MixerRules.Status refusal = decide(sidecar, rules).refusal();
        return refusal == null ? 200 : refusal.http();
    }

    private static MixerExpression is(MixerExpression left, String right) {
        return new Equal(left, new Literal(right), false);
    }

    // ---------------------------------------------------------------- selectors

    @Test
    void selectorsTakeRequestsByTheirAttributes() {
        MixerExpression tool = is(new Item("source.labels", "app"), "tool");
        MixerExpression other = is(new Item("source.labels", "app"), "other");
        MixerExpression gold = is(new Item("request.headers", "x-plan"), "gold");
        assertEquals(400, selected(null));
        assertEquals(400, selected(tool));
        assertEquals(200, selected(other));
        assertEquals(400, selected(new And(tool, gold)));
        assertEquals(200, selected(new And(tool, other)));
        assertEquals(400, selected(new Or(other, gold)));
        assertEquals(400, selected(is(new Attribute("request.path"), "/a")));
        assertEquals(400, selected(is(new Attribute("target.service"), SERVICE)));
        assertEquals(200, selected(new Equal(new Attribute("source.ip"), new Literal("10.0.0.1"), true)));
        assertEquals(400, selected(is(new Otherwise(new Attribute("source.user"), new Literal("nobody")), "nobody")));
    }

    private static int selected(@Nullable MixerExpression selector) {
        return code(true, rules("global", "global", selector, DENIED));
    }

    @Test
    void callersWithoutSidecarHaveNoLabelsAndSelectorsAboutThemTakeNothing() {
        MixerExpression label = new Item("source.labels", "app");
        assertEquals(200, code(false, rules("global", "global", is(label, "tool"), DENIED)));
        assertEquals(200, code(false, rules("global", "global", new Equal(label, new Literal("tool"), true), DENIED)));
        assertEquals(400, code(false, rules("global", "global", null, DENIED)));
    }

    @Test
    void rulesInsideAreLookedAtWhenTheOuterSelectorIsTrue() {
        for (String app : new String[] {"tool", "other"}) {
            MixerRules nested = new MixerRules(
                    new ObjectKey("mixer-rule", "default", "a"),
                    "global",
                    "global",
                    List.of(new Rule(
                            is(new Item("source.labels", "app"), app),
                            List.of(),
                            List.of(new Rule(null, List.of(DENIED), List.of())))));
            assertEquals(app.equals("tool") ? 400 : 200, code(true, nested));
        }
    }

    // ---------------------------------------------------------------- subjects and scopes

    @Test
    void theMoreSpecificSubjectReplacesAspectsOfItsKind() {
        MixerRules global = rules("global", "global", null, DENIED);
        MixerRules namespace = rules("global", NAMESPACE, null, UNKNOWN);
        MixerRules allOpen = rules("global", SERVICE, null, new MixerRules.Quotas(List.of()));
        assertEquals(404, code(true, global, namespace));
        assertEquals(404, code(true, namespace, global), "whatever came first");
        assertEquals(404, code(true, global, namespace, allOpen), "aspects of other kinds stay");
        assertEquals(200, code(true, rules("global", "other." + NAMESPACE, null, DENIED)));
    }

    @Test
    void scopesAddUp() {
        MixerRules.Lists list = new MixerRules.Lists(false, new Attribute("source.ip"), List.of("10.0.0.1"));
        assertEquals(400, code(true, rules("a", SERVICE, null, list), rules("b", "global", null, DENIED)));
    }

    // ---------------------------------------------------------------- lists

    @Test
    void listsLetPassWhomTheyNameOrAllOthers() {
        assertEquals(200, listed(false, "10.0.0.1"));
        assertEquals(403, listed(false, "10.0.0.9"));
        assertEquals(403, listed(true, "10.0.0.1"));
        assertEquals(200, listed(true, "10.0.0.9"));
        MixerRules.Lists none = new MixerRules.Lists(false, new Attribute("source.user"), List.of());
        assertEquals(500, code(true, rules("global", "global", null, none)));
    }

    private static int listed(boolean blacklist, String entry) {
        MixerRules.Lists list = new MixerRules.Lists(blacklist, new Attribute("source.ip"), List.of(entry));
        MixerRules.Status refusal =
                decide(true, rules("global", "global", null, list)).refusal();
        if (refusal == null) {
            return 200;
        }
        assertEquals("PERMISSION_DENIED:10.0.0.1 rejected", refusal.body());
        return refusal.http();
    }

    // ---------------------------------------------------------------- quotas

    @Test
    void eachCombinationOfLabelsHasACounterAndOnlyRequestCountCounts() {
        MixerRules.Quotas quotas = new MixerRules.Quotas(List.of(
                new MixerRules.Quota("Other", 1, 0, Map.of()),
                new MixerRules.Quota("RequestCount", 1, 0, Map.of("who", new Attribute("source.name")))));
        MixerPolicy.Ruling known = decide(true, rules("global", "global", null, quotas));
        assertNull(known.refusal());
        assertEquals(1, known.counters().size());
        assertEquals(List.of("tool-0"), known.counters().get(0).values());
        assertEquals(
                List.of(""),
                decide(false, rules("global", "global", null, quotas))
                        .counters()
                        .get(0)
                        .values());
    }
}
