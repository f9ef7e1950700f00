package dev.windtunnel.config.scenario;

import static dev.windtunnel.config.scenario.Types.BYTES;
import static dev.windtunnel.config.scenario.Types.DURATION;
import static dev.windtunnel.config.scenario.Types.NAME;
import static dev.windtunnel.config.scenario.Types.POSITIVE_DURATION;
import static dev.windtunnel.config.scenario.Types.TEXT;
import static dev.windtunnel.config.scenario.Types.WORD;

import dev.windtunnel.mesh.IpBlock;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.scenario.CallerRetries;
import dev.windtunnel.scenario.Connection;
import dev.windtunnel.scenario.Template;
import dev.windtunnel.scenario.Token;
import dev.windtunnel.scenario.Traffic;
import dev.windtunnel.scenario.Traffic.MixEntry;
import dev.windtunnel.scenario.Traffic.Request;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.ValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.traffic}. How often requests are made is in {@link LoadType}. */
final class TrafficType {
    private static final String AUTHORIZATION = "authorization";
    private static final Key<String> METHOD =
            Key.optional("method", CallerTypes.METHOD, "GET", "HTTP method; default GET.");
    private static final Key<Template> URL = Key.optional(
            "url",
            Types.checked(TEXT, TrafficType::url),
            "Absolute url of http or https, with variables: http://shop/item/${uniform(1,9)}; ws://chat/room asks for a websocket.");
    private static final Key<Map<String, Template>> HEADERS = Key.optional(
            "headers",
            CallerTypes.headers(Types.checked(WORD, TrafficType::template)),
            Map.of(),
            "Headers, with variables.");
    private static final Key<Long> SIZE = Key.optional("bytes", BYTES, 0L, "Size of the body; default 0.");
    private static final Key<Token> TOKEN =
            Key.optional("token", SecurityTypes.TOKEN, "Its JSON Web Token; default none.");
    private static final Key<String> CLIENT_IP = Key.optional(
            "clientIP",
            Types.checked(WORD, TrafficType::address),
            "Where it came from at first, its x-forwarded-for; default nothing.");
    private static final Key<Template> GRPC = Key.optional(
            "grpc",
            Types.checked(TEXT, TrafficType::grpcUrl),
            "A gRPC call in place of a url: grpc://cart:7070/shop.Cart/Get, with variables.");
    private static final Key<Long> DEADLINE =
            Key.optional("timeout", POSITIVE_DURATION, 0L, "Deadline of a gRPC call, its grpc-timeout; default none.");
    private static final Key<Boolean> COOKIES = Key.optional(
            "cookies",
            Types.choice(new LinkedHashMap<>(Map.of("keep", true))),
            false,
            "keep: each person sends back the cookies that proxies make for consistent hashing; default none.");
    private static final Key<Distribution> SESSION_TIME =
            Key.required("for", Distributions.DISTRIBUTION, "How long the caller keeps it open.");
    private static final Key<Distribution> SESSION_INTERVAL =
            Key.optional("every", Distributions.DISTRIBUTION, "Between two messages; default none is sent.");
    private static final Key<Traffic.Session> SESSION = Key.optional(
            "session",
            new MapType<>(
                    "session",
                    "A websocket: how long it stays open.",
                    List.of(SESSION_TIME, SESSION_INTERVAL),
                    v -> new Traffic.Session(v.get(SESSION_TIME), v.find(SESSION_INTERVAL))),
            "Of a ws url: how long the websocket stays open once it was answered 101.");
    private static final MapType<Request> REQUEST_TYPE = new MapType<Request>(
                    "request",
                    "A request.",
                    List.of(METHOD, URL, GRPC, DEADLINE, HEADERS, COOKIES, SIZE, TOKEN, CLIENT_IP, SESSION),
                    TrafficType::request)
            .exactlyOne(URL, GRPC);

