package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

    private static final Vocabulary NAMES = new Vocabulary(
            Map.of(
                    "Pod", List.of("ratings-v1-7f", "ratings-v2-9c", "web-5d"),
                    "Service", List.of("ratings", "web"),
                    "Deployment", List.of("ratings-v1", "ratings-v2", "web"),
                    "VirtualService", List.of("ratings")),
            List.of("mesh.yaml", "rules/fix.yaml"));

    private static String completed(String line) {
        return Completion.of(line, NAMES, false).line();
    }

    @ParameterizedTest
    @CsvSource({
        "kub,'kubectl '",
        "kubectl g,'kubectl get '",
        "kubectl get p,'kubectl get pods '",
        "kubectl describe virt,'kubectl describe virtualservice '",
        "kubectl describe pod w,'kubectl describe pod web-5d '",
        "kubectl describe pod r,kubectl describe pod ratings-v",
        "kubectl delete svc w,'kubectl delete svc web '",
        "kubectl scale deployment/w,'kubectl scale deployment/web '",
        "kubectl scale deployment/web --r,kubectl scale deployment/web --replicas=",
        "kubectl scale deployment web --r,kubectl scale deployment web --replicas=",
        "kubectl exec web-5d -- c,'kubectl exec web-5d -- curl '",
        "kubectl apply -f ru,'kubectl apply -f rules/fix.yaml '",
        "istioctl p,'istioctl proxy-config '",
        "istioctl proxy-config ro,'istioctl proxy-config routes '",
        "nonsense x,nonsense x"
    })
    void tabGoesOnAsFarAsThereIsOneWay(String line, String expected) {
        assertEquals(expected, completed(line));
    }

    @Test
    void whatIsNotDecidedIsOffered() {
        assertEquals(
                List.of("ratings-v1-7f", "ratings-v2-9c"),
                Completion.of("kubectl describe pod ratings-v", NAMES, false).choices());
        assertTrue(Completion.of("kubectl describe pod web", NAMES, false)
                .choices()
                .isEmpty());
    }

    @Test
    void istioctlOf2017HasItsOwnVerbs() {
        assertEquals(
                "istioctl kube-inject ",
                Completion.of("istioctl k", NAMES, true).line());
        assertEquals("istioctl k", completed("istioctl k"));
    }

    @Test
    void historyGoesUpAndBackToWhatWasBeingTyped() {
        History history = new History();
        history.add("one");
        history.add("two");
        history.add("two");
        assertEquals("two", history.up("thr"));
        assertEquals("one", history.up("two"));
        assertEquals("one", history.up("one"));
        assertEquals("two", history.down("one"));
        assertEquals("thr", history.down("two"));
    }
}
