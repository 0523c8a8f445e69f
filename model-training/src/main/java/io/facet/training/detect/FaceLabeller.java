package io.facet.training.detect;

import java.util.List;

import io.facet.training.data.Sample;

/** Says where the faces of a picture are. Thread-safe; the same sample always gets the same answer. */
@FunctionalInterface
public interface FaceLabeller {
    /** Every face in the sample's picture; the unsure ones are marked as to be ignored. */
    List<FaceTruth> faces(Sample sample);
}
