package io.facet.training.probe;

import java.nio.file.Path;

/** Finds an encoder on disk: a checkpoint of any layout, or the folder of a run. */
@FunctionalInterface
public interface EncoderLoader {
    /** @throws io.facet.domain.UserError if there is none, or one that does not fit */
    ProbedEncoder load(Path path);
}
