package dev.windtunnel.config.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.random.Keyed;
import dev.windtunnel.scenario.Template;
import dev.windtunnel.scenario.TemplateRenderer;
import dev.windtunnel.source.ValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

    private static Template parse(String text) {
        try {
            return Templates.parse(text);
        } catch (ValueException e) {
            throw new AssertionError(e.reason(), e);
        }
    }

    private static String render(String text, long bits) {
        return TemplateRenderer.render(parse(text), 7, 42, bits);
    }

    @Test
    void textsWithoutVariablesStayAsTheyAre() {
        assertTrue(parse("http://a/$x{y}").isConstant());
        assertEquals("http://a/$x{y}", render("http://a/$x{y}", 1));
        assertEquals("", render("", 1));
    }

    @Test
    void userAndRequestAreNumbers() {
        assertEquals("/u7/r42/7", render("/u${user}/r${ request }/${user}", 1));
        assertEquals(
                List.of(new Template.Literal("a"), new Template.User(), new Template.Uniform(-3, 5)),
                parse("a${user}${uniform(-3, 5)}").parts());
    }

    @Test
    void everyOccurrenceDrawsByItself() {
        int same = 0;
        for (long request = 0; request < 1000; request++) {
            String[] drawn = render("${uniform(1,10)},${uniform(1,10)}", Keyed.bits(1, request, 2))
                    .split(",");
            same += drawn[0].equals(drawn[1]) ? 1 : 0;
        }
        assertTrue(same > 60 && same < 140, "one in ten should be equal, not " + same + " in 1000");
    }

    @Test
    void theSameBitsGiveTheSameText() {
        String text = "${uniform(1,1000000)} ${pick(a,b,c)} ${zipf(1000,1.1)}";
        assertEquals(render(text, 99), render(text, 99));
        assertNotEquals(render(text, 99), render(text, 100));
    }

    @Test
    void uniformReachesBothEndsAndPickEveryChoice() {
        StringBuilder seen = new StringBuilder();
        for (long request = 0; request < 200; request++) {
            seen.append(render("${uniform(1,3)}${pick(a, b)}", Keyed.bits(1, request, 2)));
        }
        for (String each : List.of("1", "2", "3", "a", "b")) {
            assertTrue(seen.indexOf(each) >= 0, each);
        }
        assertTrue(seen.indexOf("0") < 0 && seen.indexOf("4") < 0 && seen.indexOf(" ") < 0);
    }

    @Test
    void zipfFavoursTheFirstRanks() {
        int[] counts = new int[5];
        int n = 20_000;
        for (long request = 0; request < n; request++) {
            counts[Integer.parseInt(render("${zipf(4,1)}", Keyed.bits(1, request, 2)))]++;
        }
        double whole = 1 + 0.5 + 1.0 / 3 + 0.25;
        for (int rank = 1; rank <= 4; rank++) {
            double share = 1 / (rank * whole);
            assertEquals(share, counts[rank] / (double) n, 4 * Math.sqrt(share * (1 - share) / n), "rank " + rank);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${user",
                "${}",
                "${User}",
                "${uniform(1)}",
                "${uniform(5,1)}",
                "${uniform(a,b)}",
                "${uniform(1,9999999999999999999)}",
                "${zipf(0,1)}",
                "${zipf(10)}",
                "${zipf(100001,1)}",
                "${zipf(10,-1)}",
                "${zipf(10,21)}",
                "${env.X}"
            })
    void whatIsNoVariableIsRefused(String text) {
        assertThrows(ValueException.class, () -> Templates.parse(text));
    }

    @Test
    void responsesHaveVariablesOfTheirOwn() throws ValueException {
        Templates.checkResponse("a ${env.SERVICE_VERSION} ${pod.name} ${pod.ip} ${request.header.x-a} b");
        assertThrows(ValueException.class, () -> Templates.checkResponse("${user}"));
        assertThrows(ValueException.class, () -> Templates.checkResponse("${pod.name"));
    }
}
