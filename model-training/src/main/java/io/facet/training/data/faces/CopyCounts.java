package io.facet.training.data.faces;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;

/** What came of the faces of a set that were altered. Used by one thread; its fields are written as JSON and read back. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
final class CopyCounts {
    /** Faces looked at. */
    long faces;

    /** Faces that could not be read. */
    long unreadable;

    /** Faces that the alteration does not take. */
    long unfit;

    /** Copies that were stored. */
    long copies;

    /** Copies that were not made: the teacher gave no numbers, or another face that was needed could not be used. */
    long failed;

    void add(CopyCounts other) {
        faces += other.faces;
        unreadable += other.unreadable;
        unfit += other.unfit;
        copies += other.copies;
        failed += other.failed;
    }
}
