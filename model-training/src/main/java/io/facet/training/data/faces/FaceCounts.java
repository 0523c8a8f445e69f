package io.facet.training.data.faces;

/** What came of the pictures of a set. Used by one thread; Jackson writes and reads its fields. */
public final class FaceCounts {
    /** Pictures looked at. */
    public long pictures;

    /** Pictures that could not be read. */
    public long unreadable;

    /** Faces whose five points the detector found. */
    public long detected;

    /** Faces whose five points come from the set's landmarks. */
    public long landmarks;

    /** Faces put where faces of the set are on average. */
    public long fallback;

    /** Faces whose points determine no crop. */
    public long notAligned;

    /** Faces without what a teacher was asked for: it gave no numbers. */
    public long untaught;

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
    public long faces() {
        return detected + landmarks + fallback;
    }
}
