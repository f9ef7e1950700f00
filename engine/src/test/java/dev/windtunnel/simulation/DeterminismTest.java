package dev.windtunnel.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.experiment.ExperimentRunner;
import dev.windtunnel.kernel.EventQueue;
import dev.windtunnel.measure.RunResult;
import dev.windtunnel.scenario.TimelineEntry;
import dev.windtunnel.testing.Outcome;
import dev.windtunnel.testing.RandomMesh;
import dev.windtunnel.testing.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same plan and seed give the same bytes, however a run is driven. */
class DeterminismTest {

    private static final long[] SEEDS = {3, 8, 21, 34, 77, 120};

    private static String json(Experiment experiment, int replications, int jobs, EventQueue.Kind queue, long step) {
        return Outcome.of(
                        experiment,
                        new ExperimentRunner.Settings(replications, jobs, step, queue, ResultBuilder.Stats.ALL, null))
                .json();
    }

    @Test
    void everyEventQueueGivesTheSame() {
        for (long seed : SEEDS) {
            Experiment experiment = Scenarios.load(RandomMesh.yaml(seed));
            String expected = json(experiment, 1, 1, EventQueue.Kind.AUTOMATIC, 100_000_000L);
            for (EventQueue.Kind kind : EventQueue.Kind.values()) {
                assertEquals(expected, json(experiment, 1, 1, kind, 100_000_000L), () -> "mesh " + seed + " " + kind);
            }
        }
    }

    @Test
    void theNumberOfJobsDoesNotMatter() {
        for (long seed : SEEDS) {
            Experiment experiment = Scenarios.load(RandomMesh.yaml(seed));
            assertEquals(
                    json(experiment, 5, 1, EventQueue.Kind.AUTOMATIC, 0),
                    json(experiment, 5, 2, EventQueue.Kind.AUTOMATIC, 0),
                    () -> "mesh " + seed);
        }
    }

    @Test
    void anotherSeedGivesAnotherRun() {
        String yaml = RandomMesh.yaml(SEEDS[0]);
        assertNotEquals(
                Scenarios.run(yaml).json(),
                Scenarios.run(yaml.replaceFirst("seed: \\d+", "seed: 99999")).json());
    }

    /** A series, recorded requests and the way the run is advanced show more, and change nothing. */
    @ParameterizedTest
    @ValueSource(longs = {3, 8, 21, 34})
    void lookingChangesNothing(long seed) {
        Experiment experiment = Scenarios.load(RandomMesh.yaml(seed));
        long runSeed = experiment.scenario().run().seed();
        String expected = shown(experiment.start(RunOptions.ofSeed(runSeed)).finish());
        Run recorded = experiment.start(
                new RunOptions(runSeed, EventQueue.Kind.AUTOMATIC, 50_000_000L, java.util.List.of(), request -> true));
        assertEquals(expected, shown(recorded.finish()), "recorded");
        Run byEvents = experiment.start(RunOptions.ofSeed(runSeed));
        while (byEvents.advanceEvent()) {
            if (byEvents.events() % 97 == 0) {
                byEvents.snapshot();
            }
        }
        assertEquals(expected, shown(byEvents.finish()), "event by event");
        Run bySlices = experiment.start(RunOptions.ofSeed(runSeed));
        for (long at = 0; !bySlices.isOver() && at < 60_000; at += 7) {
            bySlices.advanceTo(at * 1_000_000L);
        }
        assertEquals(expected, shown(bySlices.finish()), "slice by slice");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 21, 34, 78})
    void goingBackIsRunningAgain(long seed) {
        Experiment experiment = Scenarios.load(RandomMesh.yaml(seed));
        Run run = experiment.start(RunOptions.ofSeed(experiment.scenario().run().seed()));
        run.advanceTo(300_000_000L);
        String early = shown(run);
        TimelineEntry.Action kill = new TimelineEntry.Kill("s0", new TimelineEntry.PodSelection.Count(1), null);
        run.edit(kill);
        run.advanceTo(700_000_000L);
        String middle = shown(run);
        run.edit(new TimelineEntry.Scale("s0", 4));
        String end = shown(run.finish());
        run.rewindTo(700_000_000L - 1);
        assertEquals(1, run.edits().size());
        run.advanceTo(700_000_000L);
        assertEquals(middle, shown(run));
        run.edit(new TimelineEntry.Scale("s0", 4));
        assertEquals(end, shown(run.finish()));
        run.rewindTo(299_999_999L);
        run.advanceTo(300_000_000L);
        assertEquals(early, shown(run));
        assertEquals(0, run.edits().size());
    }

    private static String shown(Run run) {
        RunResult result = run.snapshot().result();
        return result.totals() + "\n" + result.traffic() + "\n" + result.edges() + "\n" + result.services() + "\n"
                + result.pods() + "\n" + result.stats() + "\n" + result.timeline();
    }
}
