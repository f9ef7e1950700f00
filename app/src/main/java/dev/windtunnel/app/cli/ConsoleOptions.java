package dev.windtunnel.app.cli;

import dev.windtunnel.experiment.Experiment;
import dev.windtunnel.simulation.Run;
import dev.windtunnel.simulation.RunOptions;
import dev.windtunnel.simulation.RunawayException;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.ValueException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of commands that look into a running scenario: when. To be mixed in. */
final class ConsoleOptions {
    /** What is worth waiting for: some ten seconds. */
    static final long MOST_EVENTS = 50_000_000;

    private static final long SLICE_NANOS = 1_000_000_000L;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Instant.class,
            description = "Virtual time to look at, for example 90s (default: the beginning).")
    private @Nullable Long atNanos;

    /** Reads the option's value. */
    static final class Instant implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Durations.parse(text);
            } catch (ValueException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage() + "; write 500ms, 90s or 5m");
            }
        }
    }

    /**
     * A run of the scenario that stands at the time asked for, and goes on as long as somebody looks.
     *
     * @param withTraffic whether the scenario's own traffic flows; what kubectl shows does not depend on it
     * @throws InputProblem when too much happens until then
     */
    Run open(Experiment experiment, boolean withTraffic) {
        Run run = Run.open(
                experiment.plan(),
                experiment.objects(),
                RunOptions.ofSeed(experiment.scenario().run().seed()),
                withTraffic);
        advance(() -> advance(run, atNanos == null ? 0 : atNanos, MOST_EVENTS));
        return run;
    }

    /** Lets the clock run to an instant, over stretches in which nothing happens in one step. */
    static void advance(Run run, long nanos, long mostEvents) {
        while (run.nowNanos() < nanos && run.nextEventNanos() <= nanos) {
            run.advanceTo(Math.min(nanos, Math.max(run.nowNanos() + SLICE_NANOS, run.nextEventNanos())));
            if (run.events() > mostEvents) {
                throw InputProblem.of(
                        "--at " + Durations.format(nanos) + ": too much happens until then, the limit of " + mostEvents
                                + " events is reached at " + Durations.format(run.nowNanos()),
                        "look at an earlier time, or leave out --with-traffic");
            }
        }
        run.advanceTo(nanos);
    }

    /** Lets the clock run; a scenario in which it can not move on is the user's to mend. */
    static void advance(Runnable part) {
        try {
            part.run();
        } catch (RunawayException e) {
            throw InputProblem.of(String.valueOf(e.getMessage()), e.fix());
        }
    }
}
