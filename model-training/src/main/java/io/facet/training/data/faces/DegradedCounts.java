package io.facet.training.data.faces;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;

/** What came of the faces of a set that were made worse. Used by one thread; its fields are written as JSON and read back. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
final class DegradedCounts {
    /** Faces looked at. */
    long faces;

    /** Faces that could not be read. */
    long unreadable;

    /** Faces that are not known to be clean, or have no teacher's identity: there is nothing to compare with. */
    long notClean;

    /** Copies that were stored. */
    long copies;

    /** Copies of which the teacher gave no numbers. */
    long untaught;

    void add(DegradedCounts other) {
        faces += other.faces;
        unreadable += other.unreadable;
        notClean += other.notClean;
        copies += other.copies;
        untaught += other.untaught;
    }
}
