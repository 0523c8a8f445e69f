package io.facet.training.data.faces;

/** What came of the faces of a set that were made worse. Used by one thread; Jackson writes and reads its fields. */
public final class DegradedCounts {
    /** Faces looked at. */
    public long faces;

    /** Faces that could not be read. */
    public long unreadable;

    /** Faces that are not known to be clean, or have no teacher's identity: there is nothing to compare with. */
    public long notClean;

    /** Copies that were stored. */
    public long copies;

    /** Copies of which the teacher gave no numbers. */
    public long untaught;

    void add(DegradedCounts other) {
        faces += other.faces;
        unreadable += other.unreadable;
        notClean += other.notClean;
        copies += other.copies;
        untaught += other.untaught;
    }
}
