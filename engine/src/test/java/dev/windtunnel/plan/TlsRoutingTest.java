package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envoy's order of {@code server_names}: exact, then the longest suffix, then {@code *}; of two alike the first. */
class TlsRoutingTest {

    @ParameterizedTest
    @CsvSource({
        "a.b.org, exact",
        "c.b.org, long",
        "x.c.b.org, long",
        "b.org, short",
        "c.org, short",
        "org, any",
        "c.com, any"
    })
    void theMostPreciseNameWins(String name, String rule) {
        List<TlsRouting.Chain> chains = new ArrayList<>();
        chains.add(chain("any", "*"));
        chains.add(chain("short", "*.org"));
        chains.add(chain("long", "x.com", "*.b.org"));
        chains.add(chain("later", "*.b.org"));
        chains.add(chain("exact", "a.b.org"));
        TcpRouting found = new TlsRouting(chains).of(name);
        assertEquals(rule, found == null ? "none" : found.rule());
    }

    private static TlsRouting.Chain chain(String rule, String... names) {
        return new TlsRouting.Chain(List.of(names), new TcpRouting(List.of(), 1, 0, 0, List.of(), rule, rule));
    }
}
