package io.facet.connectors.decode;

import java.io.Serializable;
import java.time.Duration;

import io.facet.connectors.segment.SegmentAssembler;

import static java.util.Objects.requireNonNull;

/**
 * What a segment may cost at most. Checked before decoding where the payload tells, and by the decoder before it
 * allocates a picture.
 *
 * @param maxSide largest width and height in pixels
 * @param maxPixels largest width × height
 * @param maxFrames most frames in a segment
 * @param maxDuration longest segment
 * @param maxSegmentBytes largest payload after its parts were put together
 */
public record DecodeLimits(int maxSide, long maxPixels, int maxFrames, Duration maxDuration, int maxSegmentBytes)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** 8,192 pixels a side, 36 megapixels, 1,800 frames, 60 s, 256 MiB. */
    public static final DecodeLimits DEFAULT =
            new DecodeLimits(8_192, 36_000_000, 1_800, Duration.ofSeconds(60), SegmentAssembler.DEFAULT_MAX_BYTES);

    public DecodeLimits {
        requireNonNull(maxDuration, "maxDuration is null");
        if (maxSide < 1 || maxPixels < 1 || maxFrames < 1 || maxSegmentBytes < 1 || maxDuration.isNegative()) {
            throw new IllegalArgumentException(
                    "decode limits must be positive, got side %d, pixels %d, frames %d, bytes %d, duration %s"
                            .formatted(maxSide, maxPixels, maxFrames, maxSegmentBytes, maxDuration));
        }
    }

    /** Whether a picture may be decoded. */
    public boolean allow(int width, int height) {
        return width <= maxSide && height <= maxSide && (long) width * height <= maxPixels;
    }
}
