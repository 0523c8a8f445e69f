package io.facet.domain.video;

import static java.util.Objects.requireNonNull;

/**
 * A self-contained, playable clip of one stream that begins with a key frame.
 *
 * @param header what is known of it without opening it
 * @param payload the complete container file; not copied, so the caller hands over ownership
 */
public record Segment(SegmentHeader header, byte[] payload) {
    public Segment {
        requireNonNull(header, "header is null");
        requireNonNull(payload, "payload is null");
    }
}
