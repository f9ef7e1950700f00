package dev.windtunnel.proxy.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.proxy.outlier.OutlierDetection.Version;
import dev.windtunnel.proxy.outlier.OutlierDetector.Detector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ejections and returns, by the facts of Envoy's outlier_detection_impl_test.cc, whose tests the comments name. */
class OutlierDetectorTest {

    private static final long SECOND = 1_000_000_000L;

    private static OutlierDetection settings(int percent, long baseSeconds, long mostSeconds, boolean gateway) {
        return new OutlierDetection(
                5,
                true,
                5,
                gateway,
                false,
                5,
                true,
                10 * SECOND,
                baseSeconds * SECOND,
                mostSeconds * SECOND,
                percent,
                Version.TODAY);
    }

    private static boolean fail(
            OutlierDetector detector, HostRecord host, int code, int times, int hosts, long seconds) {
        boolean ejected = false;
        for (int i = 0; i < times; i++) {
            ejected |= detector.answered(host, code, hosts, seconds * SECOND);
        }
        return ejected;
    }

    /** BasicFlow5xxViaHttpCodes. */
    @Test
    void fiveInARowEjectUntilALookAfterTheBaseTime() {
        OutlierDetector detector = new OutlierDetector(settings(100, 30, 300, false));
        HostRecord host = new HostRecord();
        fail(detector, host, 500, 1, 1, 0);
        detector.answered(host, 200, 1, 0);
        assertFalse(fail(detector, host, 500, 4, 1, 0));
        assertTrue(fail(detector, host, 500, 1, 1, 0));
        assertEquals(1, detector.active());
        assertFalse(detector.look(host, 9_999_000_000L));
        assertTrue(detector.look(host, 30_001_000_000L));
        assertEquals(0, detector.active());
        assertTrue(fail(detector, host, 500, 5, 1, 40));
    }

    /** BasicFlowGatewayFailureAnd5xx. */
    @Test
    void gatewayErrorsCountApartAndFirst() {
        OutlierDetector detector = new OutlierDetector(settings(100, 30, 300, true));
        HostRecord host = new HostRecord();
        assertTrue(fail(detector, host, 503, 5, 1, 0));
        assertEquals(1, detector.detected(Detector.CONSECUTIVE_GATEWAY_FAILURE));
        assertEquals(0, detector.detected(Detector.CONSECUTIVE_5XX), "ejected already: the event is ignored");
        assertTrue(detector.look(host, 30 * SECOND));
        fail(detector, host, 503, 2, 1, 31);
        assertTrue(fail(detector, host, 500, 3, 1, 31));
        assertEquals(1, detector.enforced(Detector.CONSECUTIVE_GATEWAY_FAILURE));
        assertEquals(1, detector.enforced(Detector.CONSECUTIVE_5XX));
    }

    /** NotEnforcing. */
    @Test
    void whatIsNotEnforcedIsOnlyCounted() {
        OutlierDetector detector = new OutlierDetector(
                new OutlierDetection(5, false, 5, false, false, 5, true, SECOND, SECOND, SECOND, 100, Version.TODAY));
        HostRecord host = new HostRecord();
        assertFalse(fail(detector, host, 503, 5, 1, 0));
        assertEquals(1, detector.detected(Detector.CONSECUTIVE_5XX));
        assertEquals(1, detector.detected(Detector.CONSECUTIVE_GATEWAY_FAILURE));
        assertEquals(0, detector.enforced(Detector.CONSECUTIVE_5XX));
        assertFalse(host.ejected());
    }

    /** Overflow, MaxEjectionPercentage, MaxEjectionPercentageSingleHost. */
    @Test
    void noMoreThanTheShareIsEjected() {
        OutlierDetector two = new OutlierDetector(settings(60, 30, 300, false));
        assertTrue(fail(two, new HostRecord(), 500, 5, 2, 0));
        assertFalse(fail(two, new HostRecord(), 500, 5, 2, 0));
        assertEquals(1, two.overflow());
        OutlierDetector three = new OutlierDetector(settings(50, 30, 300, false));
        assertTrue(fail(three, new HostRecord(), 500, 5, 3, 0));
        assertFalse(fail(three, new HostRecord(), 500, 5, 3, 0));
        assertFalse(fail(new OutlierDetector(settings(90, 30, 300, false)), new HostRecord(), 500, 5, 1, 0));
        assertFalse(fail(new OutlierDetector(settings(10, 30, 300, false)), new HostRecord(), 500, 5, 9, 0));
        assertTrue(fail(new OutlierDetector(settings(10, 30, 300, false)), new HostRecord(), 500, 5, 10, 0));
    }

    /** EjectTimeBackoff: base 10 s, a look every 10 s. */
    @Test
    void eachFurtherEjectionLastsLongerAndHealthyIntervalsShortenIt() {
        OutlierDetector detector = new OutlierDetector(settings(100, 10, 300, false));
        HostRecord host = new HostRecord();
        fail(detector, host, 500, 5, 1, 0);
        assertTrue(detector.look(host, 10 * SECOND));
        fail(detector, host, 500, 5, 1, 10);
        assertFalse(detector.look(host, 20 * SECOND));
        assertTrue(detector.look(host, 30 * SECOND));
        fail(detector, host, 500, 5, 1, 30);
        assertFalse(detector.look(host, 50 * SECOND));
        assertTrue(detector.look(host, 60 * SECOND));
        assertFalse(detector.look(host, 70 * SECOND));
        assertFalse(detector.look(host, 80 * SECOND));
        fail(detector, host, 500, 5, 1, 80);
        assertFalse(detector.look(host, 90 * SECOND));
        assertTrue(detector.look(host, 100 * SECOND));
        for (int i = 11; i <= 60; i++) {
            detector.look(host, i * 10 * SECOND);
        }
        fail(detector, host, 500, 5, 1, 600);
        assertTrue(detector.look(host, 610 * SECOND));
    }

