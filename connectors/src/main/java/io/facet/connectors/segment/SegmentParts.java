package io.facet.connectors.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;

/** Splits a segment into the records it needs. */
public final class SegmentParts {

    /** Most parts of a segment: each waits in state for the last. */
    public static final int MAX_PARTS = 4_096;

    private SegmentParts() {}

    /**
     * Splits a payload at every {@code maxBytes}. Each part has the segment's header with its own part number and its
     * own checksum. A segment that fits is returned as it is, without copying.
     *
     * @param maxBytes largest payload of a part, at least 1 and large enough for {@link #MAX_PARTS} to do
     */
    public static List<Segment> split(Segment segment, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("largest part must have at least 1 byte, got " + maxBytes);
        }
        byte[] payload = segment.payload();
        if (payload.length <= maxBytes) {
            return List.of(segment);
        }
        int parts = (int) (((long) payload.length + maxBytes - 1) / maxBytes);
        if (parts > MAX_PARTS) {
            throw new IllegalArgumentException("expected parts large enough that %d hold %d bytes, got %d bytes a part"
                    .formatted(MAX_PARTS, payload.length, maxBytes));
        }
        List<Segment> split = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            int from = part * maxBytes;
            byte[] bytes = Arrays.copyOfRange(payload, from, Math.min(payload.length, from + maxBytes));
            split.add(new Segment(withPart(segment.header(), part, parts, SegmentHeaders.crc32c(bytes)), bytes));
        }
        return split;
    }

    /** The header with another place among the parts and another checksum. */
    static SegmentHeader withPart(SegmentHeader h, int part, int parts, int crc32c) {
        return new SegmentHeader(
                h.stream(),
                h.sequence(),
                h.container(),
                h.codec(),
                h.width(),
                h.height(),
                h.firstPtsUs(),
                h.durationUs(),
                h.captureTimeUs(),
                part,
                parts,
                crc32c,
                h.schemaVersion());
    }
}
