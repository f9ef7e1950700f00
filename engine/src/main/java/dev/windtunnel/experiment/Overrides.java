package dev.windtunnel.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command line changes in a scenario and its manifests.
 *
 * @param seed {@code --seed}; null when not given
 * @param profile {@code --profile}; null when not given
 * @param sets {@code --set PATH=VALUE}, in order
 * @param files {@code -f}: files, folders or {@code -} whose documents are applied on top, in order
 * @param deletes {@code --delete KIND/[NS/]NAME}, in order
 */
public record Overrides(
        @Nullable Long seed, @Nullable String profile, List<String> sets, List<String> files, List<String> deletes) {

    /** No change. */
    public static final Overrides NONE = new Overrides(null, null, List.of(), List.of(), List.of());
}
