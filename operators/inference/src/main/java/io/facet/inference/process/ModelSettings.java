package io.facet.inference.process;

import java.io.Serializable;

import io.facet.inference.batch.BatchSettings;
import io.facet.inference.detect.DetectorSettings;

import static java.util.Objects.requireNonNull;

/**
 * How the models of a bundle are run.
 *
 * @param detector how the detector is run
 * @param analyzerThreads runs of the encoder and the heads under way at a time, each on a thread of its own, at least 1
 * @param batch how faces are gathered for them
 */
public record ModelSettings(DetectorSettings detector, int analyzerThreads, BatchSettings batch)
        implements Serializable {
    private static final long serialVersionUID = 1;

    public static final ModelSettings DEFAULT = new ModelSettings(DetectorSettings.DEFAULT, 1, BatchSettings.DEFAULT);

    public ModelSettings {
        requireNonNull(detector, "detector is null");
        requireNonNull(batch, "batch is null");
        if (analyzerThreads < 1) {
            throw new IllegalArgumentException("analyzerThreads must be at least 1, got " + analyzerThreads);
        }
    }
}
