package dev.windtunnel.app.report;

import dev.windtunnel.explain.Hop;
import dev.windtunnel.mesh.HttpRoute;
import dev.windtunnel.proxy.retry.BackOff;
import dev.windtunnel.proxy.retry.RetryPolicy;
import dev.windtunnel.report.Documents;
import dev.windtunnel.report.Figures;
import dev.windtunnel.report.FlagWords;
import dev.windtunnel.report.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of one request, hop by hop. */
public final class RouteReport {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LABEL_WIDTH = 14;

    private RouteReport() {}

    // ---------------------------------------------------------------- for programs

    /** A document of kind {@code Route}. */
    public static Map<String, @Nullable Object> document(List<Hop> hops) {
        Map<String, @Nullable Object> document = Documents.ofKind("Route");
        document.put("hops", hops.stream().map(RouteReport::hop).toList());
        return document;
    }

    private static Map<String, @Nullable Object> hop(Hop hop) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("proxy", hop.proxy());
        item.put("outcome", hop.outcome().text());
        item.put("status", hop.status());
        item.put("flag", hop.flag());
        item.put("virtualHost", hop.virtualHost());
        item.put("rule", hop.rule());
        item.put(
                "skipped",
                hop.skipped().stream()
                        .map(skipped -> map("rule", skipped.rule(), "reason", skipped.reason()))
                        .toList());
        item.put(
                "destinations",
                hop.destinations().stream().map(RouteReport::destination).toList());
        item.put("timeoutSeconds", hop.timeoutNanos() == 0 ? null : seconds(hop.timeoutNanos()));
        item.put("retries", retries(hop.retry()));
        List<Map<String, @Nullable Object>> faults =
                hop.faults().stream().map(RouteReport::fault).toList();
        item.put("fault", faults.isEmpty() ? null : faults.get(0));
        if (faults.size() > 1) {
            item.put("faults", faults);
        }
        item.put(
                "mirrors",
                hop.mirrors().stream()
                        .map(mirror -> map("cluster", mirror.cluster(), "share", mirror.share()))
                        .toList());
        Hop.Rewritten rewrite = hop.rewrite();
        item.put("rewrite", rewrite == null ? null : map("path", rewrite.target(), "authority", rewrite.authority()));
        item.put("redirect", hop.redirect() == null ? null : map("location", hop.redirect()));
        item.put("note", hop.note());
        return item;
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    private static Map<String, @Nullable Object> destination(Hop.Destination destination) {
        return map(
                "cluster", destination.cluster(),
                "host", destination.host(),
                "port", destination.port(),
                "subset", destination.subset(),
                "weight", destination.weight(),
                "share", destination.share(),
                "endpoints", destination.endpoints());
    }

    private static @Nullable Map<String, @Nullable Object> retries(@Nullable RetryPolicy retry) {
        if (retry == null) {
            return null;
        }
        BackOff backOff = retry.backOff();
        return map(
                "attempts",
                retry.retries(),
                "perTryTimeoutSeconds",
                retry.perTryTimeoutNanos() == 0 ? null : seconds(retry.perTryTimeoutNanos()),
                "retryOn",
                retry.conditions().text(),
                "backoffBaseSeconds",
                backOff.baseMillis() / 1e3,
                "backoffMaxSeconds",
                backOff.maxMillis() == Long.MAX_VALUE ? null : backOff.maxMillis() / 1e3,
                "ignorePreviousHosts",
                retry.avoidsPreviousHosts());
    }

