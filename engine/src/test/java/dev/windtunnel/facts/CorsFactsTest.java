package dev.windtunnel.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.testing.Bed;
import dev.windtunnel.testing.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code corsPolicy}: which preflights a proxy answers in place of the app. */
class CorsFactsTest {

    @ParameterizedTest
    @CsvSource({
        "FORWARD, https://a.org, 200:5, 0",
        "FORWARD, https://b.org, 405:5, 5",
        "IGNORE, https://b.org, 200:5, 0"
    })
    void theProxyAnswersPreflightsOfAllowedOrigins(String unmatched, String origin, String codes, int arrived) {
        Bed bed = Facts.bed("{handlers: [{match: {method: GET}}, {response: {status: 405}}]}")
                .rule(
                        "app",
                        "corsPolicy: {allowOrigins: [{exact: 'https://a.org'}], allowMethods: [GET], maxAge: 1h,"
                                + " unmatchedPreflights: " + unmatched + "}")
                .traffic(
                        "name: curl, from: client, request: {method: OPTIONS, url: 'http://app:8080/', headers: {origin:"
                                + " '" + origin
                                + "', access-control-request-method: GET}}, load: {users: 1}, requests: 5");
        Outcome run = bed.go();
        assertEquals(codes, run.codes("curl"));
        assertEquals(arrived, run.arrived("app"));
    }
}
