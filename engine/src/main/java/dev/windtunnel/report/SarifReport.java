package dev.windtunnel.report;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the changed lines. */
public final class SarifReport implements AnalysisReporter {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String UNRESERVED = "-._~/";

    @Override
    public String text(Analysis analysis, Style style) {
        List<String> codes = analysis.findings().stream()
                .map(Finding::code)
                .distinct()
                .sorted()
                .toList();
        Map<String, @Nullable Object> driver = new LinkedHashMap<>();
        driver.put("name", "windtunnel");
        driver.put("rules", codes.stream().map(code -> rule(code, analysis)).toList());

        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put(
                "results",
                analysis.findings().stream()
                        .map(finding -> result(finding, codes.indexOf(finding.code())))
                        .toList());

        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("$schema", SCHEMA);
        document.put("version", "2.1.0");
        document.put("runs", List.of(run));
        return Documents.json(document);
    }

    private static Map<String, @Nullable Object> rule(String code, Analysis analysis) {
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put("id", code);
        rule.put("shortDescription", Map.of("text", family(code)));
        analysis.findings().stream()
                .filter(finding -> finding.code().equals(code) && finding.url() != null)
                .findFirst()
                .ifPresent(finding -> rule.put("helpUri", finding.url()));
        return rule;
    }

    private static String family(String code) {
        if (code.startsWith("IST")) {
            return "A message of Istio's configuration analysis";
        } else if (code.startsWith("WT0")) {
            return "The scenario or its files";
        } else if (code.startsWith("WT1")) {
            return "Something that is not simulated";
        } else if (code.startsWith("WT2")) {
            return "What the platform would refuse or not find";
        }
        return "Advice";
    }

    private static Map<String, @Nullable Object> result(Finding finding, int rule) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.code());
        result.put("ruleIndex", rule);
        result.put("level", level(finding.level()));
        String fix = finding.fix();
        result.put("message", Map.of("text", fix == null ? finding.message() : finding.message() + "\nFix: " + fix));
        List<Map<String, @Nullable Object>> locations = new ArrayList<>();
        Map<String, @Nullable Object> location = location(finding);
        if (!location.isEmpty()) {
            locations.add(location);
        }
        result.put("locations", locations);
        return result;
    }

    private static String level(Level level) {
        return level == Level.INFO ? "note" : level.label().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> location(Finding finding) {
        Map<String, @Nullable Object> location = new LinkedHashMap<>();
        String file = finding.file();
        if (file != null) {
            Map<String, @Nullable Object> physical = new LinkedHashMap<>();
            physical.put("artifactLocation", Map.of("uri", uri(file)));
            if (finding.line() > 0) {
                Map<String, @Nullable Object> region = new LinkedHashMap<>();
                region.put("startLine", finding.line());
                if (finding.column() > 0) {
                    region.put("startColumn", finding.column());
                }
                physical.put("region", region);
            }
            location.put("physicalLocation", physical);
        }
        String object = object(finding);
        if (!object.isEmpty()) {
            location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", object)));
        }
        return location;
    }

    private static String object(Finding finding) {
        StringBuilder text = new StringBuilder();
        for (String part : new @Nullable String[] {finding.kind(), finding.namespace(), finding.name()}) {
            if (part != null && !part.isEmpty()) {
                text.append(text.isEmpty() ? "" : "/").append(part);
            }
        }
        return text.toString();
    }

    /** The file as a relative reference (RFC 3986): what has a meaning in a URI, and bytes over 127, are escaped. */
    private static String uri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte b : file.replace('\\', '/').getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return uri.toString();
    }
}
