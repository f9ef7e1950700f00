package dev.windtunnel.proxy.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.windtunnel.mesh.DestinationRule.Distribute;
import dev.windtunnel.mesh.DestinationRule.LocalitySetting;
import dev.windtunnel.proxy.health.LocalityGroups.Member;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Priorities and shares of localities, as istiod makes them. */
class LocalityGroupsTest {

    private static Member member(String place) {
        String[] parts = place.split("/", -1);
        return new Member(parts[0], parts.length > 1 ? parts[1] : "", Map.of("tier", parts.length > 2 ? parts[2] : ""));
    }

    private static List<Member> members(String places) {
        return Arrays.stream(places.split(" ")).map(LocalityGroupsTest::member).toList();
    }

    private static String shown(List<LocalityGroups.Group> groups) {
        return groups.stream()
                .map(group -> group.priority() + (group.weight() == 0 ? "" : "*" + group.weight()) + group.endpoints())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "r1/a, r1/a r1/b r2/c,          0[0] 1[1] 2[2]",
        "r1/a, r2/c r1/b,               0[1] 1[0]",
        "r1/a, r2/c r3/d,               '0[0, 1]'",
        "r1/a, r1/a r1/a,               '0[0, 1]'",
        "/, / r1/a,                     0[0] 1[1]"
    })
    void nearerPlacesComeFirstWithoutGaps(String client, String endpoints, String wanted) {
        LocalitySetting setting = new LocalitySetting(true, List.of(), Map.of(), List.of(), false);
        assertEquals(wanted, shown(LocalityGroups.of(setting, member(client), members(endpoints), true)));
    }

    @Test
    void failoverNamesTheRegionThatComesNext() {
        LocalitySetting setting = new LocalitySetting(true, List.of(), Map.of("r1", "r3"), List.of(), false);
        assertEquals(
                "0*1[0] 1*1[2] 2*1[1]",
                shown(LocalityGroups.of(setting, member("r1/a"), members("r1/a r2/b r3/c"), true)));
    }

    @Test
    void labelsMayDecideInsteadOfPlaces() {
        LocalitySetting setting =
                new LocalitySetting(true, List.of(), Map.of(), List.of("tier", "topology.kubernetes.io/zone"), false);
        assertEquals(
                "0*1[2] 1*1[0] 2*1[1]",
                shown(LocalityGroups.of(setting, member("r1/a/gold"), members("r1/b/gold r1/a/tin r1/a/gold"), true)));
        LocalitySetting fixed = new LocalitySetting(true, List.of(), Map.of(), List.of("tier=tin"), false);
        assertEquals(
                "0*1[1] 1*1[0]",
                shown(LocalityGroups.of(fixed, member("r1/a/gold"), members("r1/a/gold r1/b/tin"), true)));
    }

    @Test
    void sharesAreThoseOfTheFirstEntryThatFits() {
        Map<String, Integer> to = new LinkedHashMap<>();
        to.put("r1/a/*", 70);
        to.put("r1/*", 20);
        to.put("r2/*", 10);
        LocalitySetting setting = new LocalitySetting(
                true,
                List.of(new Distribute("r9/*", Map.of("*", 100)), new Distribute("r1/*", to)),
                Map.of(),
                List.of(),
                false);
        assertEquals(
                "0*70[0] 0*14[1, 2] 0*7[3] 0*10[4]",
                shown(LocalityGroups.of(setting, member("r1/a"), members("r1/a r1/b r1/b r1/c r2/d r3/e"), false)));
        assertEquals("'0[0]'", "'" + shown(LocalityGroups.of(setting, member("r5/x"), members("r1/a"), false)) + "'");
    }

    /** What trafficDistribution of a Service says holds whether anybody watches the hosts or not; all else needs outlier detection. */
    @Test
    void withoutOutlierDetectionOnlyWhatAlwaysHoldsCounts() {
        List<Member> endpoints = List.of(member("r1/b"), member("r1/a"), member("r2/c"));
        List<String> labels = List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone");
        LocalitySetting declared = new LocalitySetting(true, List.of(), Map.of(), labels, false);
        assertEquals(
                1, LocalityGroups.of(declared, member("r1/a"), endpoints, false).size());
        LocalitySetting always = new LocalitySetting(true, List.of(), Map.of(), labels, true);
        List<LocalityGroups.Group> groups = LocalityGroups.of(always, member("r1/a"), endpoints, false);
        assertEquals(
                List.of(List.of(1), List.of(0), List.of(2)),
                groups.stream().map(LocalityGroups.Group::endpoints).toList());
        assertEquals(
                List.of(0, 0, 0),
                groups.stream().map(LocalityGroups.Group::weight).toList());
    }
}
