package dev.windtunnel.report;

import dev.windtunnel.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as trees for {@link Documents}. */
public final class FindingDocuments {
    private FindingDocuments() {}

    /** A document of kind {@code Findings}, open for more keys. */
    public static Map<String, @Nullable Object> document(List<Finding> findings) {
        Map<String, @Nullable Object> document = Documents.ofKind("Findings");
        document.put("findings", items(findings));
        return document;
    }

    /** The value of a key {@code findings}: the findings in the order given. */
    public static List<Map<String, @Nullable Object>> items(List<Finding> findings) {
        return findings.stream().map(FindingDocuments::item).toList();
    }

    /** The document that {@code analyze} prints. */
    public static Map<String, @Nullable Object> document(Analysis analysis) {
        Map<String, @Nullable Object> document = document(analysis.findings());
        document.put("objects", analysis.objects());
        List<Map<String, @Nullable Object>> ignored = new ArrayList<>();
        analysis.ignored().forEach((kind, count) -> {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("kind", kind);
            item.put("count", count);
            ignored.add(item);
        });
        document.put("ignored", ignored);
        return document;
    }

    static Map<String, @Nullable Object> item(Finding finding) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("code", finding.code());
        item.put("level", finding.level().label());
        item.put("kind", finding.kind());
        item.put("namespace", finding.namespace());
        item.put("name", finding.name());
        item.put("message", finding.message());
        item.put("fix", finding.fix());
        item.put("url", finding.url());
        item.put("file", finding.file());
        item.put("line", known(finding.line()));
        item.put("column", known(finding.column()));
        item.put("path", finding.path());
        return item;
    }

    private static @Nullable Integer known(int position) {
        return position > 0 ? position : null;
    }
}
