package dev.windtunnel.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.kernel.EventQueue.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventQueueTest {
    /** How far ahead of the present event a new one is. */
    enum Spacing {
        EXPONENTIAL {
            @Override
            long next(SplittableRandom random) {
                return (long) (-Math.log(1 - random.nextDouble()) * 1e6);
            }
        },
        MOSTLY_NEAR_SOME_FAR {
            @Override
            long next(SplittableRandom random) {
                return (long) (-Math.log(1 - random.nextDouble()) * (random.nextInt(10) == 0 ? 1e10 : 1e5));
            }
        },
        OF_EVERY_SCALE {
            @Override
            long next(SplittableRandom random) {
                return (long) Math.exp(random.nextDouble() * 25);
            }
        },
        AROUND_THE_SPAN_OF_THE_RING {
            @Override
            long next(SplittableRandom random) {
                // Mostly in the next buckets, sometimes a whole turn of the ring of them ahead.
                return random.nextInt(20) == 0 ? random.nextLong(1L << 27) : random.nextLong(1L << 15);
            }
        },
        FULL_OF_TIES {
            @Override
            long next(SplittableRandom random) {
                return random.nextInt(3);
            }
        },
        BURSTS_AT_ONE_TIME {
            @Override
            long next(SplittableRandom random) {
                return random.nextInt(200) == 0 ? 1_000_000 : 0;
            }
        },
        CONSTANT {
            @Override
            long next(SplittableRandom random) {
                return 5_000_000;
            }
        };

        abstract long next(SplittableRandom random);
    }

    static List<Arguments> mixes() {
        List<Arguments> mixes = new ArrayList<>();
        for (Kind kind : List.of(Kind.AUTOMATIC, Kind.HEAP, Kind.BUCKETS)) {
            for (Spacing spacing : Spacing.values()) {
                for (int size : new int[] {1, 3, 30, 400, 5000}) {
                    mixes.add(Arguments.of(kind, spacing, size));
                }
            }
        }
        return mixes;
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void everyKindGivesTheSequenceOfTheReference(Kind kind, Spacing spacing, int size) {
        EventQueue queue = new EventQueue(kind);
        EventQueue reference = new EventQueue(Kind.REFERENCE);
        SplittableRandom random = new SplittableRandom(size);
        long tag = 0;
        for (int i = 0; i < size; i++) {
            long time = spacing.next(random);
            queue.add(time, tag);
            reference.add(time, tag++);
        }
        boolean growing = false;
        for (int step = 0; step < 60_000; step++) {
            assertEquals(reference.pop(), queue.pop());
            assertEquals(reference.poppedTimeNanos(), queue.poppedTimeNanos());
            assertEquals(reference.poppedTag(), queue.poppedTag());
            // The number of pending events swings between almost none and twice the size.
            if (reference.size() == 0) {
                growing = true;
            } else if (reference.size() > 2 * size) {
                growing = false;
            }
            int added = growing ? 1 + random.nextInt(2) : random.nextInt(2);
            for (int i = 0; i < added; i++) {
                long time = reference.poppedTimeNanos() + spacing.next(random);
                queue.add(time, tag);
                reference.add(time, tag++);
            }
            assertEquals(reference.size(), queue.size());
            if (step % 16 == 0) {
                assertEquals(reference.nextTimeNanos(), queue.nextTimeNanos());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eventsEarlierThanThosePoppedComeFirst(Kind kind) {
        EventQueue queue = new EventQueue(kind);
        for (int i = 0; i < 1000; i++) {
            queue.add(1_000_000L * i, i);
        }
        for (int i = 0; i < 500; i++) {
            queue.pop();
        }
        queue.add(3, 7);
        queue.add(3, 6);
        queue.add(0, 8);
        assertEquals(0, queue.nextTimeNanos());
        assertEquals(List.of(8L, 6L, 7L, 500L), List.of(popTag(queue), popTag(queue), popTag(queue), popTag(queue)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingLaterThanTheLimitIsPopped(Kind kind) {
        EventQueue queue = new EventQueue(kind);
        queue.add(10, 1);
        queue.add(20, 2);
        assertFalse(queue.popUpTo(9));
        assertTrue(queue.popUpTo(10));
        assertFalse(queue.popUpTo(19));
        assertEquals(10, queue.poppedTimeNanos());
        assertEquals(1, queue.size());
        assertTrue(queue.pop());
        assertFalse(queue.pop());
        assertEquals(Long.MAX_VALUE, queue.nextTimeNanos());
        assertEquals(2, queue.poppedTag());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theLatestTimesAreKeptInOrder(Kind kind) {
        EventQueue queue = new EventQueue(kind);
        for (int i = 0; i < 100; i++) {
            queue.add(Long.MAX_VALUE - 1 - i, i);
        }
        for (int i = 0; i < 100; i++) {
            queue.add(i, i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, popTag(queue));
        }
        for (int i = 99; i >= 0; i--) {
            assertEquals(i, popTag(queue));
        }
        assertFalse(queue.pop());
    }

    @Test
    void manyEventsAtFewTimesDoNotNarrowTheBucketsWithoutEnd() {
        EventQueue queue = new EventQueue(Kind.BUCKETS);
        long tag = 0;
        for (int i = 0; i < 2000; i++) {
            queue.add(0, tag++);
        }
        for (int i = 0; i < 400_000; i++) {
            queue.pop();
            queue.add(queue.poppedTimeNanos() + 1_000_000, tag++);
        }
        assertEquals(200_000_000L, queue.nextTimeNanos());
        assertTrue(queue.bucketWidthNanos() > 1000, () -> "buckets of " + queue.bucketWidthNanos() + " ns");
    }

    @Test
    void farEventsAreNotOvertakenWhenTheRingTurns() {
        EventQueue queue = new EventQueue(Kind.BUCKETS);
        long width = queue.bucketWidthNanos();
        queue.add(0, 0);
        queue.add(2500 * width, 1);
        queue.add(5000 * width, 2);
        assertEquals(0, popTag(queue));
        assertEquals(1, popTag(queue));
        queue.add(5100 * width, 3);
        assertEquals(2, popTag(queue));
        assertEquals(3, popTag(queue));
    }

    @Test
    void farEventsAreNotOvertakenWhenTheBucketsBecomeWider() {
        EventQueue queue = new EventQueue(Kind.BUCKETS);
        long width = queue.bucketWidthNanos();
        queue.add(5255 * width, 1);
        for (int i = 0; i < 256; i++) {
            queue.add(i * width, 0);
        }
        for (int i = 0; i < 256; i++) {
            assertEquals(0, popTag(queue));
        }
        assertEquals(8 * width, queue.bucketWidthNanos());
        queue.add(6255 * width, 2);
        assertEquals(1, popTag(queue));
        assertEquals(2, popTag(queue));
    }

    private static long popTag(EventQueue queue) {
        assertTrue(queue.pop());
        return queue.poppedTag();
    }
}
