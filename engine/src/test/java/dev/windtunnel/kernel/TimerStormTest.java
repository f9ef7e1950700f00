package dev.windtunnel.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.kernel.EventQueue.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Timers armed, cancelled and fired by the thousand, on an agenda and on a sorted map that forgets what is cancelled. */
class TimerStormTest {
    /** The naive agenda: every event and timer has an entry of its own, a cancelled one is taken out. */
    private static final class Model {
        private record Key(long time, long order) implements Comparable<Key> {
            @Override
            public int compareTo(Key other) {
                return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
            }
        }

        private final TreeMap<Key, Integer> pending = new TreeMap<>();
        private final Map<Integer, Key> timers = new HashMap<>();
        private final Map<Key, Integer> timerOf = new HashMap<>();
        private long now;
        private long order;
        private int what;

        void schedule(long time, int what) {
            pending.put(new Key(time, order++), what);
        }

        void arm(int timer, long duration, int what) {
            Key key = new Key(now + duration, order++);
            pending.put(key, what);
            timers.put(timer, key);
            timerOf.put(key, timer);
        }

        void cancel(int timer) {
            pending.remove(timers.remove(timer));
        }

        boolean next(long limit) {
            if (pending.isEmpty() || pending.firstKey().time > limit) {
                return false;
            }
            Map.Entry<Key, Integer> first = pending.pollFirstEntry();
            now = first.getKey().time;
            what = first.getValue();
            Integer timer = timerOf.remove(first.getKey());
            if (timer != null) {
                timers.remove(timer);
            }
            return true;
        }

        long nextTime() {
            return pending.isEmpty() ? Long.MAX_VALUE : pending.firstKey().time;
        }
    }

    static List<Arguments> storms() {
        List<Arguments> storms = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int cancelPercent : new int[] {0, 50, 95, 100}) {
                for (long tick : new long[] {1, 1000, 1_000_000}) {
                    storms.add(Arguments.of(kind, cancelPercent, tick));
                }
            }
        }
        return storms;
    }

    @ParameterizedTest
    @MethodSource("storms")
    void cancellingNeverDisturbsTheOrder(Kind kind, int cancelPercent, long tick) {
        SplittableRandom random = new SplittableRandom(cancelPercent + tick);
        Agenda agenda = new Agenda(kind);
        Model model = new Model();
        long[] durations = {0, 3 * tick, 3 * tick + 1, 50 * tick, 2000 * tick};
        int[] classes = new int[durations.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = agenda.timerClass(durations[i]);
        }
        int name = 0;
        long limit = 0;
        for (int step = 0; step < 8000; step++) {
            int busy = step / 1000 % 2 == 0 ? 3 : 1;
            for (int i = random.nextInt(busy + 1); i > 0; i--) {
                long time = agenda.nowNanos() + random.nextInt(40) * tick / 4;
                agenda.schedule(time, name % 31, name);
                model.schedule(time, name++);
            }
            for (int i = random.nextInt(busy + 1); i > 0; i--) {
                int c = random.nextInt(classes.length);
                model.arm(agenda.arm(classes[c], name % 31, name), durations[c], name);
                name++;
            }
            for (int i = random.nextInt(busy + 1); i > 0 && !model.timers.isEmpty(); i--) {
                if (random.nextInt(100) < cancelPercent) {
                    List<Integer> armed = new ArrayList<>(model.timers.keySet());
                    int timer = armed.get(random.nextInt(armed.size()));
                    agenda.cancel(timer);
                    model.cancel(timer);
                }
            }
            limit = agenda.nowNanos() + random.nextInt(20) * tick / 8;
            for (int i = random.nextInt(5); i > 0; i--) {
                boolean more = model.next(limit);
                assertEquals(more, agenda.next(limit));
                assertEquals(model.now, agenda.nowNanos());
                if (more) {
                    assertEquals(model.what, agenda.slot());
                    assertEquals(model.what % 31, agenda.type());
                }
            }
            assertEquals(model.pending.isEmpty(), agenda.isEmpty());
            if (random.nextInt(4) == 0) {
                assertEquals(model.nextTime(), agenda.nextTimeNanos());
            }
            if (random.nextInt(4) == 0 && model.nextTime() > limit) {
                agenda.advanceClockTo(limit);
                model.now = limit;
            }
        }
        while (model.next(Long.MAX_VALUE)) {
            assertEquals(true, agenda.next(Long.MAX_VALUE));
            assertEquals(model.now, agenda.nowNanos());
            assertEquals(model.what, agenda.slot());
        }
        assertEquals(false, agenda.next(Long.MAX_VALUE));
    }
}
