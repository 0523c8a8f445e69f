package io.facet.training.evaluate.face;

/** Which five points faces are aligned by. */
public enum PointsMode {
    /** Those the bundle's own detector finds, as in a job. */
    DETECTOR,
    /** Those of the set's landmarks where it has any, so that heads are compared without their detectors. */
    TRUTH
}
