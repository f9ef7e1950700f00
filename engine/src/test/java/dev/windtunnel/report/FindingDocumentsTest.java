package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.finding.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingDocumentsTest {
    @Test
    void everyPartOfAFindingIsInItsDocument() {
        Finding finding = Finding.error("IST0101", "no subset v9")
                .withObject("VirtualService", "default", "reviews")
                .withFix("add it")
                .withUrl("https://istio.io/latest/docs/reference/config/analysis/ist0101/")
                .withPlace("a.yaml", 12, 7)
                .withPath("spec.http[0]");
        assertEquals(
                """
                apiVersion: windtunnel.dev/v1
                kind: Findings
                findings:
                - code: IST0101
                  level: Error
                  kind: VirtualService
                  namespace: default
                  name: reviews
                  message: no subset v9
                  fix: add it
                  url: https://istio.io/latest/docs/reference/config/analysis/ist0101/
                  file: a.yaml
                  line: 12
                  column: 7
                  path: "spec.http[0]"
                """,
                Documents.yaml(FindingDocuments.document(List.of(finding))));
    }

    @Test
    void whatIsUnknownIsNull() {
        assertEquals(
                """
                - code: WT301
                  level: Info
                  kind: null
                  namespace: null
                  name: null
                  message: m
                  fix: null
                  url: null
                  file: null
                  line: null
                  column: null
                  path: null
                """,
                Documents.yaml(FindingDocuments.items(List.of(Finding.info("WT301", "m")))));
    }
}
