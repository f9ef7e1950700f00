package dev.windtunnel.simulation;

import dev.windtunnel.expect.Expression.Filter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of one request or try, filled anew each time a filter has to judge one. */
final class Observation {

    int code;
    int flags;
    long startNanos;
    int tries;
    int unsent;

    @Nullable
    String version;

    @Nullable
    String subset;

    String workload = "";

    @Nullable
    String zone;

    String fromZone = "";
    /** -1 for no gRPC status. */
    int grpc = -1;

    String path = "";
    String method = "";

    @Nullable
    String requestName;

    String pod = "";

    boolean passes(List<Filter> filters) {
        for (int i = 0; i < filters.size(); i++) {
            if (!passes(filters.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(Filter filter) {
        if (filter instanceof Filter.Code wanted) {
            return wanted.low() <= code && code <= wanted.high();
        } else if (filter instanceof Filter.Flag wanted) {
            if (wanted.flag().equals("-")) {
                return flags == 0;
            }
            for (ResponseFlag flag : ResponseFlag.values()) {
                if (flag.name().equals(wanted.flag())) {
                    return flag.isIn(flags);
                }
            }
            return ResponseFlag.text(flags).equals(wanted.flag());
        } else if (filter instanceof Filter.Version wanted) {
            return wanted.version().equals(version);
        } else if (filter instanceof Filter.Subset wanted) {
            return wanted.subset().equals(subset);
        } else if (filter instanceof Filter.Workload wanted) {
            return wanted.workload().equals(workload);
        } else if (filter instanceof Filter.Zone wanted) {
            return Objects.equals(wanted.zone(), zone);
        } else if (filter instanceof Filter.FromZone wanted) {
            return wanted.zone().equals(fromZone);
        } else if (filter instanceof Filter.Path wanted) {
            return wanted.path().equals(path);
        } else if (filter instanceof Filter.Method wanted) {
            return wanted.method().equals(method);
        } else if (filter instanceof Filter.RequestName wanted) {
            return wanted.name().equals(requestName);
        } else if (filter instanceof Filter.From wanted) {
            return startNanos >= wanted.nanos();
        } else if (filter instanceof Filter.To wanted) {
            return startNanos < wanted.nanos();
        }
        return filter instanceof Filter.Grpc wanted && wanted.status() == grpc;
    }
}
