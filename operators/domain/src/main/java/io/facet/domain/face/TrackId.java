package io.facet.domain.face;

/** The deterministic id of a finished track; never that of an observation. */
public final class TrackId {
    /** Sets the hash apart from that of an observation with the same numbers. */
    private static final String KIND = "track";

    private TrackId() {}

    /** As {@link ObservationId}, of ("track", stream, first analysed segment, first presentation time, track, bundle). */
    public static String of(String stream, long segment, long firstPtsUs, long track, String bundle) {
        return ObservationId.hash(KIND, stream, segment, firstPtsUs, track, bundle);
    }
}
