package io.facet.connectors.segment;

import io.facet.domain.video.Segment;

/** What a record of the segment topic turned out to be. */
public sealed interface SegmentRecord {

    /** A segment, or one part of it: {@code segment.header().parts() > 1}. */
    record Part(Segment segment) implements SegmentRecord {}

    /**
     * The publisher has reached the end of the stream.
     *
     * @param stream the stream
     * @param segments segments it published
     */
    record End(String stream, long segments) implements SegmentRecord {}
}
