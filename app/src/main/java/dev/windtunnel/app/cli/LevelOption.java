package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an option that names a level, or {@code Never}.
 *
 * @param level null for never
 */
record LevelOption(@Nullable Level level) {
    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<LevelOption> {
        @Override
        public LevelOption convert(String word) {
            if (word.equalsIgnoreCase("never")) {
                return new LevelOption(null);
            }
            return new LevelOption(Level.parse(word)
                    .orElseThrow(() ->
                            new TypeConversionException("'" + word + "' is none of Info, Warning, Error, Never")));
        }
    }

    /** Whether a level is as grave as this, or graver. */
    boolean isReachedBy(Level other) {
        return level != null && other.isAtLeast(level);
    }
}
