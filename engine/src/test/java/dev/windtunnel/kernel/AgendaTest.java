package dev.windtunnel.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.kernel.EventQueue.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgendaTest {
    private static final long FOREVER = Long.MAX_VALUE;

    private final Agenda agenda = new Agenda(Kind.AUTOMATIC);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void equalTimesHappenInSchedulingOrder(Kind kind) {
        Agenda agenda = new Agenda(kind);
        int timerClass = agenda.timerClass(100);
        for (int i = 0; i < 200; i += 2) {
            agenda.schedule(100, 30 - i % 31, i);
            agenda.arm(timerClass, i % 31, i + 1);
        }
        for (int i = 0; i < 200; i++) {
            assertTrue(agenda.next(100));
            assertEquals(i, agenda.slot());
            assertEquals(i % 2 == 0 ? 30 - i % 31 : (i - 1) % 31, agenda.type());
            assertEquals(i + 1, agenda.eventsAtThisInstant());
        }
        assertTrue(agenda.isEmpty());
    }

    @Test
    void rankedEventsComeFirstAndByRank() {
        agenda.schedule(10, 0, 1);
        agenda.scheduleRanked(10, 5, 0, 2);
        agenda.scheduleRanked(10, 4, 30, 3);
        agenda.schedule(9, 0, 4);
        assertEquals(List.of(4, 3, 2, 1), slots());
    }

    @Test
    void theClockStaysAtTheLastEventWhenNoneIsWithinTheLimit() {
        agenda.schedule(10, 1, 1);
        agenda.schedule(20, 2, Agenda.SLOTS - 1);
        assertTrue(agenda.next(15));
        assertFalse(agenda.next(15));
        assertEquals(10, agenda.nowNanos());
        assertEquals(20, agenda.nextTimeNanos());
        agenda.advanceClockTo(15);
        assertEquals(15, agenda.nowNanos());
        assertEquals(0, agenda.eventsAtThisInstant());
        assertTrue(agenda.next(20));
        assertEquals(2, agenda.type());
        assertEquals(Agenda.SLOTS - 1, agenda.slot());
        assertEquals(2, agenda.processedEvents());
    }

    @Test
    void theClockMovesNeitherBackNorPastAnEvent() {
        agenda.schedule(20, 0, 0);
        agenda.advanceClockTo(20);
        assertThrows(IllegalArgumentException.class, () -> agenda.advanceClockTo(21));
        assertThrows(IllegalArgumentException.class, () -> agenda.advanceClockTo(19));
        assertThrows(IllegalArgumentException.class, () -> agenda.schedule(19, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> agenda.scheduleRanked(19, 0, 0, 0));
    }

    @Test
    void typesSlotsAndRanksAreWithinTheirRanges() {
        assertThrows(IllegalArgumentException.class, () -> agenda.schedule(0, Agenda.TYPES, 0));
        assertThrows(IllegalArgumentException.class, () -> agenda.schedule(0, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> agenda.schedule(0, 0, Agenda.SLOTS));
        assertThrows(IllegalArgumentException.class, () -> agenda.schedule(0, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> agenda.scheduleRanked(0, Agenda.RANKS, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> agenda.scheduleRanked(0, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> agenda.timerClass(-1));
        assertTrue(agenda.isEmpty());
    }

    @Test
    void cancelledTimersNeitherFireNorShowAsTheNextEvent() {
        int timerClass = agenda.timerClass(50);
        int first = agenda.arm(timerClass, 3, 1);
        agenda.schedule(10, 0, 9);
        agenda.next(FOREVER);
        int second = agenda.arm(timerClass, 3, 2);
        assertEquals(50, agenda.nextTimeNanos());
        agenda.cancel(first);
        assertEquals(60, agenda.nextTimeNanos());
        assertFalse(agenda.isEmpty());
        agenda.cancel(second);
        assertTrue(agenda.isEmpty());
        assertEquals(FOREVER, agenda.nextTimeNanos());
        assertFalse(agenda.next(FOREVER));
        assertEquals(10, agenda.nowNanos());
        agenda.arm(timerClass, 4, 5);
        assertEquals(List.of(5), slots());
        assertEquals(60, agenda.nowNanos());
    }

    @Test
    void timersBehindACancelledHeadKeepTheirTimes() {
        int timerClass = agenda.timerClass(50);
        int head = agenda.arm(timerClass, 1, 0);
        agenda.schedule(30, 0, 1);
        agenda.next(FOREVER);
        agenda.arm(timerClass, 1, 2);
        agenda.schedule(70, 0, 3);
        agenda.schedule(80, 0, 4);
        agenda.cancel(head);
        assertEquals(List.of(3, 2, 4), slots());
    }

    @Test
    void aDurationHasOneClass() {
        for (int i = 0; i < 40; i++) {
            assertEquals(i, agenda.timerClass(1000 + i));
        }
        assertEquals(7, agenda.timerClass(1007));
    }

    @Test
    void aTimerNumberIsFreeAfterFiringAndAfterCancelling() {
        int timerClass = agenda.timerClass(1);
        int timer = agenda.arm(timerClass, 0, 0);
        assertTrue(agenda.next(FOREVER));
        assertThrows(IllegalStateException.class, () -> agenda.cancel(timer));
        assertEquals(timer, agenda.arm(timerClass, 0, 0));
        agenda.cancel(timer);
        assertThrows(IllegalStateException.class, () -> agenda.cancel(timer));
        assertThrows(IllegalStateException.class, () -> agenda.cancel(-1));
        assertThrows(IllegalStateException.class, () -> agenda.cancel(99));
        assertEquals(timer, agenda.arm(timerClass, 0, 0));
    }

    @Test
    void aTimerOfNoDurationFiresAtOnceButAfterWhatIsAlreadyDue() {
        agenda.schedule(0, 0, 1);
        agenda.arm(agenda.timerClass(0), 0, 2);
        agenda.schedule(0, 0, 3);
        assertEquals(List.of(1, 2, 3), slots());
        assertEquals(0, agenda.nowNanos());
    }

    private List<Integer> slots() {
        List<Integer> slots = new ArrayList<>();
        while (agenda.next(FOREVER)) {
            slots.add(agenda.slot());
        }
        return slots;
    }
}
