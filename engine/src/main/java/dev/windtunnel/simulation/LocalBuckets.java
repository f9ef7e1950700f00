package dev.windtunnel.simulation;

import dev.windtunnel.mesh.LocalLimit;
import dev.windtunnel.proxy.limit.TokenBucket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The token buckets of local rate limits that one proxy has, all its workers together, or one connection. */
final class LocalBuckets {

    /** Tokens of one bucket, by its number in the run; where values come and go, of one of a group. */
    record Tokens(int bucket, LocalLimit.Bucket size, int group, int mostOfGroup) {

        /** Of no group. */
        static final int ALONE = -1;
    }

    private @Nullable TokenBucket[] alone = new @Nullable TokenBucket[4];
    /** Of each group those that were used last, the latest at the end. */
    private final Map<Integer, LinkedHashMap<Integer, TokenBucket>> groups = new HashMap<>();

    /** Takes a token if there is one. */
    boolean take(Tokens tokens, long nowNanos) {
        return (tokens.group() == Tokens.ALONE ? alone(tokens, nowNanos) : ofGroup(tokens, nowNanos)).take(nowNanos);
    }

    private TokenBucket alone(Tokens tokens, long nowNanos) {
        if (tokens.bucket() >= alone.length) {
            alone = Arrays.copyOf(alone, 2 * (tokens.bucket() + 1));
        }
        TokenBucket bucket = alone[tokens.bucket()];
        if (bucket == null) {
            bucket = full(tokens, nowNanos);
            alone[tokens.bucket()] = bucket;
        }
        return bucket;
    }

    /** The bucket that was not used for longest makes room for a new one ({@code DynamicDescriptor} of Envoy). */
    private TokenBucket ofGroup(Tokens tokens, long nowNanos) {
        LinkedHashMap<Integer, TokenBucket> group =
                groups.computeIfAbsent(tokens.group(), number -> new LinkedHashMap<>(16, 0.75f, true));
        TokenBucket bucket = group.get(tokens.bucket());
        if (bucket == null) {
            bucket = full(tokens, nowNanos);
            group.put(tokens.bucket(), bucket);
            if (group.size() > tokens.mostOfGroup()) {
                Iterator<Integer> oldest = group.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return bucket;
    }

    private static TokenBucket full(Tokens tokens, long nowNanos) {
        LocalLimit.Bucket size = tokens.size();
        return new TokenBucket(size.maxTokens(), size.tokensPerFill(), size.fillIntervalNanos(), nowNanos);
    }
}
