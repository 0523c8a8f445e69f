package io.facet.jobs.analysis;

/** Uids of the main job's operators. State is found by them after an upgrade: never rename one. */
public final class OperatorUids {
    public static final String SEGMENTS = "facet-segments";
    public static final String DECODE = "facet-decode";
    public static final String DETECT = "facet-detect";
    public static final String TRACK = "facet-track";
    public static final String ALIGN = "facet-align";
    public static final String ANALYZE = "facet-analyze";
    public static final String AGGREGATE = "facet-aggregate";
    public static final String OBSERVATIONS = "facet-observations";
    public static final String TRACKS = "facet-tracks";
    public static final String STATISTICS = "facet-stats";
    public static final String DEAD_LETTERS = "facet-dead-letters";

    private OperatorUids() {}
}
