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
                throw new TypeConversionException("'" + text + "' is no time: write 500ms, 90s or 5m");
            }
        }
    }

    /** A run of the scenario that stands at the time asked for, and goes on as long as somebody looks. */
    Run open(Experiment experiment, boolean withTraffic) {
        Run run = Run.open(
                experiment.plan(),
                experiment.objects(),
                RunOptions.ofSeed(experiment.scenario().run().seed()),
                withTraffic);
        advance(() -> run.advanceTo(atNanos == null ? 0 : atNanos));
        return run;
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
