package io.facet.domain.video;

import static java.util.Objects.requireNonNull;

/**
 * What is known of a segment without opening it; travels as Kafka headers beside the payload.
 *
 * @param stream the stream (camera) the segment belongs to
 * @param sequence position of the segment in its stream, from 0, without gaps
 * @param container how the payload is packed
 * @param codec FFmpeg's name of the video codec, for example {@code h264}
 * @param width coded width in pixels
 * @param height coded height in pixels
 * @param firstPtsUs presentation time of the first frame, microseconds from the start of the stream
 * @param durationUs duration in microseconds, up to the first frame of the next segment
 * @param captureTimeUs when the first frame was captured, microseconds since the Unix epoch
 * @param part position of this record among the parts of the segment, from 0
 * @param parts how many records the segment was split into; 1 when it fits one record
 * @param payloadCrc32c CRC-32C of this record's payload
 * @param schemaVersion version of this header set, see {@link #SCHEMA_VERSION}
 */
public record SegmentHeader(
        String stream,
        long sequence,
        Container container,
        String codec,
        int width,
        int height,
        long firstPtsUs,
        long durationUs,
        long captureTimeUs,
        int part,
        int parts,
        int payloadCrc32c,
        int schemaVersion) {

    /** The version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** How a segment's payload is packed; each is playable on its own by any player. */
    public enum Container {
        /** MPEG transport stream: H.264, HEVC, MPEG-2 and MPEG-4 video. */
        MPEGTS,
        /** Matroska: everything else. */
        MATROSKA
    }

    public SegmentHeader {
        requireNonNull(stream, "stream is null");
        requireNonNull(container, "container is null");
        requireNonNull(codec, "codec is null");
        if (parts < 1 || part < 0 || part >= parts) {
            throw new IllegalArgumentException("part must be in [0, parts), got part %d of %d".formatted(part, parts));
        }
    }
}