    private static final Key<Template> TCP_URL = Key.required(
            "url",
            Types.checked(TEXT, TrafficType::tcpUrl),
            "Where the connection goes: tcp://mysql:3306; tls://mysql:3306 for a caller who speaks TLS.");
    private static final Key<Integer> EXCHANGES = Key.optional(
            "exchanges",
            Types.integer(1, 1_000_000),
            1,
            "How often the caller sends something and waits for what comes back; default 1.");
    private static final Key<Long> TCP_BYTES =
            Key.optional("bytes", BYTES, 0L, "Size of what the caller sends each time; default 0.");
    private static final Key<Distribution> INTERVAL = Key.optional(
            "interval",
            Distributions.DISTRIBUTION,
            new Distribution.Constant(0),
            "Between an answer and what is sent next; default 0s.");
    private static final MapType<Request> TCP_TYPE = new MapType<>(
            "tcp",
            "Connections of TCP; each counts as a request.",
            List.of(TCP_URL, EXCHANGES, TCP_BYTES, INTERVAL),
            v -> new Request(
                    "TCP",
                    v.get(TCP_URL),
                    Map.of(),
                    v.get(TCP_BYTES),
                    0,
                    false,
                    null,
                    new Traffic.Tcp(v.get(EXCHANGES), v.get(INTERVAL)),
                    null));

    private static final Key<String> MIX_NAME = Key.required("name", NAME, "Name of the request.");
    private static final Key<Double> WEIGHT =
            Key.optional("weight", Types.number(0, true), 1.0, "How often, against the others; default 1.");
    private static final Key<Request> MIX_REQUEST = Key.required("request", REQUEST_TYPE, "The request.");
    private static final MapType<MixEntry> MIX_TYPE = new MapType<>(
            "mixEntry",
            "A request of a mix.",
            List.of(MIX_NAME, WEIGHT, MIX_REQUEST),
            v -> new MixEntry(v.get(MIX_NAME), v.get(WEIGHT), v.get(MIX_REQUEST)));

    private static final Key<String> TRAFFIC_NAME = Key.required("name", NAME, "Its name, unique in the scenario.");
    private static final Key<String> FROM = Key.required(
            "from", NAME, "The calling workload, name or ns/name; outside: through the gateway that serves the host.");
    private static final Key<String> ZONE = Key.optional("zone", NAME, "Keeps to the caller's pods there.");
    private static final Key<Request> REQUEST = Key.optional("request", REQUEST_TYPE, "The request.");
    private static final Key<List<MixEntry>> MIX = Key.optional(
            "mix",
            Types.checked(Types.nonEmpty(Types.list(MIX_TYPE)), TrafficType::distinct),
            "Requests with their weights, in place of one request.");
    private static final Key<Request> TCP = Key.optional("tcp", TCP_TYPE, "Connections of TCP in place of requests.");
    private static final Key<Traffic.Load> LOAD = Key.optional(
            "load",
            LoadType.LOAD,
            new Traffic.Closed(1, new Distribution.Constant(0)),
            "How often; default one user without think time.");
    private static final Key<Long> REQUESTS = Key.optional(
            "requests", Types.whole(1, Long.MAX_VALUE), Long.MAX_VALUE, "Stop after this many; default unlimited.");
    private static final Key<Long> START = Key.optional("start", DURATION, 0L, "First instant; default 0s.");
    private static final Key<Long> STOP =
            Key.optional("stop", DURATION, Long.MAX_VALUE, "First instant without new requests; default the end.");
    private static final Key<Connection> CONNECTION =
            Key.optional("connection", CallerTypes.CONNECTION, Connection.DEFAULT, "How connections are kept.");
    private static final Key<Long> TIMEOUT = Key.optional(
            "timeout", POSITIVE_DURATION, 0L, "The caller's own patience; then it hangs up; default none.");
    private static final Key<CallerRetries> RETRIES =
            Key.optional("retries", CallerTypes.RETRIES, "The caller's own retries; default none.");

