package dev.windtunnel.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.mesh.HttpRoute.HeaderOperations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rewrites, redirects and header operations. */
class RewritingTest {

    private static RequestHead request(String target, Map<String, String> headers) {
        int mark = target.indexOf('?');
        return new RequestHead(
                "GET",
                "http",
                "web:8080",
                "web",
                8080,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                headers,
                0);
    }

    private static HttpMatch match(String uri) {
        return uri.equals("-")
                ? HttpMatch.ANY
                : new HttpMatch(
                        null,
                        RouteMatcherTest.string(uri),
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
    }

    private static HeaderOperations operations(Map<String, String> set, Map<String, String> add, List<String> remove) {
        return new HeaderOperations(set, add, remove, Map.of(), Map.of(), List.of());
    }

    private static RequestHead rewritten(RequestHead request, HttpMatch match, HttpRoute.Rewrite rewrite) {
        return Rewriter.rewrite(request, match, rewrite, HeaderOperations.NONE, HeaderOperations.NONE);
    }

    @ParameterizedTest(name = "{0} of {1} becomes {2}: {3}")
    @CsvSource({
        "prefix /old, /old/a/b, /new, /new/a/b",
        "prefix /old, /older, /new, /newer",
        "prefix /old, /old?x=1, /new, /new?x=1",
        "prefix /old/, /old/x, /, /x",
        "exact /e/x, /e/x?q=1, /y, /y?q=1",
        "regex /e/.*, /e/x, /y, /y",
        "-, /a/b, /base, /basea/b",
        "-, /a/b, /base/, /base/a/b",
        "prefix /, /a, /v1/, /v1/a",
    })
    void whatTheMatchTookIsReplaced(String match, String target, String uri, String expected) {
        RequestHead after =
                rewritten(request(target, Map.of()), match(match), new HttpRoute.Rewrite(uri, null, null, null));
        assertEquals(expected, after.target());
        assertEquals(target, after.headers().get("x-envoy-original-path"));
        assertEquals("web:8080", after.authority());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "^/svc/([^/]+)(/.*)$, '\\2/in/\\1', /svc/foo/v1/api, /v1/api/in/foo",
        "^/svc/([^/]+)(/.*)$, '\\2/in/\\1', /svc/foo/v1?x=1, /v1/in/foo?x=1",
        "[0-9]+, N, /a1/b22, /aN/bN",
        "b, '', /abc, /ac",
        "x, y, /abc, /abc",
        "b, '$1', /abc, '/a$1c'",
        "(b), '<\\0>', /abc, '/a<b>c'",
        "b, '\\\\', /abc, '/a\\c'",
    })
    void aRegularExpressionActsOnThePathAlone(String regex, String substitution, String target, String expected) {
        RequestHead after = rewritten(
                request(target, Map.of()), HttpMatch.ANY, new HttpRoute.Rewrite(null, regex, substitution, null));
        assertEquals(expected, after.target());
        assertEquals(target.equals(expected) ? null : target, after.headers().get("x-envoy-original-path"));
    }

    @Test
    void aMissingSubstitutionIsEmpty() {
        RequestHead after =
                rewritten(request("/abc", Map.of()), HttpMatch.ANY, new HttpRoute.Rewrite(null, "b", null, null));
        assertEquals("/ac", after.path());
    }

    @Test
    void theAuthorityMayBeRewritten() {
        RequestHead after = rewritten(
                request("/a", Map.of("x-envoy-original-path", "/first")),
                match("prefix /a"),
                new HttpRoute.Rewrite("/b", null, null, "other"));
        assertEquals("other", after.authority());
        assertEquals("/b", after.path());
        assertEquals("/first", after.headers().get("x-envoy-original-path"), "the first path stays");
        assertEquals("web", after.dialled());
        RequestHead only =
                rewritten(request("/a", Map.of()), HttpMatch.ANY, new HttpRoute.Rewrite(null, null, null, "other"));
        assertEquals("/a", only.path());
        assertNull(only.headers().get("x-envoy-original-path"));
    }

    @Test
    void headersAreRemovedThenAddedThenSet() {
        RequestHead after = Rewriter.rewrite(
                request("/", Map.of("x-team", "red", "x-gone", "1", "x-more", "a", "x-both", "old")),
                HttpMatch.ANY,
                null,
                HeaderOperations.NONE,
                operations(
                        Map.of("X-Team", "blue"),
                        Map.of("x-more", "b", "x-new", "c", "x-both", "new"),
                        List.of("X-Gone", "x-both")));
        assertEquals(Map.of("x-team", "blue", "x-more", "a,b", "x-new", "c", "x-both", "new"), after.headers());
    }

    @Test
    void theDestinationsOperationsComeBeforeTheRoutes() {
        RequestHead after = Rewriter.rewrite(
                request("/", Map.of()),
                HttpMatch.ANY,
                null,
                operations(Map.of("a", "destination", "b", "destination"), Map.of(), List.of()),
                operations(Map.of("a", "route"), Map.of(), List.of("b")));
        assertEquals(Map.of("a", "route"), after.headers());
    }

