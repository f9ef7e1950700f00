package dev.windtunnel.app.ui.dock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.session.SessionState;
import dev.windtunnel.app.session.SessionState.Mark;
import dev.windtunnel.app.ui.dock.EventsModel.Event;
import dev.windtunnel.simulation.Frame;
import dev.windtunnel.simulation.Frame.PodFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsModelTest {

    private static PodFrame pod(int id, String state) {
        return new PodFrame(id, "web-" + id, "web", "v1", "n", "z", state, true, false, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    private static SessionState state(double seconds, List<Mark> marks, PodFrame... pods) {
        Frame frame = new Frame((long) (seconds * 1e9), false, 0, 0, 0, List.of(pods), List.of(), List.of());
        return new SessionState(frame, true, 1, -1, Map.of(), Map.of(), marks, List.of(), 0, 1, null);
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
}
