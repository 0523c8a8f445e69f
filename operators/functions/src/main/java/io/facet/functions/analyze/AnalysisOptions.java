package io.facet.functions.analyze;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Set;

import io.facet.domain.face.HeadTask;
import io.facet.inference.process.ModelKey;
import io.facet.inference.process.ModelSettings;

import static java.util.Objects.requireNonNull;

/**
 * Which models a job runs and how. It travels to the workers with the job; each worker opens the bundle at this path
 * itself and verifies it there.
 *
 * <p>All operators of a job get the same options, so that those in one process share one set of models.
 *
 * @param bundle path of the bundle, a directory or a zip, the same on every worker
 * @param heads the heads to run, at least one
 * @param models how the detector, the encoder and the heads are run
 */
public record AnalysisOptions(String bundle, Set<HeadTask> heads, ModelSettings models) implements Serializable {
    private static final long serialVersionUID = 1;

    public AnalysisOptions {
        requireNonNull(bundle, "bundle is null");
        requireNonNull(models, "models is null");
        heads = Set.copyOf(heads);
        if (heads.isEmpty()) {
            throw new IllegalArgumentException("expected at least one head, got none");
        }
    }

    /** What the process's shared models are found by. */
    public ModelKey modelKey() {
        return new ModelKey(Path.of(bundle), heads, models);
    }
}
