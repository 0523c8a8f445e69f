package io.facet.connectors.segment;

import java.io.Serializable;
import java.util.List;

import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;

/**
 * Puts the parts of a split segment together again. It keeps nothing: the parts received so far belong to its caller,
 * which holds them in keyed state.
 *
 * @param maxBytes largest segment that is put together
 */
public record SegmentAssembler(int maxBytes) implements Serializable {
    private static final long serialVersionUID = 1;

    /** 256 MiB. */
    public static final int DEFAULT_MAX_BYTES = 256 << 20;

    /**
     * Checks that a part may follow those received.
     *
     * @param first header of the first part received; null when {@code next} is the first
     * @param received number of parts received
     * @param receivedBytes their payload bytes
     * @param next the part that arrived
     * @throws SegmentRefusedException {@link Refusal#INCOMPLETE_PARTS} when it is not the next part of the same
     *     segment, or is empty, {@link Refusal#LIMIT_EXCEEDED} when the segment grows over its limit,
     *     {@link Refusal#CHECKSUM_MISMATCH} when it is damaged
     */
    public void requireFollows(SegmentHeader first, int received, long receivedBytes, Segment next)
            throws SegmentRefusedException {
        SegmentHeader header = next.header();
        if (header.part() != received) {
            throw new SegmentRefusedException(
                    Refusal.INCOMPLETE_PARTS,
                    "expected part %d of %d of segment %d, found part %d"
                            .formatted(received, header.parts(), header.sequence(), header.part()));
        }
        if (first != null && !sameSegment(first, header)) {
            throw new SegmentRefusedException(
                    Refusal.INCOMPLETE_PARTS,
                    "expected part %d to have the header of segment %d's part 0, found another: %s"
                            .formatted(received, first.sequence(), Excerpt.of(header.toString())));
        }
        if (next.payload().length == 0) {
            throw new SegmentRefusedException(
                    Refusal.INCOMPLETE_PARTS,
                    "expected part %d of %d of segment %d to hold bytes, found none"
                            .formatted(received, header.parts(), header.sequence()));
        }
        if (receivedBytes + next.payload().length > maxBytes) {
            throw new SegmentRefusedException(
                    Refusal.LIMIT_EXCEEDED,
                    "expected a segment of at most %d bytes, found %d after part %d of %d"
                            .formatted(maxBytes, receivedBytes + next.payload().length, header.part(), header.parts()));
        }
        SegmentHeaders.requireIntact(next);
    }

    /** Whether two headers differ in nothing but the part. */
    public static boolean sameSegment(SegmentHeader a, SegmentHeader b) {
        return a.parts() == b.parts() && SegmentParts.withPart(a, 0, 1, 0).equals(SegmentParts.withPart(b, 0, 1, 0));
    }

    /**
     * Joins all parts of a segment.
     *
     * @param parts at least one, in order, each accepted by {@link #requireFollows}
     */
    public Segment join(List<Segment> parts) {
        int bytes = parts.stream().mapToInt(part -> part.payload().length).sum();
        byte[] payload = new byte[bytes];
        int at = 0;
        for (Segment part : parts) {
            System.arraycopy(part.payload(), 0, payload, at, part.payload().length);
            at += part.payload().length;
        }
        SegmentHeader header = parts.get(0).header();
        return new Segment(SegmentParts.withPart(header, 0, 1, SegmentHeaders.crc32c(payload)), payload);
    }
}
