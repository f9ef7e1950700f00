package dev.windtunnel.proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes, rings and Maglev's tables, by the facts of Envoy's own tests, which comments name. */
class HashTableTest {

    private static List<String> keys(int firstPort, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "127.0.0.1:" + (firstPort + i))
                .toList();
    }

    private static int[] equal(int count) {
        int[] weights = new int[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** The test values of the specification of xxHash. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, ef46db3751d8e999",
        "a, 0, d24ec4f1a98c6e5b",
        "as, 0, 1c330fb2d66be179",
        "asd, 0, 631c37ce72a97393",
        "asdf, 0, 415872f599cea71e",
        "Call me Ishmael. Some years ago--never mind how long precisely-, 0, 02a2e85470d6fd96"
    })
    void hashes(String text, long seed, String hash) {
        assertEquals(hash, String.format("%016x", XxHash64.of(text, seed)));
    }

    /** Ring hash, Basic. */
    @Test
    void aRingOfTwelve() {
        Ring ring = new Ring(keys(90, 6), equal(6), 12);
        assertEquals(12, ring.size());
        for (int host = 0; host < 6; host++) {
            int wanted = host;
            assertEquals(
                    2,
                    IntStream.range(0, 12).filter(i -> ring.host(i) == wanted).count());
        }
        assertEquals(833437586790550860L, ring.hash(0));
        assertEquals(4, ring.host(0));
        assertEquals(4, ring.pick(0, 0));
        assertEquals(4, ring.pick(-1, 0));
        assertEquals(5, ring.pick(3551244743356806947L, 0));
        assertEquals(3, ring.pick(3551244743356806948L, 0));
    }

    /** Ring hash, BasicWithRetryHostPredicate: further attempts go on along the ring, and round. */
    @Test
    void furtherAttemptsGoAlongTheRing() {
        Ring ring = new Ring(keys(90, 6), equal(6), 12);
        assertEquals(2, ring.pick(0, 1));
        assertEquals(0, ring.pick(0, 2));
        assertEquals(2, ring.pick(0, 13));
    }

    /** Ring hash, HostWeightedLargeRing, LargeFractionalScale and SmallFractionalScale. */
    @Test
    void weightsAreEntries() {
        Ring ring = new Ring(keys(90, 3), new int[] {1, 2, 3}, 6144);
        int[] entries = new int[3];
        IntStream.range(0, ring.size()).forEach(i -> entries[ring.host(i)]++);
        assertEquals("[1024, 2048, 3072]", Arrays.toString(entries));
        int[] hits = new int[3];
        for (int i = 0; i < 6000; i++) {
            hits[ring.pick(i * Long.divideUnsigned(-1L, 6000), 0)]++;
        }
        assertEquals("[987, 1932, 3081]", Arrays.toString(hits));
        Ring small = new Ring(keys(90, 4), equal(4), 2);
        assertTrue(IntStream.range(0, small.size()).map(small::host).distinct().count() <= 4);
    }

    /** Maglev, Basic. */
    @Test
    void maglevsTableOfSeven() {
        Maglev table = new Maglev(keys(90, 6), equal(6), 7);
        assertEquals(
                "[2, 4, 0, 1, 5, 0, 3]",
                Arrays.toString(IntStream.range(0, 7).map(table::host).toArray()));
        assertEquals(1, table.pick(10, 0));
        assertEquals(0, table.pick(10, 1));
        assertEquals(5, table.pick(10, 2));
    }

    /** Maglev, Weighted. */
    @Test
    void maglevsTableByWeights() {
        Maglev table = new Maglev(keys(90, 2), new int[] {1, 2}, 17);
        assertEquals(
                "[1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1]",
                Arrays.toString(IntStream.range(0, 17).map(table::host).toArray()));
    }
}
