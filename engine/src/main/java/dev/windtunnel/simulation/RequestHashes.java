package dev.windtunnel.simulation;

import dev.windtunnel.mesh.DestinationRule.HashKey;
import dev.windtunnel.proxy.balance.XxHash64;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of requests for balancers that go by one ({@code source/common/http/hash_policy.cc}). That of a head is worked
 * out once.
 */
final class RequestHashes {

    private final List<HashKey> keys;
    private int lastHead = -1;
    private int lastPod = -1;
    private @Nullable Long lastHash;

    RequestHashes(List<HashKey> keys) {
        this.keys = keys;
    }

    /**
     * The hash of a request.
     *
     * @param call whose head and pod it is
     * @param otherwise when the request has nothing of what is hashed
     */
    long of(Core core, Call call, long otherwise) {
        if (call.head != lastHead || call.pod != lastPod) {
            lastHead = call.head;
            lastPod = call.pod;
            lastHash = hash(core.heads.get(call.head), core.pod(call.pod).ip);
        }
        Long hash = lastHash;
        return hash == null ? otherwise : hash;
    }

    private @Nullable Long hash(RequestHead head, String address) {
        Long hash = null;
        for (HashKey key : keys) {
            String text = text(key, head, address);
            if (text != null) {
                long own = XxHash64.of(text);
                hash = hash == null ? own : Long.rotateLeft(hash, 1) ^ own;
            }
        }
        return hash;
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
