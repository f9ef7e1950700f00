package dev.windtunnel.simulation;

import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.proxy.balance.XxHash64;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of requests for balancers that go by one ({@code source/common/http/hash_policy.cc}). What a head has of it is
 * worked out once.
 *
 * <p>A cookie with a ttl that a request lacks is made by the proxy: the same for all requests of the caller's connection
 * ({@code router.cc}, addDownstreamSetCookie), and the same again for whoever sends it back, until the ttl is over. A person
 * gets a new one at multiples of the ttl.
 */
final class RequestHashes {

    private static final byte NONE = 0;
    private static final byte KNOWN = 1;
    private static final byte MADE_BY_PROXY = 2;

    private final HashKey[] keys;
    /** Of each key, what the last head has: nothing, a hash, or a cookie that the proxy makes. */
    private final byte[] kinds;

    private final long[] hashes;
    private int lastHead = -1;
    private int lastPod = -1;

    RequestHashes(List<HashKey> keys) {
        this.keys = keys.toArray(new HashKey[0]);
        this.kinds = new byte[this.keys.length];
        this.hashes = new long[this.keys.length];
    }

    /**
     * The hash of a request.
     *
     * @param call whose head, pod and connection it is
     * @param otherwise when the request has nothing of what is hashed
     */
    long of(Core core, Call call, long otherwise) {
        if (call.head != lastHead || call.pod != lastPod) {
            lastHead = call.head;
            lastPod = call.pod;
            look(core.heads.get(call.head), core.pod(call.pod).ip);
        }
        boolean any = false;
        long hash = 0;
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] != NONE) {
                long own = kinds[i] == KNOWN ? hashes[i] : cookie(core, call, i, otherwise);
                hash = any ? Long.rotateLeft(hash, 1) ^ own : own;
                any = true;
            }
        }
        return any ? hash : otherwise;
    }

    private void look(RequestHead head, String address) {
        for (int i = 0; i < keys.length; i++) {
            String text = text(keys[i], head, address);
            kinds[i] = text != null
                    ? KNOWN
                    : keys[i] instanceof HashKey.Cookie cookie && cookie.ttlNanos() != null ? MADE_BY_PROXY : NONE;
            hashes[i] = text == null ? 0 : XxHash64.of(text);
        }
    }

    private long cookie(Core core, Call call, int key, long otherwise) {
        if (call.cookies != 0) {
            Long ttl = ((HashKey.Cookie) keys[key]).ttlNanos();
            long renewal = ttl == null || ttl == 0 ? 0 : core.now() / ttl;
            return core.draw(call.cookies + renewal, Purpose.COOKIE + ((long) key << 8));
        }
        Socket connection = call.connection;
        return connection == null ? otherwise : core.draw(connection.key, Purpose.COOKIE + ((long) key << 8));
    }

    private static @Nullable String text(HashKey key, RequestHead head, String address) {
        if (key instanceof HashKey.Header header) {
            return head.headers().get(header.name());
        }
        if (key instanceof HashKey.Cookie cookie) {
            return cookie(head.headers().get("cookie"), cookie.name());
        }
        if (key instanceof HashKey.QueryParameter parameter) {
            return head.queryParameter(parameter.name());
        }
        return address;
    }

    static @Nullable String cookie(@Nullable String header, String name) {
        if (header == null) {
            return null;
        }
        for (String part : header.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals(name)) {
                String value = part.substring(equals + 1).strip();
                return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                        ? value.substring(1, value.length() - 1)
                        : value;
            }
        }
        return null;
    }
}
