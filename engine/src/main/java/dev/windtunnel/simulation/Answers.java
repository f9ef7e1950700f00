package dev.windtunnel.simulation;

import dev.windtunnel.scenario.Handler;
import org.jspecify.annotations.Nullable;

/** What the two kinds of answers have in common: responses of handlers, and local replies. */
final class Answers {

    private Answers() {}

    static boolean hasBody(@Nullable Object answer) {
        if (answer instanceof Handler.Response response) {
            return response.hasBody();
        }
        return answer instanceof LocalReply reply && !reply.body().isEmpty();
    }

    static long bytes(@Nullable Object answer) {
        if (answer instanceof Handler.Response response) {
            Long bytes = response.bytes();
            return bytes != null ? bytes : response.body().length();
        }
        return answer instanceof LocalReply reply ? reply.body().length() : 0;
    }
}
