package dev.windtunnel.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcTest {

    private static RequestHead head(String name, String value) {
        return new RequestHead("POST", "http", "a", "a", 80, "/", null, Map.of(name, value), 0);
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc, true",
        "application/grpc+proto, true",
        "application/grpc;charset=x, true",
        "application/grpc-web, false",
        "application/json, false"
    })
    void whatIsACallIsToldByItsContentType(String type, boolean call) {
        assertEquals(call, Grpc.isCall(head("content-type", type)));
    }

    /** Up to eight digits and a unit; parts of a millisecond are rounded up. */
    @ParameterizedTest
    @CsvSource({
        "300m, 300000000",
        "2S, 2000000000",
        "1M, 60000000000",
        "1H, 3600000000000",
        "1u, 1000000",
        "1000001n, 2000000",
        "123456789m, 0",
        "5, 0",
        "x, 0"
    })
    void deadlinesAreReadAsEnvoyReadsThem(String text, long nanos) {
        assertEquals(nanos, Grpc.timeoutNanos(head("grpc-timeout", text)));
    }

    @ParameterizedTest
    @CsvSource({
        "200, 0", "400, 13", "401, 16", "403, 7", "404, 12", "429, 14", "502, 14", "503, 14", "504, 14", "500, 2"
    })
    void aProxysOwnAnswerHasAStatus(int http, int status) {
        assertEquals(status, Grpc.status(http));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 200", "1, 499", "2, 500", "3, 400", "4, 504", "5, 404", "6, 409", "7, 403", "8, 429", "9, 400", "10, 409",
        "11, 400", "12, 501", "13, 500", "14, 503", "15, 500", "16, 401"
    })
    void outlierDetectionTakesAStatusForACode(int status, int http) {
        assertEquals(http, Grpc.http(status));
    }
}