    @Test
    void hostAmongTheHeadersIsTheAuthority() {
        for (String name : List.of("host", "Host", ":authority")) {
            RequestHead set = Rewriter.rewrite(
                    request("/", Map.of()),
                    HttpMatch.ANY,
                    null,
                    HeaderOperations.NONE,
                    operations(Map.of(name, "other"), Map.of(), List.of()));
            assertEquals("other", set.authority());
            assertEquals(Map.of(), set.headers());
            RequestHead added = Rewriter.rewrite(
                    request("/", Map.of()),
                    HttpMatch.ANY,
                    null,
                    HeaderOperations.NONE,
                    operations(Map.of(), Map.of(name, "added"), List.of()));
            assertEquals("added", added.authority());
            assertEquals(Map.of(), added.headers());
        }
    }

    @Test
    void nothingToDoChangesNothing() {
        RequestHead request = request("/", Map.of("a", "b"));
        assertSame(
                request, Rewriter.rewrite(request, HttpMatch.ANY, null, HeaderOperations.NONE, HeaderOperations.NONE));
        for (HeaderOperations operations : List.of(
                operations(Map.of("x", "1"), Map.of(), List.of()),
                operations(Map.of(), Map.of("x", "1"), List.of()),
                operations(Map.of(), Map.of(), List.of("a")))) {
            RequestHead changed = Rewriter.rewrite(request, HttpMatch.ANY, null, operations, HeaderOperations.NONE);
            assertEquals(
                    operations.requestRemove().isEmpty() ? 2 : 0,
                    changed.headers().size());
        }
    }

    private static String location(
            String target,
            String match,
            @Nullable String uri,
            @Nullable String prefix,
            @Nullable String authority,
            @Nullable String scheme,
            @Nullable Integer port,
            @Nullable String derive) {
        return Redirects.location(
                request(target, Map.of()),
                match(match),
                new HttpRoute.Redirect(uri, prefix, authority, scheme, port, derive, 301));
    }

    @Test
    void aRedirectReplacesWhatItNames() {
        assertEquals("http://web:8080/new", location("/r1/x", "prefix /r1", "/new", null, null, null, null, null));
        assertEquals(
                "http://web:8080/new?a=b", location("/r1/x?a=b", "prefix /r1", "/new", null, null, null, null, null));
        assertEquals(
                "http://web:8080/new?c=d", location("/r1?a=b", "prefix /r1", "/new?c=d", null, null, null, null, null));
        assertEquals("http://web:8080/n/x", location("/r1/x", "prefix /r1", null, "/n", null, null, null, null));
        assertEquals("https://web:8080/r2", location("/r2", "-", null, null, null, "https", null, null));
        assertEquals("http://other:8443/r3", location("/r3", "-", null, null, "other", null, 8443, null));
        assertEquals("http://other/r3", location("/r3", "-", null, null, "other", null, null, null));
        assertEquals("http://web:9/r3", location("/r3", "-", null, null, null, null, 9, null));
    }

    @Test
    void portsOfTheProtocolAreLeftOut() {
        assertEquals("http://other/x", location("/x", "-", null, null, "other", null, 80, null));
        assertEquals("https://other/x", location("/x", "-", null, null, "other", "https", 443, null));
        assertEquals("https://other:80/x", location("/x", "-", null, null, "other", "https", 80, null));
        assertEquals("http://other:443/x", location("/x", "-", null, null, "other", null, 443, null));
        assertEquals("http://other:8080/x", location("/x", "-", null, null, "other", null, null, "FROM_REQUEST_PORT"));
        assertEquals("http://web/x", location("/x", "-", null, null, null, null, null, "FROM_PROTOCOL_DEFAULT"));
    }

    @Test
    void headsOfRequests() {
        RequestHead head = new RequestHead(
                "GET", "http", "Web.Default:8080", "web", 8080, "/a", "x=1&y&x=2", Map.of("b", "2", "a", "1"), 7);
        assertEquals("web.default", head.host());
        assertEquals("/a?x=1&y&x=2", head.target());
        assertEquals("1", head.queryParameter("x"));
        assertEquals("", head.queryParameter("y"));
        assertNull(head.queryParameter("z"));
        assertEquals("[a, b]", head.headers().keySet().toString());
        assertThrows(UnsupportedOperationException.class, () -> head.headers().put("c", "3"));
        assertEquals("/b?n=1", head.withTarget("/b?n=1").target());
        assertEquals("/b?x=1&y&x=2", head.withTarget("/b").target());
        assertEquals("other", head.withAuthority("other").authority());
        assertEquals(7, head.withHeaders(Map.of()).bytes());
        assertEquals("/p", request("/p", Map.of()).target());
        assertNull(request("/p", Map.of()).queryParameter("x"));
        assertEquals("[::1]", RequestHead.withoutPort("[::1]"));
        assertEquals("[::1]", RequestHead.withoutPort("[::1]:80"));
        assertEquals("web", RequestHead.withoutPort("web"));
    }
}
