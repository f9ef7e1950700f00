package dev.windtunnel.app.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.windtunnel.app.ui.topology.Placement.Box;
import dev.windtunnel.app.ui.topology.Placement.Point;
import dev.windtunnel.app.ui.topology.Topology.Kind;
import dev.windtunnel.app.ui.topology.Topology.Link;
import dev.windtunnel.app.ui.topology.Topology.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyBuilderTest {

    @TempDir
    Path folder;

    private Topology canary() {
        return TopologyBuilder.of(Meshes.canary(folder, Meshes.TRAFFIC).plan(), List.of());
    }

    private static Link link(Topology topology, String key) {
        Link link = topology.link(key);
        assertNotNull(link, key);
        return link;
    }

    @Test
    void linksAreKnownBeforeTheFirstRequest() {
        assertEquals(
                List.of(
                        "traffic/web",
                        "gateway->productpage.default:9080",
                        "productpage->details.default:9080",
                        "productpage->reviews.default:9080",
                        "reviews-v2->ratings.default:9080",
                        "ratings->mongodb.default:27017",
                        "ratings->api.example.com:80"),
                canary().links().stream().map(Link::key).toList());
    }

    @Test
    void workloadsOfOneAppShareANodeInOrderOfVersion() {
        Topology.Node reviews = canary().nodeOfWorkload("reviews-v2");
        assertNotNull(reviews);
        assertEquals("reviews", reviews.title());
        assertEquals("reviews.default", reviews.service());
        assertEquals(
                List.of("v1", "v2"), reviews.rows().stream().map(Row::label).toList());
    }

    @Test
    void aRuleSplitsALinkIntoItsSubsets() {
        Link link = link(canary(), "productpage->reviews.default:9080");
        assertNotNull(link.rule());
        assertEquals("VirtualService/default/reviews", link.rule().text());
        assertEquals(2, link.branches().size());
        assertEquals(0.7, link.branches().get(0).configured(), 1e-9);
        assertEquals(0.3, link.branches().get(1).configured(), 1e-9);
        assertEquals(1, link.branches().get(1).row());
    }

    @Test
    void aLinkWithoutARuleHasNoKnot() {
        Topology topology = canary();
        assertNull(link(topology, "productpage->details.default:9080").rule());
        assertTrue(link(topology, "ratings->mongodb.default:27017").tcp());
    }

    @Test
    void hostsOutsideAreNodes() {
        Topology topology = canary();
        String target =
                link(topology, "ratings->api.example.com:80").branches().get(0).target();
        Topology.Node node = topology.node(target);
        assertNotNull(node);
        assertEquals(Kind.EXTERNAL, node.kind());
    }

    @Test
    void v2StandsBeforeV10() {
        List<String> versions = new ArrayList<>(List.of("v10", "v2", "v1", "v02", "canary"));
        versions.sort(VersionOrder.INSTANCE);
        assertEquals(List.of("canary", "v1", "v2", "v02", "v10"), versions);
    }

    // ---------------------------------------------------------------- places

    @Test
    void nodesDoNotOverlapAndCallersStandLeft() {
        Topology topology = canary();
        Placement placement = LayeredLayout.place(topology, Placement.EMPTY);
        List<Box> boxes = new ArrayList<>(placement.boxes().values());
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertFalse(boxes.get(i).overlaps(boxes.get(j)), boxes.get(i) + " " + boxes.get(j));
            }
        }
        for (Link link : topology.links()) {
            for (Topology.Branch branch : link.branches()) {
                assertTrue(placement.boxes().get(link.source()).right()
                        < placement.boxes().get(branch.target()).x());
            }
        }
    }

    @Test
    void waysBeginAtTheCallerAndEndAtTheRow() {
        Topology topology = canary();
        Placement placement = LayeredLayout.place(topology, Placement.EMPTY);
        Wiring.Wire wire = Wiring.of(topology, placement).wires().get("productpage->reviews.default:9080");
        assertNotNull(wire);
        assertNotNull(wire.trunk());
        Box source = placement.boxes().get(wire.link().source());
        Box target = placement.boxes().get(wire.link().branches().get(1).target());
        assertEquals(source.right(), wire.trunk().start().x(), 1);
        Point end = wire.branches().get(1).end();
        assertEquals(target.x(), end.x(), 1);
        assertTrue(end.y() > target.y() + Sizes.HEAD + Sizes.ROW, "in the second row");
    }

    @Test
    void theSameTopologyIsPlacedTheSameAgain() {
        Topology topology = canary();
        Placement first = LayeredLayout.place(topology, Placement.EMPTY);
        assertEquals(
                first.boxes(), LayeredLayout.place(topology, Placement.EMPTY).boxes());
    }

    @Test
    void anotherWeightNeedsNoOtherPlaces() {
        Topology topology = canary();
        List<Link> links = new ArrayList<>(topology.links());
        Link link = link(topology, "productpage->reviews.default:9080");
        List<Topology.Branch> branches = link.branches().stream()
                .map(each -> new Topology.Branch(
                        each.target(), each.row(), each.version(), each.workloads(), each.subset(), 0.5))
                .toList();
        links.set(
                links.indexOf(link),
                new Link(link.key(), link.source(), link.sourceRow(), link.rule(), link.tcp(), branches));
        assertTrue(Surveyor.sameShape(topology, new Topology(topology.nodes(), links)));
        assertFalse(Surveyor.sameShape(topology, new Topology(topology.nodes(), links.subList(0, 3))));
    }

    @Test
    void aNewNodeLeavesTheOrderOfTheOthers() {
        Topology topology = canary();
        Placement before = LayeredLayout.place(topology, Placement.EMPTY);
        List<Topology.Node> nodes = new ArrayList<>(topology.nodes());
        nodes.add(0, new Topology.Node("default/new", Kind.APP, "default", "new", null, List.of()));
        Placement after = LayeredLayout.place(new Topology(nodes, topology.links()), before);
        for (Topology.Node a : topology.nodes()) {
            for (Topology.Node b : topology.nodes()) {
                if (before.boxes().get(a.id()).right()
                        < before.boxes().get(b.id()).x()) {
                    assertTrue(
                            after.boxes().get(a.id()).x()
                                    < after.boxes().get(b.id()).x(),
                            a.id() + " " + b.id());
                }
            }
        }
    }
}