    static final MapType<Traffic> TRAFFIC = new MapType<Traffic>(
                    "traffic",
                    "Who asks what, how often.",
                    List.of(
                            TRAFFIC_NAME,
                            FROM,
                            ZONE,
                            REQUEST,
                            MIX,
                            TCP,
                            LOAD,
                            REQUESTS,
                            START,
                            STOP,
                            CONNECTION,
                            TIMEOUT,
                            RETRIES),
                    TrafficType::traffic)
            .exactlyOne(REQUEST, MIX, TCP);

    private TrafficType() {}

    private static @Nullable Traffic traffic(Values v) {
        Request request = v.find(REQUEST);
        List<MixEntry> mix = v.find(MIX);
        if (request != null) {
            mix = List.of(new MixEntry(null, 1, request));
        }
        Request tcp = v.find(TCP);
        if (tcp != null) {
            mix = List.of(new MixEntry(null, 1, tcp));
            if (v.has(CONNECTION)) {
                v.refused(CONNECTION, "a connection of TCP is one of its own for all its exchanges", "leave it out");
            }
        }
        if (mix == null) {
            return null;
        }
        if (v.get(FROM).equals(Traffic.OUTSIDE)
                && mix.stream().anyMatch(entry -> !isHostFixed(entry.request().url()))) {
            v.refused(FROM, "a request from outside needs a host without variables: it says which gateway", null);
        }
        if (!v.get(FROM).equals(Traffic.OUTSIDE)
                && mix.stream()
                        .map(MixEntry::request)
                        .anyMatch(each -> each.session() != null
                                && Urls.isHttps(each.url().text()))) {
            v.refused(
                    v.has(MIX) ? MIX : REQUEST,
                    "the url is wss, but callers in a mesh speak plain ws; their sidecars add TLS",
                    "write ws, or let the traffic come from outside");
        }
        if (v.get(STOP) <= v.get(START)) {
            v.refused(STOP, "it stops before it starts", "make stop later than start");
        }
        return new Traffic(
                v.get(TRAFFIC_NAME),
                v.get(FROM),
                v.find(ZONE),
                mix,
                v.get(LOAD),
                v.get(REQUESTS),
                v.get(START),
                v.get(STOP),
                v.get(CONNECTION),
                v.get(TIMEOUT),
                v.find(RETRIES),
                v.place());
    }

    private static boolean isHostFixed(Template url) {
        return url.isConstant()
                || url.parts().get(0) instanceof Template.Literal first
                        && first.text().indexOf('/', first.text().indexOf("://") + 3) > 0;
    }

    private static @Nullable Request request(Values v) {
        Template grpc = v.find(GRPC);
        if (grpc != null) {
            if (v.has(METHOD)) {
                v.refused(METHOD, "gRPC calls are POST", "leave `method` out");
            }
            if (v.isWritten(SESSION)) {
                v.refused(SESSION, "only a websocket stays open", "leave `session` out");
            }
            return new Request(
                    "POST",
                    grpc,
                    GrpcTypes.headers(headers(v), v.get(DEADLINE)),
                    v.get(SIZE),
                    v.get(DEADLINE),
                    v.get(COOKIES),
                    v.find(TOKEN),
                    null,
                    null);
        }
        if (v.has(DEADLINE)) {
            v.refused(DEADLINE, "a request has no timeout of its own", "write `timeout` beside `request`");
        }
        Template url = v.find(URL);
        if (url == null) {
            return null;
        }
        Traffic.Session session = v.find(SESSION);
        boolean websocket = Urls.isWebsocket(url.text());
        if (websocket && !v.isWritten(SESSION)) {
            v.refused(URL, "nothing says how long the websocket stays open", "add `session: {for: 10m}`");
        } else if (!websocket && session != null) {
            v.refused(SESSION, "only a websocket stays open", "write ws:// in place of http://");
        }
        if (websocket && v.has(METHOD)) {
            v.refused(METHOD, "websockets are asked for by GET", "leave `method` out");
        }
        Map<String, Template> headers = headers(v);
        return new Request(
                v.get(METHOD),
                websocket ? withScheme(url, "http" + url.text().substring(2)) : url,
                websocket ? ofWebsocket(headers) : headers,
                v.get(SIZE),
                0,
                v.get(COOKIES),
                v.find(TOKEN),
                null,
                session);
    }

