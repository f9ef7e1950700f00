package dev.windtunnel.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.windtunnel.mesh.HttpMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which virtual host takes a host, and which of its routes a request. */
class RouteTableTest {

    private static VirtualHost host(String name, String... domains) {
        return new VirtualHost(name, List.of(domains), List.of());
    }

    private static final RouteTable TABLE = new RouteTable(List.of(
            host("short suffix", "*.com"),
            host("long suffix", "*.example.com", "*-x.example.com"),
            host("exact", "api.example.com", "web"),
            host("again", "api.example.com", "*.com", "api.*", "*"),
            host("short prefix", "api.*"),
            host("long prefix", "api.example.*"),
            host("any", "*"),
            host("late", "*")));

    @ParameterizedTest(name = "{0} is of {1}")
    @CsvSource({
        "api.example.com, exact",
        "web, exact",
        "a.example.com, long suffix",
        "b-x.example.com, long suffix",
        "example.com, short suffix",
        "a.com, short suffix",
        ".com, again",
        "api.example.org, long prefix",
        "api.org, again",
        "api., again",
        "other, again",
        "com, again",
        "api.example., again",
    })
    void theHostDecides(String host, String name) {
        VirtualHost found = TABLE.virtualHost(host);
        assertEquals(name, found == null ? "none" : found.name());
    }

    @Test
    void withoutAStarSomeHostsAreNobodys() {
        RouteTable table = new RouteTable(List.of(host("one", "*.com", "a.*")));
        assertNull(table.virtualHost("com"));
        assertNull(table.virtualHost("b.org"));
        assertEquals(1, table.virtualHosts().size());
    }

    @Test
    void theFirstRouteThatTakesARequestWins() {
        List<Route> routes = new ArrayList<>();
        for (String match : List.of("prefix /a/b", "exact /a", "prefix /a", "regex /c.*")) {
            HttpMatch of = new HttpMatch(
                    null,
                    RouteMatcherTest.string(match),
                    false,
                    null,
                    null,
                    null,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    null,
                    Map.of(),
                    null,
                    List.of());
            routes.add(new Route(match, of, new RouteAction.Passthrough(), null));
        }
        VirtualHost host = new VirtualHost("h", List.of("h"), routes);
        assertEquals("prefix /a/b", rule(host, "/a/bc"));
        assertEquals("exact /a", rule(host, "/a"));
        assertEquals("prefix /a", rule(host, "/a/c"));
        assertEquals("regex /c.*", rule(host, "/cd"));
        assertNull(host.route(RouteMatcherTest.request("/d", null, Map.of())));
    }

    private static String rule(VirtualHost host, String path) {
        Route route = host.route(RouteMatcherTest.request(path, null, Map.of()));
        return route == null ? "none" : route.rule();
    }
}