    private static Map<String, @Nullable Object> fault(HttpRoute.Fault fault) {
        boolean delays = fault.delayNanos() > 0;
        boolean aborts = fault.abortHttpStatus() > 0 || fault.abortGrpcStatus() != null;
        return map(
                "delaySeconds", delays ? seconds(fault.delayNanos()) : null,
                "delayShare", delays ? fault.delayFraction() : null,
                "abortStatus", fault.abortHttpStatus() > 0 ? fault.abortHttpStatus() : fault.abortGrpcStatus(),
                "abortShare", aborts ? fault.abortFraction() : null);
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    // ---------------------------------------------------------------- for people

    /** A paragraph for each hop. */
    public static String text(List<Hop> hops, Style style) {
        StringBuilder text = new StringBuilder();
        for (Hop hop : hops) {
            text.append(text.length() == 0 ? "" : "\n");
            text.append(style.bold(hop.proxy()))
                    .append(": ")
                    .append(outcome(hop, style))
                    .append('\n');
            for (String[] line : lines(hop)) {
                String label = line[0] + " ".repeat(LABEL_WIDTH - line[0].length());
                text.append("  ").append(style.dim(label)).append(line[1]).append('\n');
            }
        }
        return text.toString();
    }

    private static String outcome(Hop hop, Style style) {
        if (hop.status() == null) {
            String word = hop.outcome().text();
            return switch (hop.outcome()) {
                case REFUSED, BLOCKED -> style.bad(word);
                default -> style.good(word);
            };
        }
        String answer = hop.outcome().text() + " " + hop.status() + (hop.flag() == null ? "" : " " + hop.flag());
        String words = hop.flag() == null ? "" : ": " + FlagWords.ofFlags(hop.flag());
        boolean good = hop.outcome() == Hop.Outcome.REDIRECT || hop.outcome() == Hop.Outcome.DIRECT;
        return (good ? style.good(answer) : style.bad(answer)) + words;
    }

    private static List<String[]> lines(Hop hop) {
        List<String[]> lines = new ArrayList<>();
        add(lines, "note", hop.note());
        add(lines, "virtual host", hop.virtualHost());
        hop.skipped().forEach(skipped -> add(lines, "skipped", skipped.rule() + " (" + skipped.reason() + ")"));
        add(lines, "rule", hop.rule());
        hop.destinations().forEach(destination -> add(lines, "to", to(destination)));
        if (hop.rule() != null && hop.redirect() == null && hop.outcome() != Hop.Outcome.DIRECT) {
            add(lines, "timeout", hop.timeoutNanos() == 0 ? "none" : Figures.duration(hop.timeoutNanos()));
        }
        add(lines, "retries", hop.retry() == null ? null : words(hop.retry()));
        hop.faults().forEach(fault -> add(lines, "fault", words(fault)));
        hop.mirrors()
                .forEach(mirror -> add(lines, "mirror", Figures.percent(mirror.share()) + " to " + mirror.cluster()));
        Hop.Rewritten rewrite = hop.rewrite();
        add(lines, "rewrite", rewrite == null ? null : rewrite.target() + " with Host " + rewrite.authority());
        add(lines, "redirect", hop.redirect());
        return lines;
    }

    private static void add(List<String[]> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.add(new String[] {label, text});
        }
    }

    private static String to(Hop.Destination destination) {
        String pods = destination.endpoints().isEmpty() ? "no pod" : String.join(", ", destination.endpoints());
        return Figures.percent(destination.share()) + " " + destination.cluster() + ": " + pods;
    }

    private static String words(RetryPolicy retry) {
        BackOff backOff = retry.backOff();
        StringBuilder text = new StringBuilder().append(retry.retries());
        if (retry.perTryTimeoutNanos() > 0) {
            text.append(", each try ").append(Figures.duration(retry.perTryTimeoutNanos()));
        }
        text.append(", on ").append(retry.conditions().text());
        text.append(", back-off from ").append(Figures.seconds(backOff.baseMillis() / 1e3));
        if (backOff.maxMillis() != Long.MAX_VALUE) {
            text.append(" to ").append(Figures.seconds(backOff.maxMillis() / 1e3));
        }
        return text.append(retry.avoidsPreviousHosts() ? ", other hosts first" : "")
                .toString();
    }

    private static String words(HttpRoute.Fault fault) {
        List<String> parts = new ArrayList<>();
        if (fault.delayNanos() > 0) {
            parts.add("delay of " + Figures.duration(fault.delayNanos()) + " for "
                    + Figures.percent(fault.delayFraction()));
        }
        if (fault.abortHttpStatus() > 0 || fault.abortGrpcStatus() != null) {
            String status = fault.abortGrpcStatus() != null ? fault.abortGrpcStatus() : "" + fault.abortHttpStatus();
            parts.add("abort with " + status + " for " + Figures.percent(fault.abortFraction()));
        }
        return String.join(", ", parts);
    }
}
