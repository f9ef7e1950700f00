package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is kept in one int of a row has a bit of its own there. */
class BitsTest {

    @ParameterizedTest
    @ValueSource(classes = {Call.class, Try.class})
    void eachConstantHasABitOfItsOwn(Class<?> row) throws IllegalAccessException {
        int taken = 0;
        int count = 0;
        for (Field field : row.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                int bit = field.getInt(null);
                assertEquals(1, Integer.bitCount(bit), field.getName());
                assertEquals(0, taken & bit, field.getName() + " shares its bit");
                taken |= bit;
                count++;
            }
        }
        assertTrue(count > 5);
    }
}
