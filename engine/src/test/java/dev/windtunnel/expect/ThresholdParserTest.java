package dev.windtunnel.expect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.expect.Expression.Comparison;
import dev.windtunnel.expect.Expression.Filter;
import dev.windtunnel.expect.Expression.Function;
import dev.windtunnel.expect.Expression.Kind;
import dev.windtunnel.expect.Expression.Operator;
import dev.windtunnel.expect.Expression.Range;
import dev.windtunnel.expect.Expression.Target;
import dev.windtunnel.mesh.GrpcStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdParserTest {

    @Test
    void aFigureATargetAndAValueMakeAThreshold() throws ThresholdSyntaxException {
        Expression parsed = ThresholdParser.parse("p99(curl) < 300ms");
        assertEquals(new Function.Plain(Kind.P99), parsed.metric().function());
        assertEquals(new Target.Any("curl"), parsed.metric().target());
        assertEquals(new Comparison(Operator.LESS, 0.3), parsed.condition());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyFigureHasItsName(Kind kind) throws ThresholdSyntaxException {
        String name =
                switch (kind) {
                    case QUEUE_MAX -> "queueMax";
                    case CROSS_ZONE -> "crossZone";
                    default -> kind.name().toLowerCase(java.util.Locale.ROOT);
                };
        String value =
                switch (kind.unit()) {
                    case SECONDS -> "1s";
                    case FRACTION -> "100%";
                    case PER_SECOND -> "1/s";
                    case NUMBER -> "1";
                };
        Expression parsed = ThresholdParser.parse(name + "(x, code=200) == " + value);
        assertEquals(new Function.Plain(kind), parsed.metric().function());
        assertEquals(new Comparison(Operator.EQUAL, 1), parsed.condition());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            p50(a) < 5ms                 | LESS      | 0.005
            p50(a)<=1m30s                | AT_MOST   | 90
            max(a) > 6.098s              | GREATER   | 6.098
            min(a) >= 250us              | AT_LEAST  | 0.00025
            errors(a) == 0%              | EQUAL     | 0
            errors(a) != 0.5             | DIFFERENT | 0.5
            errors(service/x.y) < 1 %    | LESS      | 0.01
            rps(a) > 50/s                | GREATER   | 50
            rps(a) > 3000/m              | GREATER   | 50
            count(a) == 100              | EQUAL     | 100
            amplification(a) < 1.5e0     | LESS      | 1.5
            ejections(a) <= 3            | AT_MOST   | 3
            utilization(pod/a-0) < 80%   | LESS      | 0.8
            queueMax(workload/n/a) < .5  | LESS      | 0.5
            """)
    void operatorsAndUnits(String text, Operator operator, double value) throws ThresholdSyntaxException {
        assertEquals(
                new Comparison(operator, value), ThresholdParser.parse(text).condition());
    }

    @Test
    void statusesOfGrpcHaveNumbersAndNames() throws ThresholdSyntaxException {
        for (GrpcStatus status : GrpcStatus.values()) {
            List<Filter> wanted = List.of(new Filter.Grpc(status.number()));
            assertEquals(
                    wanted,
                    ThresholdParser.parse("count(a, grpc=" + status + ") == 0").filters());
            assertEquals(
                    wanted,
                    ThresholdParser.parse("count(a, grpc=" + status.number() + ") == 0")
                            .filters());
        }
    }

    @Test
    void rangesIncludeBothEnds() throws ThresholdSyntaxException {
        Expression parsed = ThresholdParser.parse("share(helloworldsvc, version=2) in 8%..12%");
        assertEquals(new Range(0.08, 0.12), parsed.condition());
        assertEquals(List.of(new Filter.Version("2")), parsed.filters());
        assertTrue(parsed.condition().holds(0.08) && parsed.condition().holds(0.12));
        assertEquals(
                new Range(0.5, 1.5),
                ThresholdParser.parse("amplification(a) in 0.5 .. 1.5").condition());
        assertEquals(
                new Range(0.001, 0.3),
                ThresholdParser.parse("p99(a) in 1ms..300ms").condition());
    }

    @Test
    void targetsNameTheirKindOrAnyOrAnEdge() throws ThresholdSyntaxException {
        assertEquals(new Target.Traffic("curl"), target("traffic/curl"));
        assertEquals(new Target.Service("reviews.shop"), target("service/reviews.shop"));
        assertEquals(new Target.Workload("shop/reviews-v1"), target("workload/shop/reviews-v1"));
        assertEquals(new Target.Pod("reviews-v1-0"), target("pod/reviews-v1-0"));
        assertEquals(new Target.Any("shop/reviews"), target("shop/reviews"));
        assertEquals(new Target.Edge("tool", "helloworldsvc"), target("tool->helloworldsvc"));
        assertEquals(
                new Target.Edge("a/web-v1", "b.ns.svc.cluster.local"), target("a/web-v1 -> b.ns.svc.cluster.local"));
        assertEquals(new Target.Any("with, comma"), target("\"with, comma\""));
    }

    private static Target target(String text) throws ThresholdSyntaxException {
        return ThresholdParser.parse("mean(" + text + ") < 1s").metric().target();
    }

    @Test
    void everyFilterIsRead() throws ThresholdSyntaxException {
        assertEquals(
                List.of(
                        new Filter.Code(503, 503),
                        new Filter.Code(500, 599),
                        new Filter.Code(0, 0),
                        new Filter.Flag("UT"),
                        new Filter.Flag("-"),
                        new Filter.Grpc(14),
                        new Filter.Version("2"),
                        new Filter.Subset("v2"),
                        new Filter.Workload("ns/a-b"),
                        new Filter.Zone("z1"),
                        new Filter.FromZone("z2"),
                        new Filter.Path("/a/b.html"),
                        new Filter.Method("GET"),
                        new Filter.RequestName("browse"),
                        new Filter.From(40_000_000_000L),
                        new Filter.To(60_000_000_000L)),
                ThresholdParser.parse(
                                "rate(x, code=503, code=5xx, code=0, flag=UT, flag=-, grpc=14, version=2, subset=v2,"
                                        + " workload=ns/a-b, zone=z1, fromZone=z2, path=/a/b.html, method=get, request=browse,"
                                        + " from=40s, to=1m) < 1%")
                        .filters());
    }

    @Test
    void figuresOverReplications() throws ThresholdSyntaxException {
        Expression sd = ThresholdParser.parse("sd(p99(T)) < 5ms");
        assertEquals(new Function.StandardDeviation(Kind.P99), sd.metric().function());
        Expression ci = ThresholdParser.parse("ci95(mean(T, code=200)) <= 1s");
        assertEquals(new Function.UpperConfidence(Kind.MEAN), ci.metric().function());
        assertEquals(new Target.Any("T"), ci.metric().target());
        assertEquals(List.of(new Filter.Code(200, 200)), ci.filters());
        assertEquals(Expression.Unit.FRACTION, ThresholdParser.unit(new Function.UpperConfidence(Kind.ERRORS)));
    }

    @Test
    void recoverySaysWhatHasToHoldAndFromWhen() throws ThresholdSyntaxException {
        Expression parsed = ThresholdParser.parse("recovery(T, errors<1%, after=80s) < 10s");
        assertEquals(
                new Function.Recovery(Kind.ERRORS, new Comparison(Operator.LESS, 0.01), 80_000_000_000L),
                parsed.metric().function());
        assertEquals(new Comparison(Operator.LESS, 10), parsed.condition());
        Expression turned = ThresholdParser.parse("recovery(T, after=1s, p99 in 0s..1s, code=200) < 10s");
        assertEquals(
                new Function.Recovery(Kind.P99, new Range(0, 1), 1_000_000_000L),
                turned.metric().function());
        assertEquals(List.of(new Filter.Code(200, 200)), turned.filters());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``                              |  1 | the threshold ends           | p99
            p98(a) < 1s                     |  1 | there is no figure p98       | p99
            p99 a < 1s                      |  5 | where "(" is expected        | p99(TRAFFIC)
            p99() < 1s                      |  5 | a name is missing            | traffic
            p99(a < 1s                      | 11 | where ")" is expected        | closing parenthesis
            p99(a)                          |  7 | the condition is missing     | < <= > >=
            p99(a) = 1s                     |  8 | = is no comparison           | write ==
            p99(a) ~ 1s                     |  8 | is no condition              | < <= > >=
            p99(a) < 300                    | 10 | the unit is missing          | 300ms or 300s
            p99(a) < 5%                     | 10 | it is a percentage           | ns us ms s m h
            p99(a) < 5parsecs               | 10 | is not a duration            | ns us ms s m h
            errors(a) < 5                   | 13 | more than the whole          | 5%
            errors(a) < 5ms                 | 13 | it is a duration             | 1% or 0.01
            errors(a) < 101%                | 13 | more than the whole          | 0.01
            rps(a) > 50                     | 10 | the unit is missing          | 50/s
            rps(a) > 50ms                   | 10 | it is a duration             | 50/s
            count(a) == 5s                  | 13 | it is a duration             | without a unit
            count(a) == -5                  | 13 | is not a plain number        | without a unit
            count(a) ==                     | 12 | nothing is not               | without a unit
            share(a, version=2) in 8%       | 24 | is no range                  | LOW..HIGH
            share(a, version=2) in 12%..8%  | 24 | is empty                     | lower end first
            share(a, version=2) in 1%..2s   | 28 | it is a duration             | 1% or 0.01
            share(a) < 5%                   |  1 | without a filter             | version=2
            rate(a) < 5%                    |  1 | without a filter             | code=5xx
            rate(a, kode=5) < 5%            |  9 | there is no filter kode      | code
            rate(a, code) < 5%              | 13 | where "=" is expected        | code=503
            rate(a, code=600) < 5%          | 14 | no status code               | 100 to 599
            rate(a, code=7xx) < 5%          | 14 | no status code               | 5xx
            rate(a, flag=XX) < 5%           | 14 | no response flag XX          | UH
            rate(a, grpc=17) < 5%           | 14 | no gRPC status               | 0 to 16
            rate(a, grpc=DOWN) < 5%         | 14 | no gRPC status               | UNAVAILABLE
            p99(a, from=60s, to=40s) < 5ms  | 18 | "to" is not after            | earlier time
            p99(a, to=40s, from=40s) < 5ms  |  8 | "to" is not after            | earlier time
            p99(a, to=0s) < 5ms             |  8 | "to" is not after            | earlier time
            recovery(a, errors<1%, after=1s, from=9s, to=2s) < 5s | 43 | "to" is not after | earlier time
            rate(a, from=5) < 5%            | 14 | the unit is missing          | 5s
            rate(a, path=) < 5%             | 14 | has no value                 | path=VALUE
            rate(a, path="/x) < 5%          | 14 | not closed                   | "
            sd(p99) < 5ms                   |  7 | where "(" is expected        | p99
            sd(sd(p99(a))) < 5ms            |  4 | there is no figure sd        | p99
            recovery(a) < 5s                | 11 | has no condition             | after=80s
            recovery(a, errors<1%) < 5s     | 22 | after which time             | after=80s
            recovery(a, errors<1%, p99<1s, after=1s) < 5s | 24 | one condition | after=80s
            recovery(a, errors<1s, after=1s) < 5s         | 20 | it is a duration | 0.01
            p99(a) < 5ms and more           | 10 | is not a duration            | ns us ms
            p99(a) < 5ms)                   | 13 | follows the value            | one condition
            tool-> < 5ms                    |  1 | there is no figure tool      | p99
            p99(->b) < 5ms                  |  5 | a name is missing            | CLIENT->SERVICE
            p99(traffic/) < 5ms             |  5 | a name is missing            | traffic/NAME
            """)
    void whatCannotBeReadIsNamedWithItsPlace(String text, int column, String message, String fix) {
        ThresholdSyntaxException refusal =
                assertThrows(ThresholdSyntaxException.class, () -> ThresholdParser.parse(text == null ? "" : text));
        assertTrue(refusal.reason().contains(message), () -> refusal.reason());
        assertTrue(refusal.fix().contains(fix), () -> refusal.fix());
        assertEquals(column, refusal.column(), refusal.reason());
    }

    @Test
    void referencesHaveTheUnitOfTheirMetric() throws ThresholdSyntaxException {
        Expression max = ThresholdParser.parse("max(curl) <= 6.098s");
        assertEquals(6.087, ThresholdParser.value("6.087s", max.metric()));
        assertThrows(ThresholdSyntaxException.class, () -> ThresholdParser.value("6.087", max.metric()));
        Expression count = ThresholdParser.parse("count(curl) == 3");
        assertEquals(100, ThresholdParser.value("100", count.metric()));
    }
}
