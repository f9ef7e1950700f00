package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.windtunnel.Golden;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JUnitReportTest {
    static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static String xml(RunReport... runs) {
        return new JUnitReport().text(List.of(runs));
    }

    @Test
    void document() {
        Golden.assertMatches("report/runs.xml", xml(Samples.eventful(), Samples.replicated(), Samples.empty()));
    }

    @Test
    void countsAreThoseOfTheElements() throws Exception {
        Document document = parse(xml(Samples.eventful(), Samples.replicated(), Samples.refused(), Samples.empty()));
        assertEquals(count(document, "testcase"), number(document.getDocumentElement(), "tests"));
        assertEquals(count(document, "failure"), number(document.getDocumentElement(), "failures"));
        assertEquals(4, count(document, "testsuite"));
        assertEquals(4, count(document, "failure"), "two thresholds and the findings of two runs");
    }

    @Test
    void whatXmlCannotHoldIsReplacedAndTheRestSurvives() throws Exception {
        String nasty = "<a & \"b\"> 'c'\n\t\u0000\u001b\ud800 ]]> \ud83d\ude00";
        String expected = "<a & \"b\"> 'c'\n\t\ufffd\ufffd\ufffd ]]> \ud83d\ude00";
        Document document =
                parse(new Xml().open("r", "a", nasty).text("t", nasty).close().document());
        assertEquals(expected, document.getDocumentElement().getAttribute("a"));
        assertEquals(expected, document.getElementsByTagName("t").item(0).getTextContent());
    }

    @Test
    void anElementLeftOpenIsAMistake() {
        assertThrows(IllegalStateException.class, () -> new Xml().open("r").document());
    }

    private static int count(Document document, String element) {
        return document.getElementsByTagName(element).getLength();
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
