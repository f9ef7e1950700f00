package dev.windtunnel.report;

import dev.windtunnel.finding.Finding;

/**
 * Findings as JUnit's XML: a test case for each, failed from the failure level up, skipped below it (so that build
 * servers show the message of those too).
 */
public final class FindingsJUnitReport implements AnalysisReporter {
    private static final String SUITE = "windtunnel analyze";

    @Override
    public String text(Analysis analysis, Style style) {
        int failures =
                (int) analysis.findings().stream().filter(analysis::fails).count();
        int tests = Math.max(1, analysis.findings().size());
        int skipped = analysis.findings().size() - failures;
        Xml xml = new Xml();
        xml.open("testsuites", "name", "windtunnel", "tests", "" + tests, "failures", "" + failures, "errors", "0");
        xml.open(
                "testsuite",
                "name",
                SUITE,
                "tests",
                "" + tests,
                "failures",
                "" + failures,
                "errors",
                "0",
                "skipped",
                "" + skipped);
        if (analysis.findings().isEmpty()) {
            xml.empty("testcase", "classname", SUITE, "name", "no findings");
        }
        analysis.findings().forEach(finding -> testCase(xml, finding, analysis.fails(finding)));
        return xml.close().close().document();
    }

    private static void testCase(Xml xml, Finding finding, boolean fails) {
        String file = finding.file();
        xml.open("testcase", "classname", file == null ? SUITE : file, "name", name(finding));
        if (fails) {
            xml.text("failure", finding.text(), "type", finding.code(), "message", finding.message());
        } else {
            xml.empty("skipped", "message", finding.text());
        }
        xml.close();
    }

    /** {@code IST0101 VirtualService default/reviews line 12}: the line tells findings of one object apart. */
    private static String name(Finding finding) {
        StringBuilder name = new StringBuilder(finding.code());
        if (finding.kind() != null) {
            name.append(' ').append(finding.kind());
        }
        if (finding.name() != null) {
            String namespace = finding.namespace();
            name.append(' ').append(namespace == null || namespace.isEmpty() ? "" : namespace + "/");
            name.append(finding.name());
        }
        if (finding.line() > 0) {
            name.append(" line ").append(finding.line());
        }
        return name.toString();
    }
}
