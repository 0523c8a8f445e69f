package io.facet.connectors.decode;

import java.io.Serializable;
import java.time.Duration;

import io.facet.connectors.segment.SegmentAssembler;

import static java.util.Objects.requireNonNull;

/**
 * What a segment may cost at most. Checked before decoding where the payload tells. What later pictures turn out to be
 * is checked as they come: {@code maxPixels} before the decoder allocates a picture, {@code maxSide} and
 * {@code maxTotalPixels} before it is handed on.
 *
 * @param maxSide largest width and height in pixels
 * @param maxPixels largest width × height
 * @param maxTotalPixels most pixels of all pictures of a segment together
 * @param maxFrames most frames in a segment
 * @param maxDuration longest segment
 * @param maxSegmentBytes largest payload after its parts were put together
 */
public record DecodeLimits(
        int maxSide, long maxPixels, long maxTotalPixels, int maxFrames, Duration maxDuration, int maxSegmentBytes)
        implements Serializable {
    private static final long serialVersionUID = 1;

    private static final long MIN_PACKET_BYTES = 8 << 20;
    private static final long PACKET_BYTES_PER_PAYLOAD_BYTE = 4;

    /** 8,192 pixels a side, 36 megapixels, 16 gigapixels in all (1,800 frames of 4K are 15), 1,800 frames, 60 s, 256 MiB. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(
            8_192, 36_000_000, 16_000_000_000L, 1_800, Duration.ofSeconds(60), SegmentAssembler.DEFAULT_MAX_BYTES);

    public DecodeLimits {
        requireNonNull(maxDuration, "maxDuration is null");
        boolean positive = maxSide > 0 && maxPixels > 0 && maxTotalPixels > 0 && maxFrames > 0 && maxSegmentBytes > 0;
        if (!positive || maxDuration.isNegative()) {
            throw new IllegalArgumentException(
                    "decode limits must be positive, got side %d, pixels %d, total pixels %d, frames %d, bytes %d, duration %s"
                            .formatted(maxSide, maxPixels, maxTotalPixels, maxFrames, maxSegmentBytes, maxDuration));
        }
    }

    /** Whether a picture may be decoded. */
    public boolean allow(int width, int height) {
        return width <= maxSide && height <= maxSide && (long) width * height <= maxPixels;
    }

    /**
     * Most bytes of all packets of a payload together. A container may hold them compressed, by a factor of a thousand:
     * 4 times the payload, at least 8 MiB, and never more than {@code maxSegmentBytes}.
     */
    long maxPacketBytes(int payloadBytes) {
        return Math.min(maxSegmentBytes, Math.max(MIN_PACKET_BYTES, PACKET_BYTES_PER_PAYLOAD_BYTE * payloadBytes));
    }
}
