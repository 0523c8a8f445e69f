package io.facet.inference.process;

import java.nio.file.Path;
import java.util.Set;

import io.facet.domain.face.HeadTask;

import static java.util.Objects.requireNonNull;

/**
 * What makes two requests for models the same.
 *
 * @param bundle directory or zip; made absolute
 * @param heads the heads to compose
 * @param settings how they are run
 */
public record ModelKey(Path bundle, Set<HeadTask> heads, ModelSettings settings) {
    public ModelKey {
        bundle = bundle.toAbsolutePath().normalize();
        heads = Set.copyOf(heads);
        requireNonNull(settings, "settings is null");
    }
}
