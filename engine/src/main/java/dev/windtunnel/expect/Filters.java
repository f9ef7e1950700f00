package dev.windtunnel.expect;

import dev.windtunnel.expect.Expression.Filter;
import dev.windtunnel.mesh.GrpcStatus;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the filters of a threshold: {@code code=5xx}, {@code version=2}, {@code from=40s}. */
final class Filters {
    private static final List<String> NAMES = List.of(
            "code",
            "flag",
            "grpc",
            "version",
            "subset",
            "workload",
            "zone",
            "fromZone",
            "path",
            "method",
            "request",
            "from",
            "to");

    /** The response flags of Envoy (envoy/stream_info/stream_info.h); {@code -} is no flag. */
    private static final Set<String> FLAGS = Set.of(
            "-", "LH", "UH", "UT", "LR", "UR", "UF", "UC", "UO", "NR", "DI", "FI", "RL", "UAEX", "RLSE", "DC", "URX",
            "SI", "IH", "DPE", "UPE", "UMSDR", "RFCF", "NFCF", "DT", "OM", "DF", "NC", "DO", "DR", "UDO");

    private static final Pattern CODE = Pattern.compile("([0-9]{1,3})|([1-5])[xX]{2}");
    private static final Pattern GRPC = Pattern.compile("[0-9]|1[0-6]");

    private Filters() {}

    /**
     * The filter of a name whose equals sign has been read.
     *
     * @param nameColumn where the name stands
     */
    static Filter read(String name, Cursor in, int nameColumn) throws ThresholdSyntaxException {
        if (!NAMES.contains(name)) {
            throw new ThresholdSyntaxException(
                    nameColumn, "there is no filter " + name, "use one of " + String.join(", ", NAMES));
        }
        int column = in.column();
        String value = in.argument();
        if (value.isEmpty()) {
            throw new ThresholdSyntaxException(
                    column, "the filter " + name + " has no value", "write " + name + "=VALUE");
        }
        return switch (name) {
            case "code" -> code(value, column);
            case "flag" -> flag(value, column);
            case "grpc" -> grpc(value, column);
            case "version" -> new Filter.Version(value);
            case "subset" -> new Filter.Subset(value);
            case "workload" -> new Filter.Workload(value);
            case "zone" -> new Filter.Zone(value);
            case "fromZone" -> new Filter.FromZone(value);
            case "path" -> new Filter.Path(value);
            case "method" -> new Filter.Method(value.toUpperCase(Locale.ROOT));
            case "request" -> new Filter.RequestName(value);
            case "from" -> new Filter.From(Values.nanos(value, column));
            case "to" -> new Filter.To(Values.nanos(value, column));
            default -> throw new IllegalStateException("filter " + name + " is listed but not read");
        };
    }

    /**
     * Refuses times between which no request starts: {@code from <= start < to}.
     *
     * @param columns where each filter stands
     */
    static void checkTimes(List<Filter> filters, List<Integer> columns) throws ThresholdSyntaxException {
        long from = 0;
        for (Filter filter : filters) {
            from = filter instanceof Filter.From start ? Math.max(from, start.nanos()) : from;
        }
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i) instanceof Filter.To to && to.nanos() <= from) {
                throw new ThresholdSyntaxException(
                        columns.get(i),
                        "the time of \"to\" is not after that of \"from\", so no request is meant",
                        "write the earlier time at from, the later one at to");
            }
        }
    }

    private static Filter code(String value, int column) throws ThresholdSyntaxException {
        Matcher code = CODE.matcher(value);
        if (!code.matches()) {
            throw new ThresholdSyntaxException(
                    column, "\"" + value + "\" is no status code", "write one such as 503, a class such as 5xx, or 0");
        }
        if (code.group(2) != null) {
            int low = 100 * Integer.parseInt(code.group(2));
            return new Filter.Code(low, low + 99);
        }
        int exact = Integer.parseInt(code.group(1));
        if (exact != 0 && (exact < 100 || exact > 599)) {
            throw new ThresholdSyntaxException(
                    column, exact + " is no status code", "write one from 100 to 599, or 0 for no answer");
        }
        return new Filter.Code(exact, exact);
    }

    private static Filter flag(String value, int column) throws ThresholdSyntaxException {
        if (!FLAGS.contains(value)) {
            throw new ThresholdSyntaxException(
                    column,
                    "Envoy has no response flag " + value,
                    "use one flag, such as UH, UF, UO, NR, URX, UT, UC, DC, DI, FI, or - for none");
        }
        return new Filter.Flag(value);
    }

    private static Filter grpc(String value, int column) throws ThresholdSyntaxException {
        if (GrpcStatus.isName(value)) {
            return new Filter.Grpc(GrpcStatus.valueOf(value).number());
        }
        if (!GRPC.matcher(value).matches()) {
            throw new ThresholdSyntaxException(
                    column,
                    "\"" + value + "\" is no gRPC status",
                    "write a number from 0 to 16, or a name such as UNAVAILABLE");
        }
        return new Filter.Grpc(Integer.parseInt(value));
    }
}
