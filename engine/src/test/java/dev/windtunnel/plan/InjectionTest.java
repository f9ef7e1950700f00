package dev.windtunnel.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Scenarios;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has a sidecar: the matrix of Istio's injector, and what a scenario says over it. */
class InjectionTest {

    private static boolean injected(
            String injection,
            String namespaceLabels,
            String podLabels,
            String annotations,
            String more,
            String workload) {
        var bed = Scenarios.bed().cluster("injection: " + injection);
        if (!namespaceLabels.equals("none")) {
            bed.document(
                    """
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: default, labels: {%s}}
                    """
                            .formatted(namespaceLabels));
        }
        bed.document(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app}
                spec:
                  selector: {matchLabels: {app: app}}
                  template:
                    metadata: {labels: {app: app%s}, annotations: {%s}}
                    spec: {%scontainers: [{name: app, image: i}]}
                """
                        .formatted(
                                podLabels.isEmpty() ? "" : ", " + podLabels,
                                annotations,
                                more.isEmpty() ? "" : more + ", "));
        if (!workload.isEmpty()) {
            bed.workload("app", "{" + workload + "}");
        }
        return Objects.requireNonNull(bed.load().plan().workload("app")).sidecar();
    }

    private static final String INJECT = "sidecar.istio.io/inject";

    @ParameterizedTest(name = "namespace {0}, pod {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "istio-injection: enabled  |                                  | true",
                "istio-injection: enabled  | sidecar.istio.io/inject: 'true'  | true",
                "istio-injection: enabled  | sidecar.istio.io/inject: 'false' | false",
                "istio-injection: enabled  | sidecar.istio.io/inject: maybe   | true",
                "istio-injection: disabled |                                  | false",
                "istio-injection: disabled | sidecar.istio.io/inject: 'true'  | false",
                "istio.io/rev: default     |                                  | true",
                "istio.io/rev: default     | sidecar.istio.io/inject: 'false' | false",
                "istio.io/rev: canary      |                                  | false",
                "'istio-injection: enabled, istio.io/rev: canary' |           | true",
                "'istio-injection: disabled, istio.io/rev: default' |         | false",
                "team: red                 |                                  | false",
                "team: red                 | sidecar.istio.io/inject: 'true'  | true",
                "team: red                 | sidecar.istio.io/inject: 'false' | false",
                "team: red                 | istio.io/rev: default            | true",
                "team: red                 | 'istio.io/rev: default, sidecar.istio.io/inject: ''false''' | false",
                "team: red                 | istio.io/rev: canary             | false",
            })
    void labelsDecide(String namespace, String pod, boolean sidecar) {
        String labels = pod == null ? "" : pod;
        assertEquals(sidecar, injected("labels", namespace, labels, "", "", ""));
        assertEquals(
                sidecar,
                injected("auto", namespace, labels, "", "", ""),
                "the same where there is a Namespace document");
    }

    @ParameterizedTest(name = "{0}, annotation {1}: {2}")
    @CsvSource({
        "istio-injection: enabled, 'false', false",
        "istio-injection: enabled, 'true', true",
        "team: red, 'true', false",
    })
    void anAnnotationKeepsOutButDoesNotLetIn(String namespace, String value, boolean sidecar) {
        assertEquals(sidecar, injected("labels", namespace, "", INJECT + ": '" + value + "'", "", ""));
    }

    @ParameterizedTest(name = "{0} without a Namespace document, pod {1}: {2}")
    @CsvSource({
        "auto, '', true",
        "auto, 'false', false",
        "labels, '', false",
        "labels, 'true', true",
        "all, '', true",
        "all, 'false', false",
        "none, '', false",
        "none, 'true', true",
    })
    void withoutADocument(String injection, String own, boolean sidecar) {
        String label = own.isEmpty() ? "" : INJECT + ": '" + own + "'";
        assertEquals(sidecar, injected(injection, "none", label, "", "", ""));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "'hostNetwork: true', '', false",
        "'', 'sidecar: false', false",
        "'hostNetwork: true', 'sidecar: true', true",
    })
    void theScenarioHasTheLastWord(String pod, String workload, boolean sidecar) {
        assertEquals(sidecar, injected("all", "none", "", "", pod, workload));
    }

    @ParameterizedTest
    @CsvSource({"none", "labels", "auto"})
    void aTemplateWithAProxyIsInjected(String injection) {
        assertEquals(true, injected(injection, "none", "", "alpha.istio.io/sidecar: injected", "", ""));
    }
}
