package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.app.session.SessionState.Outcome;
import dev.windtunnel.app.ui.dock.RequestsModel.Filter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsModelTest {

    private static Outcome outcome(long request, int code, String flags, int tries, double seconds) {
        return new Outcome(request, 0, request, seconds, code, -1, flags, false, "GET /", "web", "v1", tries);
    }

    private static List<Long> numbers(RequestsModel model) {
        return model.rows().stream().map(Outcome::request).toList();
    }

    private final RequestsModel model = new RequestsModel();

    @Test
    void theLatestStandsOnTop() {
        model.take(List.of(outcome(1, 200, "-", 1, 0.01), outcome(2, 200, "-", 1, 0.01)));
        assertEquals(List.of(2L, 1L), numbers(model));
    }

    @Test
    void theyAreInTheOrderOfTheStartsThatAreShown() {
        Outcome slow = new Outcome(1, 0, 1, 9, 504, -1, "UT", false, "GET /", "web", "v1", 1);
        model.take(List.of(outcome(2, 200, "-", 1, 0.01), outcome(3, 200, "-", 1, 0.01), slow));
        assertEquals(List.of(3L, 2L, 1L), numbers(model));
    }

    @Test
    void whatTheLifeOfARequestTellsTakesThePlaceOfWhatItsFlagsTell() {
        Outcome late = outcome(1, 504, "UT", 1, 2);
        assertEquals(RequestsModel.why(late), model.reason(late));
        model.told(late, "Stopped by the timeout 2s of VirtualService hello, hello.yaml:14.");
        assertEquals("Stopped by the timeout 2s of VirtualService hello, hello.yaml:14.", model.reason(late));
    }

    @Test
    void filtersAddUp() {
        model.take(
                List.of(outcome(1, 503, "URX", 3, 0.01), outcome(2, 503, "-", 1, 0.01), outcome(3, 200, "-", 2, 0.01)));
        model.set(Filter.FAILED, true);
        assertEquals(List.of(2L, 1L), numbers(model));
        model.set(Filter.RETRIED, true);
        assertEquals(List.of(1L), numbers(model));
    }

    @Test
    void oneFlagAndOneDestinationCanBeChosenFromWhatOccurs() {
        Outcome elsewhere = new Outcome(3, 0, 3, 0.1, 503, -1, "UH", false, "GET /", "cart", "v1", 1);
        model.take(List.of(outcome(1, 504, "URX,UT", 3, 0.01), outcome(2, 200, "-", 1, 0.01), elsewhere));
        assertEquals(List.of("UH", "URX", "UT"), List.copyOf(model.flags()));
        assertEquals(List.of("cart", "web"), List.copyOf(model.destinations()));
        model.flag("UT");
        assertEquals(List.of(1L), numbers(model));
        model.destination("cart");
        assertEquals(List.of(), numbers(model));
        assertEquals("No requests with UT to cart among 3 samples.", model.sentence());
        model.clear();
        assertEquals(List.of(3L, 2L, 1L), numbers(model));
    }

    @Test
    void slowIsLongerThan95PercentOfTheSamples() {
        List<Outcome> samples = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            samples.add(outcome(i, 200, "-", 1, i / 1000.0));
        }
        model.take(samples);
        model.set(Filter.SLOW, true);
        assertEquals(List.of(100L, 99L, 98L, 97L, 96L), numbers(model));
    }

    @Test
    void theSentenceNamesTheFiltersAndTheSamples() {
        assertEquals("No request has been answered yet.", model.sentence());
        model.take(List.of(outcome(1, 200, "-", 1, 0.01), outcome(2, 200, "-", 1, 0.01)));
        model.set(Filter.FAILED, true);
        assertEquals("No failed requests among 2 samples.", model.sentence());
        model.set(Filter.RETRIED, true);
        assertEquals("No failed and retried requests among 2 samples.", model.sentence());
    }

    @Test
    void whyIsSaidFromCodeFlagsAndTries() {
        assertEquals("answered", RequestsModel.why(outcome(1, 200, "-", 1, 0.01)));
        assertEquals("2nd try answered 200", RequestsModel.why(outcome(1, 200, "-", 2, 0.01)));
        assertEquals("web answered 503", RequestsModel.why(outcome(1, 503, "-", 1, 0.01)));
        assertEquals("no answer", RequestsModel.why(outcome(1, 0, "-", 1, 0.01)));
        assertEquals(
                "3 tries: no retry was left; the route's timeout, or that of a try, ended the request",
                RequestsModel.why(outcome(1, 504, "URX,UT", 3, 6)));
        assertEquals(
                "web answered 502, and further down: no retry was left",
                RequestsModel.why(new Outcome(1, 0, 0, 0.1, 502, -1, "URX", true, "GET /", "web", "v1", 1)));
        Outcome internal = new Outcome(1, 0, 0, 0.1, 200, 13, "-", false, "POST /a.B/C", "web", "v1", 1);
        assertEquals("web answered grpc 13", RequestsModel.why(internal));
        assertEquals(true, internal.failed());
        Outcome late = new Outcome(1, 0, 0, 0.1, 200, 14, "UT", false, "POST /a.B/C", "web", "v1", 1);
        assertEquals("grpc 14", late.status());
        assertEquals("the route's timeout, or that of a try, ended the request", RequestsModel.why(late));
        Outcome fine = new Outcome(1, 0, 0, 0.1, 200, 0, "-", false, "POST /a.B/C", "web", "v1", 1);
        assertEquals("200", fine.status());
        assertEquals(false, fine.failed());
    }
}
