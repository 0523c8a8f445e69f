package io.facet.training.data.faces;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;

/** What came of the pictures of a set. Used by one thread; its fields are written as JSON and read back. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
final class FaceCounts {
    /** Pictures looked at. */
    long pictures;

    /** Pictures that could not be read. */
    long unreadable;

    /** Faces whose five points the detector found. */
    long detected;

    /** Faces whose five points come from the set's landmarks. */
    long landmarks;

    /** Faces put where faces of the set are on average. */
    long fallback;

    /** Faces whose points determine no crop. */
    long notAligned;

    /** Faces without what a teacher was asked for: it gave no numbers. */
    long untaught;

    void add(FaceCounts other) {
        pictures += other.pictures;
        unreadable += other.unreadable;
        detected += other.detected;
        landmarks += other.landmarks;
        fallback += other.fallback;
        notAligned += other.notAligned;
        untaught += other.untaught;
    }

    /** Faces that were stored. */
    long faces() {
        return detected + landmarks + fallback;
    }
}
