package dev.windtunnel.source;

import static dev.windtunnel.source.NodesTest.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private enum Model {
        THREADS,
        ROUND_ROBIN
    }

    private final Findings findings = new Findings();

    private Fields fields(String text) {
        return new Fields((MapNode) yaml(text), "spec", findings, Context.scenario("hello"));
    }

    private void finds(String text, Consumer<Fields> reading, String... wanted) {
        Fields fields = fields(text);
        reading.accept(fields);
        fields.finish();
        assertEquals(
                List.of(wanted),
                findings.list().stream()
                        .map(f -> f.code() + " " + f.line() + ":" + f.column() + " " + f.path() + ": " + f.message()
                                + (f.fix() == null ? "" : " | " + f.fix()))
                        .toList());
    }

    @Test
    void valuesAreReadByTheirType() {
        Fields f = fields(
                "{s: x, b: on, i: 0x10, f: 5.0, num: 0.5, d: 1m30s, p: 10%, r: 3000/m, z: 2kB, c: 500m, c2: 2, l: [a, b], "
                        + "m: {k: v}, o: b, e: roundRobin, version: 1, none: null}");
        assertEquals("x", f.string("s"));
        assertEquals("x", f.requiredString("s"));
        assertEquals(true, f.bool("b"));
        assertEquals(16L, f.integer("i", 0, 100));
        assertEquals(5L, f.integer("f", 0, 100));
        assertEquals(0.5, f.number("num"));
        assertEquals(16.0, f.number("i", 0, 20));
        assertEquals(90_000_000_000L, f.duration("d"));
        assertEquals(0.1, f.percent("p"));
        assertEquals(50.0, f.rate("r"));
        assertEquals(2000L, f.bytes("z"));
        assertEquals(0.5, f.cpu("c"));
        assertEquals(2.0, f.cpu("c2"));
        assertEquals(List.of("a", "b"), f.strings("l"));
        assertEquals(Map.of("k", "v"), f.stringMap("m"));
        assertEquals("b", f.oneOf("o", "a", "b"));
        assertEquals(Model.ROUND_ROBIN, f.oneOf("e", Model.class));
        assertEquals("1", f.scalarText("version"));
        assertNull(f.string("none"));
        assertEquals(List.of(), findings.list());
        f.finish();
        assertEquals(List.of(), findings.list());
    }

    @Test
    void absentAndNullKeysAreNothingAndFine() {
        Fields f = fields("{none: ~}");
        for (String key : List.of("none", "absent")) {
            assertNull(f.string(key));
            assertEquals("fallback", f.string(key, "fallback"));
            assertNull(f.bool(key));
            assertEquals(true, f.bool(key, true));
            assertNull(f.integer(key, 0, 1));
            assertEquals(7, f.integer(key, 0, 1, 7));
            assertNull(f.number(key));
            assertNull(f.number(key, 0, 1));
            assertNull(f.map(key));
            assertNull(f.duration(key));
            assertNull(f.oneOf(key, "a"));
            assertNull(f.oneOf(key, Model.class));
            assertNull(f.scalarText(key));
            assertEquals(List.of(), f.list(key));
            assertEquals(List.of(), f.maps(key));
            assertEquals(Map.of(), f.stringMap(key));
            assertEquals(Map.of(), f.mapsByName(key));
        }
        assertEquals(List.of(), findings.list());
    }

    @Test
    void unknownKeysAreReportedWithTheKeyThatWasMeant() {
        finds(
                "weigth: 5\nperTryTimeout: 1s\nxyz: 1\n",
                f -> {
                    f.integer("weight", 0, 100);
                    f.duration("perTryTimeout");
                },
                "WT0010 1:1 spec.weigth: unknown key \"weigth\" in spec | did you mean \"weight\"?",
                "WT0010 3:1 spec.xyz: unknown key \"xyz\" in spec | remove it; the keys here are weight, perTryTimeout");
    }

    @Test
    void wrongTypesSayWhatWasWantedAndWhatWasGot() {
        finds(
                "a: ten\nb: 5\nc: [1]\nd: {x: 1}\ne: 5.5\nf: maybe\ng: x\nh: .nan\n",
                f -> {
                    assertNull(f.number("a"));
                    assertNull(f.string("b"));
                    assertNull(f.map("c"));
                    assertEquals(List.of(), f.list("d"));
                    assertNull(f.integer("e", 0, 10));
                    assertNull(f.bool("f"));
                    assertEquals(List.of(), f.maps("g"));
                    assertNull(f.number("h"));
                },
                "WT0011 1:4 spec.a: wanted a number, got the text \"ten\"",
                "WT0011 2:4 spec.b: wanted a text, got the number 5 | put it in quotes: \"5\"",
                "WT0011 3:4 spec.c: wanted a map, got a list",
                "WT0011 4:4 spec.d: wanted a list, got a map",
                "WT0011 5:4 spec.e: wanted a whole number, got the number 5.5",
                "WT0011 6:4 spec.f: wanted true or false, got the text \"maybe\"",
                "WT0011 7:4 spec.g: wanted a list, got the text \"x\"",
                "WT0011 8:4 spec.h: wanted a finite number, got the number .nan");
    }

    @Test
    void valuesOutsideTheirRangeAreReported() {
        finds(
                "{a: 101, b: -1, c: 1.5, d: thread, e: -0.5, f: zzz}",
                f -> {
                    assertNull(f.integer("a", 0, 100));
                    assertNull(f.integer("b", 0, Long.MAX_VALUE));
                    assertNull(f.number("c", 0, 1));
                    assertNull(f.oneOf("d", Model.class));
                    assertNull(f.number("e", 0, Double.MAX_VALUE));
                    assertNull(f.oneOf("f", "one", "two"));
                },
                "WT0012 1:5 spec.a: wanted a number from 0 to 100, got 101",
                "WT0012 1:13 spec.b: wanted a number from 0, got -1",
                "WT0012 1:20 spec.c: wanted a number from 0 to 1, got 1.5",
                "WT0012 1:28 spec.d: wanted threads or round_robin, got the text \"thread\" | did you mean \"threads\"?",
                "WT0012 1:39 spec.e: wanted a number from 0, got -0.5",
                "WT0012 1:48 spec.f: wanted one or two, got the text \"zzz\"");
    }

    @Test
    void unitsAreAskedFor() {
        finds(
                "{a: 5, b: true, c: [1], d: 10}",
                f -> {
                    assertNull(f.duration("a"));
                    assertNull(f.duration("b"));
                    assertNull(f.rate("c"));
                    assertNull(f.percent("d"));
                },
                "WT0011 1:5 spec.a: the duration 5 has no unit: write for example 5s or 5ms",
                "WT0011 1:11 spec.b: wanted a duration such as 250ms or 1m30s, got true (a truth value)",
                "WT0011 1:20 spec.c: wanted a rate such as 50/s or 3000/m, got a list",
                "WT0012 1:28 spec.d: the share 10 is more than 1: write 10% for a percentage");
    }

    @Test
    void missingKeysAreReportedAtTheMap() {
        finds(
                "a: {x: 1}\n",
                f -> {
                    Fields a = Objects.requireNonNull(f.map("a"));
                    a.ignore("x");
                    assertEquals("", a.requiredString("name"));
                    a.finish();
                },
                "WT0013 1:4 spec.a.name: \"name\" is missing | add it");
    }

    @Test
    void pathsLeadThroughListsAndOddKeys() {
        finds(
                "route:\n- weight: x\n- 5\nlabels: {a.b/c: 1, d: [x], e: ~}\nworkloads:\n  \"*\": {cpu: x}\n  w: 5\n  v:\n",
                f -> {
                    List<Fields> routes = f.maps("route");
                    assertEquals(1, routes.size());
                    routes.get(0).integer("weight", 0, 1);
                    assertEquals(Map.of("a.b/c", "1"), f.stringMap("labels"));
                    Map<String, Fields> workloads = f.mapsByName("workloads");
                    assertEquals(List.of("*", "v"), List.copyOf(workloads.keySet()));
                    Objects.requireNonNull(workloads.get("*")).cpu("cpu");
                },
                "WT0011 3:3 spec.route[1]: wanted a map, got the number 5",
                "WT0011 2:11 spec.route[0].weight: wanted a whole number, got the text \"x\"",
                "WT0011 4:17 spec.labels[\"a.b/c\"]: wanted a text, got the number 1 | put it in quotes: \"1\"",
                "WT0011 4:23 spec.labels.d: wanted a text, got a list",
                "WT0011 4:31 spec.labels.e: wanted a text, got nothing",
                "WT0011 7:6 spec.workloads.w: wanted a map, got the number 5",
                "WT0011 6:14 spec.workloads[\"*\"].cpu: wanted an amount of cpu such as 2, 0.5 or 500m, got \"x\"");
    }

    @Test
    void lenientCaseTakesBothSpellings() {
        finds(
                "{per_try_timeout: 1s, retryOn: x, sub: {max_connections: 5}, both_ways: 1, bothWays: 2}",
                f -> {
                    f.lenientCase();
                    assertEquals(1_000_000_000L, f.duration("perTryTimeout"));
                    assertEquals("x", f.string("retry_on"));
                    assertEquals(5L, Objects.requireNonNull(f.map("sub")).integer("maxConnections", 0, 9));
                    assertEquals(2L, f.integer("bothWays", 0, 9));
                },
                "WT0010 1:62 spec.both_ways: unknown key \"both_ways\" in spec | did you mean \"bothWays\"?");
    }

    @Test
    void withoutItASpellingIsUnknown() {
        finds(
                "{per_try_timeout: 1s}",
                f -> assertNull(f.duration("perTryTimeout")),
                "WT0010 1:2 spec.per_try_timeout: unknown key \"per_try_timeout\" in spec | did you mean \"perTryTimeout\"?");
    }

    @Test
    void restCanBeIgnored() {
        finds("{a: 1, b: 2}", Fields::ignoreRest);
    }

    @Test
    void manifestsHaveTheirOwnCodesAndLevels() {
        Fields f = new Fields(
                (MapNode) yaml("{typo: 1, weight: x}"),
                "",
                findings,
                Context.manifest("VirtualService", "default", "reviews"));
        assertNull(f.integer("weight", 0, 100));
        f.finish();
        assertEquals(
                List.of(
                        "Error [IST0106] (VirtualService default/reviews t.yaml:1:19) wanted a whole number, got the text \"x\"",
                        "Warning [WT1001] (VirtualService default/reviews t.yaml:1:2) unknown key \"typo\". Remove it; the keys here are weight."),
                findings.list().stream().map(Finding::text).toList());
        assertNotNull(findings.list().get(0).path());
    }
}
