package io.facet.connectors.ingest;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * How a stream is cut.
 *
 * @param targetDuration a segment ends at the first key frame that comes this long after its first frame, or later
 * @param maxSegmentBytes largest payload; from a quarter of it a segment ends at the next key frame whatever its
 *     duration
 * @param maxKeyFrameDistance where key frames are farther apart than this, the rest of the stream is encoded anew
 * @param maxFrames as {@code maxKeyFrameDistance}, counted in frames
 */
public record SegmenterOptions(
        Duration targetDuration, int maxSegmentBytes, Duration maxKeyFrameDistance, int maxFrames) {

    /** 1 s, 64 MiB, 50 s, 1,500 frames: within what decoders accept by default. */
    public static final SegmenterOptions DEFAULT =
            new SegmenterOptions(Duration.ofSeconds(1), 64 << 20, Duration.ofSeconds(50), 1_500);

    public SegmenterOptions {
        requireNonNull(targetDuration, "targetDuration is null");
        requireNonNull(maxKeyFrameDistance, "maxKeyFrameDistance is null");
        if (targetDuration.isNegative() || targetDuration.compareTo(maxKeyFrameDistance) > 0) {
            throw new IllegalArgumentException(
                    "segment duration must be in [0, %s], got %s".formatted(maxKeyFrameDistance, targetDuration));
        }
        if (maxSegmentBytes < 1 || maxFrames < 1) {
            throw new IllegalArgumentException("largest segment must be at least 1 byte and 1 frame, got %d and %d"
                    .formatted(maxSegmentBytes, maxFrames));
        }
    }
}
