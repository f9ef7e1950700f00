package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.WORD;

import com.google.re2j.PatternSyntaxException;
import dev.windtunnel.mesh.HttpMatch;
import dev.windtunnel.mesh.Re2;
import dev.windtunnel.mesh.StringMatch;
import dev.windtunnel.source.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code match} of a handler: fields of Istio's HTTPMatchRequest; a bare string is exact. */
final class MatchType {
    private static final Key<StringMatch> EXACT =
            Key.optional("exact", Types.as(WORD, StringMatch.Exact::new), "The whole text.");
    private static final Key<StringMatch> PREFIX =
            Key.optional("prefix", Types.as(WORD, StringMatch.Prefix::new), "How the text begins.");
    private static final Key<StringMatch> REGEX =
            Key.optional("regex", Types.checked(WORD, MatchType::regex), "An RE2 expression for the whole text.");

    private static final MapType<StringMatch> ONE = new MapType<StringMatch>(
                    "stringMatch", "How a text has to look.", List.of(EXACT, PREFIX, REGEX), MatchType::only)
            .exactlyOne(EXACT, PREFIX, REGEX);
    private static final MapType<StringMatch> ONE_OR_PRESENT = new MapType<>(
            "stringMatchOrPresent",
            "How a text has to look; {} for any.",
            List.of(EXACT, PREFIX, REGEX),
            v -> v.map().entries().isEmpty() ? new StringMatch.Present() : only(v));

    private static final Type<StringMatch> STRING = Types.orMap(Types.as(WORD, StringMatch.Exact::new), ONE);
    private static final Type<StringMatch> STRING_OR_PRESENT =
            Types.orMap(Types.as(WORD, StringMatch.Exact::new), ONE_OR_PRESENT);

    private static final Key<StringMatch> URI = Key.optional("uri", STRING, "On the path without its query.");
    private static final Key<StringMatch> METHOD = Key.optional("method", STRING, "On the method.");
    private static final Key<Map<String, StringMatch>> HEADERS =
            Key.optional("headers", CallerTypes.headers(STRING_OR_PRESENT), Map.of(), "By header name.");
    private static final Key<Map<String, StringMatch>> QUERY_PARAMS =
            Key.optional("queryParams", Types.map(STRING_OR_PRESENT), Map.of(), "By parameter name.");
    private static final Key<Integer> PORT =
            Key.optional("port", Types.integer(1, 65_535), "The port on which the app takes the request.");

    static final MapType<HttpMatch> MATCH = new MapType<>(
            "match",
            "Which requests a handler takes: all conditions hold.",
            List.of(URI, METHOD, HEADERS, QUERY_PARAMS, PORT),
            v -> new HttpMatch(
                    null,
                    v.find(URI),
                    false,
                    v.find(METHOD),
                    null,
                    null,
                    v.get(HEADERS),
                    Map.of(),
                    v.get(QUERY_PARAMS),
                    v.find(PORT),
                    Map.of(),
                    null,
                    List.of()));

    private MatchType() {}

    private static @Nullable StringMatch only(Values v) {
        StringMatch found = null;
        for (Key<StringMatch> kind : List.of(EXACT, PREFIX, REGEX)) {
            StringMatch value = v.find(kind);
            if (value != null && found != null) {
                v.spot().refused(v.map(), "exact, prefix and regex exclude each other", "keep one of them");
                return null;
            }
            found = value == null ? found : value;
        }
        return found;
    }

    private static @Nullable StringMatch regex(String text, Node node, Spot spot) {
        try {
            return StringMatch.Regex.of(text);
        } catch (PatternSyntaxException e) {
            spot.refused(node, "this is no RE2 expression: " + e.getDescription(), Re2.cure(e));
            return null;
        }
    }
}