    /** MaxEjectTime and MaxEjectTimeNotAlligned: the n-th lasts n times the base, up to the most, rounded to a look. */
    @Test
    void noEjectionLastsLongerThanTheMost() {
        for (long most : new long[] {300, 305}) {
            OutlierDetector detector = new OutlierDetector(settings(100, 10, most, false));
            HostRecord host = new HostRecord();
            long now = 0;
            for (int n = 1; n <= 40; n++) {
                fail(detector, host, 500, 5, 1, now);
                long start = now;
                do {
                    now += 10;
                } while (!detector.look(host, now * SECOND));
                long wanted = Math.min(n * 10L, (most + 9) / 10 * 10);
                assertEquals(wanted, now - start, "ejection " + n + " of at most " + most);
            }
        }
    }

    @Test
    void whatTheProxySawCountsApartWhereOriginsAreSplit() {
        OutlierDetector detector = new OutlierDetector(
                new OutlierDetection(5, true, 5, false, true, 3, true, SECOND, SECOND, SECOND, 100, Version.TODAY));
        HostRecord host = new HostRecord();
        detector.failedLocally(host, true, 1, 0);
        detector.failedLocally(host, false, 1, 0);
        detector.connected(host);
        detector.failedLocally(host, true, 1, 0);
        assertFalse(detector.failedLocally(host, true, 1, 0));
        assertTrue(detector.failedLocally(host, true, 1, 0));
        assertEquals(1, detector.enforced(Detector.CONSECUTIVE_LOCAL_ORIGIN_FAILURE));
        assertEquals(0, detector.detected(Detector.CONSECUTIVE_5XX));
    }

    @Test
    void whatTheProxySawIsAGatewayErrorWhereTheyAreNot() {
        OutlierDetector detector = new OutlierDetector(settings(100, 30, 300, true));
        HostRecord host = new HostRecord();
        boolean ejected = false;
        for (int i = 0; i < 5; i++) {
            ejected |= detector.failedLocally(host, i % 2 == 0, 1, 0);
        }
        assertTrue(ejected);
        assertEquals(1, detector.enforced(Detector.CONSECUTIVE_GATEWAY_FAILURE));
    }

    private static OutlierDetector of2017(int percent) {
        return new OutlierDetector(new OutlierDetection(
                5,
                true,
                5,
                false,
                false,
                5,
                false,
                10 * SECOND,
                30 * SECOND,
                Long.MAX_VALUE / 4,
                percent,
                Version.OF_2017));
    }

    @Test
    void in2017OneMoreWentAsLongAsTheShareWasBelowTheLimit() {
        OutlierDetector detector = of2017(10);
        HostRecord first = new HostRecord();
        HostRecord second = new HostRecord();
        assertTrue(fail(detector, first, 500, 5, 3, 0), "none of three is out: 0 % < 10 %");
        assertFalse(fail(detector, second, 500, 5, 3, 0), "a third is out");
        assertEquals(1, detector.overflow());
    }

    @Test
    void in2017EjectionsGrewWithoutEndAndWereNotForgotten() {
        OutlierDetector detector = of2017(100);
        HostRecord host = new HostRecord();
        long now = 0;
        for (int times = 1; times <= 20; times++) {
            assertTrue(fail(detector, host, 500, 5, 1, now));
            assertFalse(detector.look(host, (now + 30L * times) * SECOND - 1));
            assertTrue(detector.look(host, (now + 30L * times) * SECOND));
            now += 30L * times + 3600;
            assertFalse(detector.look(host, now * SECOND));
        }
    }

    private static List<Integer> compared(OutlierDetector detector, int answers, int... failures) {
        List<HostRecord> records = new ArrayList<>();
        for (int failed : failures) {
            HostRecord host = new HostRecord();
            for (int i = 0; i < answers; i++) {
                detector.answered(host, i % 5 == 0 && i / 5 < failed ? 500 : 200, failures.length, 0);
            }
            records.add(host);
        }
        List<Integer> ejected = new ArrayList<>();
        detector.compare(records, 10 * SECOND, ejected::add);
        detector.compare(records, 20 * SECOND, ejected::add); // what was counted is forgotten
        return ejected;
    }

    @Test
    void in2017AHostThatFailedMoreThanTheOthersWentAtALook() {
        // Rates 100, 100, 100, 100, 80: mean 96, deviation 8, limit 80.8.
        assertEquals(List.of(4), compared(of2017(10), 100, 0, 0, 0, 0, 20));
        assertEquals(List.of(), compared(of2017(10), 99, 0, 0, 0, 0, 20), "too few answers");
        assertEquals(List.of(), compared(of2017(10), 100, 0, 0, 0, 20), "too few hosts");
        assertEquals(List.of(), compared(of2017(10), 100, 0, 0, 0, 20, 20), "the limit is below both");
    }
}