    /** The url as it is asked for: ws is http, and wss https. */
    private static Template withScheme(Template url, String text) {
        List<Template.Part> parts = new ArrayList<>(url.parts());
        String first = ((Template.Literal) parts.get(0)).text();
        parts.set(0, new Template.Literal("http" + first.substring(2)));
        return new Template(text, parts);
    }

    private static Map<String, Template> ofWebsocket(Map<String, Template> headers) {
        Map<String, Template> all = new TreeMap<>(headers);
        all.put("connection", literal("Upgrade"));
        all.put("upgrade", literal("websocket"));
        return all;
    }

    private static Template literal(String text) {
        return new Template(text, List.of(new Template.Literal(text)));
    }

    /** The headers, with that of the client's address. */
    private static Map<String, Template> headers(Values v) {
        String client = v.find(CLIENT_IP);
        Map<String, Template> headers = v.get(HEADERS);
        if (v.has(TOKEN) && headers.containsKey(AUTHORIZATION)) {
            v.refused(TOKEN, "the token is an authorization header, and there is one already", "keep one of the two");
        }
        if (client == null) {
            return headers;
        }
        Map<String, Template> all = new TreeMap<>(headers);
        all.put("x-forwarded-for", literal(client));
        return all;
    }

    private static @Nullable String address(String text, Node node, Spot spot) {
        if (!IpBlock.isBlock(text) || text.indexOf('/') >= 0) {
            spot.refused(node, "\"" + text + "\" is no address", "write for example 1.2.3.4");
            return null;
        }
        return text;
    }

    private static @Nullable Template grpcUrl(String text, Node node, Spot spot) {
        String url = GrpcTypes.url(text, node, spot);
        return url == null ? null : url(url, node, spot);
    }

    private static @Nullable Template tcpUrl(String text, Node node, Spot spot) {
        Urls parts = Urls.isTcp(text) ? Urls.ofAddress(text) : null;
        if (parts == null || !text.substring(Urls.TCP.length()).equals(parts.host() + ":" + parts.port())) {
            spot.refused(node, "\"" + text + "\" is no address of TCP", "write for example tcp://mysql:3306");
            return null;
        }
        return template(text, node, spot);
    }

    private static @Nullable List<MixEntry> distinct(List<MixEntry> mix, Node node, Spot spot) {
        Set<String> names = new HashSet<>();
        for (MixEntry entry : mix) {
            if (entry.name() != null && !names.add(entry.name())) {
                spot.refused(node, "two requests of the mix are called " + entry.name(), "give each its own name");
            }
        }
        return mix;
    }

    private static @Nullable Template template(String text, Node node, Spot spot) {
        try {
            return Templates.parse(text);
        } catch (ValueException e) {
            spot.refused(node, e.reason(), null);
            return null;
        }
    }

    private static @Nullable Template url(String text, Node node, Spot spot) {
        Template template = template(text, node, spot);
        if (template == null) {
            return null;
        }
        // Variables stand for words and numbers: with one in place of each the url has to be one.
        StringBuilder sample = new StringBuilder();
        for (Template.Part part : template.parts()) {
            sample.append(part instanceof Template.Literal literal ? literal.text() : sampleOf(part));
        }
        String plain = sample.toString();
        String problem = Urls.isWebsocket(plain) ? Urls.problemOfWebsocket(plain) : Urls.problem(plain);
        if (problem != null) {
            spot.refused(node, problem, "write for example http://reviews:9080/reviews/1");
            return null;
        }
        return template;
    }

    private static String sampleOf(Template.Part part) {
        return part instanceof Template.Pick pick ? pick.choices().get(0) : "1";
    }
}
