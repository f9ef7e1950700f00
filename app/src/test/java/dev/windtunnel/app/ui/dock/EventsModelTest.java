package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.dock.EventsModel.Event;
import dev.windtunnel.simulation.Closeup.Ejected;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsModelTest {

    private static PodFrame pod(int id, String state) {
        return new PodFrame(
                id, "web-" + id, "web", "v1", "n", "z", state, true, false, 1, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, "");
    }

    private static SessionState state(double seconds, List<Mark> marks, PodFrame... pods) {
        Frame frame = new Frame((long) (seconds * 1e9), false, 0, 0, 0, List.of(pods), List.of(), List.of());
        return new SessionState(frame, true, 1, -1, null, Map.of(), Map.of(), marks, List.of(), List.of(), 0, 1, null);
    }

    private static List<String> texts(EventsModel model) {
        return new ArrayList<>(model.rows().stream().map(Event::text).toList());
    }

    private final EventsModel model = new EventsModel();

    @Test
    void podsThatAreThereFromTheStartAreNoEvents() {
        model.take(state(0, List.of(), pod(1, "READY")));
        assertEquals(List.of(), texts(model));
    }

    @Test
    void whatBecomesOfPodsIsTold() {
        model.take(state(0, List.of(), pod(1, "READY")));
        assertTrue(model.take(state(1, List.of(), pod(1, "TERMINATING"), pod(2, "STARTING"))));
        model.take(state(2, List.of(), pod(2, "READY")));
        assertEquals(
                List.of("web-1 is gone", "web-2 is ready", "web-2 was created", "web-1 is asked to end"), texts(model));
    }

    @Test
    void entriesOfTheTimelineComeWithTheirInstantAndOnlyOnce() {
        List<Mark> marks = List.of(new Mark(5, Mark.Kind.TIMELINE, "scale web to 3"));
        model.take(state(4, marks));
        assertEquals(List.of(), texts(model));
        model.take(state(6, marks));
        model.take(state(7, marks));
        assertEquals(List.of(new Event(5, EventsModel.Kind.TIMELINE, "", "scale web to 3")), model.rows());
    }

    @Test
    void goingBackForgetsWhatHasNotHappenedYet() {
        List<Mark> marks = List.of(new Mark(5, Mark.Kind.TIMELINE, "scale web to 3"));
        model.take(state(6, marks, pod(1, "READY")));
        model.take(state(2, marks));
        assertEquals(List.of(), texts(model));
        model.take(state(5.5, marks));
        assertEquals(List.of("scale web to 3"), texts(model));
    }

    private static SessionState ejecting(double seconds, Ejected... ejections) {
        SessionState plain = state(seconds, List.of(), pod(1, "READY"));
        return new SessionState(
                plain.frame(),
                true,
                1,
                -1,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(ejections),
                0,
                1,
                null);
    }

    private static Ejected ejected(double start, double end) {
        return new Ejected(
                "client-0", "c", "web-1", (long) (start * 1e9), end < 0 ? -1 : (long) (end * 1e9), "consecutive_5xx");
    }

    @Test
    void ejectionsAndReturnsAreToldAtTheirOwnInstants() {
        model.take(ejecting(0));
        model.take(ejecting(10, ejected(2.5, -1)));
        model.take(ejecting(60, ejected(2.5, 32.5), ejected(40, -1)));
        model.take(ejecting(61, ejected(2.5, 32.5), ejected(40, -1)));
        assertEquals(
                List.of(
                        new Event(40, EventsModel.Kind.EJECTION, "web-1", "web-1 is ejected by client-0: 5xx in a row"),
                        new Event(
                                32.5,
                                EventsModel.Kind.EJECTION,
                                "web-1",
                                "web-1 is back from the ejection by client-0 after 30.000 s"),
                        new Event(
                                2.5, EventsModel.Kind.EJECTION, "web-1", "web-1 is ejected by client-0: 5xx in a row")),
                model.rows());
    }

    @Test
    void goingBackTellsEjectionsAgainAndOnce() {
        model.take(ejecting(0));
        model.take(ejecting(60, ejected(2.5, 32.5)));
        model.take(ejecting(20, ejected(2.5, -1)));
        assertEquals(1, model.rows().size(), "the return has not happened yet");
        model.take(ejecting(40, ejected(2.5, 32.5)));
        assertEquals(
                List.of(32.5, 2.5), model.rows().stream().map(Event::seconds).toList());
    }

    private static PodFrame pod(int id, String state, double created, double since) {
        PodFrame plain = pod(id, state);
        return new PodFrame(
                id,
                plain.name(),
                plain.workload(),
                plain.version(),
                plain.node(),
                plain.zone(),
                state,
                true,
                false,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                (long) (created * 1e9),
                (long) (since * 1e9),
                0,
                "");
    }

    private static PodFrame probed(String state, int restarts, String why) {
        return new PodFrame(
                1, "web-1", "web", "v1", "n", "z", state, true, false, 1, 0, 0, 0, 0, 0, 0, 0, -1, -1, restarts, why);
    }

    @Test
    void whyProbesFailIsTold() {
        String slow = "readiness probe timed out after 1 s, 3 times";
        model.take(state(0, List.of(), probed("READY", 0, "")));
        model.take(state(1, List.of(), probed("UNREADY", 0, slow)));
        model.take(state(2, List.of(), probed("READY", 1, "")));
        assertEquals(
                List.of("the app of web-1 was started again", "web-1 is ready", "web-1 is not ready: " + slow),
                texts(model));
    }

    @Test
    void podsChangeAtTheirOwnInstantsHoweverLateTheScreenIsTold() {
        model.take(state(0, List.of(), pod(1, "READY")));
        model.take(state(10, List.of(), pod(1, "DOWN", -1, 3.5), pod(2, "READY", 4, 5)));
        assertEquals(
                List.of("5.0 web-2 is ready", "4.0 web-2 was created", "3.5 web-1 is silent: its machine is gone"),
                model.rows().stream()
                        .map(each -> each.seconds() + " " + each.text())
                        .toList());
    }
}
