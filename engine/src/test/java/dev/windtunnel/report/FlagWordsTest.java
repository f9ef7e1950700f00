package dev.windtunnel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlagWordsTest {
    @Test
    void flagsOfOneRequestAreToldInTheirOrder() {
        assertEquals("no retry was left; the pod reset the stream", FlagWords.ofFlags("URX,UR"));
        assertEquals("a circuit breaker was full", FlagWords.ofFlags("UO"));
        assertEquals("XYZ", FlagWords.ofFlags("XYZ"));
    }

    /** Envoy's list, in the order of its enumeration. */
    @Test
    void everyFlagOfEnvoyHasWords() {
        String envoy = "LH UH UT LR UR UF UC UO NR DI FI RL UAEX RLSE DC URX SI IH DPE UMSDR RFCF NFCF DT UPE NC OM DF "
                + "DO DR UDO";
        List<String> known = FlagWords.flags();
        assertEquals(envoy.split(" ").length, known.size());
        for (String flag : envoy.split(" ")) {
            assertTrue(known.contains(flag), flag);
            assertFalse(FlagWords.ofFlags(flag).equals(flag), flag);
        }
    }

    @Test
    void failuresOfCallersHaveWords() {
        for (String failure : "connect-refused connect-timeout reset timeout dns empty-reply".split(" ")) {
            assertFalse(FlagWords.ofFailure(failure).equals(failure), failure);
        }
        assertEquals("other", FlagWords.ofFailure("other"));
    }
}
