package dev.windtunnel.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFeedStreamTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\r\nb\r\n", "\r\n", "ä\r\r\nß", "no return\n"})
    void carriageReturnsAreLeftOutAndNothingElse(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        try (LineFeedStream lines = new LineFeedStream(whole)) {
            lines.write(bytes, 0, bytes.length);
        }
        try (LineFeedStream lines = new LineFeedStream(single)) {
            for (byte b : bytes) {
                lines.write(b);
            }
        }
        String expected = text.replace("\r", "");
        assertEquals(expected, whole.toString(StandardCharsets.UTF_8));
        assertEquals(expected, single.toString(StandardCharsets.UTF_8));
    }
}
