package io.facet.vision.tracking;

import java.io.Serializable;

/**
 * How detections become tracks.
 *
 * @param highScore detections at or above are matched to every track, in [0, 1]
 * @param lowScore detections at or above, but below {@code highScore}, are matched to what is left of the tracks seen
 *     in the frame before, in [0, {@code highScore}]; detections below are given to no track
 * @param newTrackScore an unmatched detection at or above begins a track, at least {@code highScore}
 * @param matchIou least overlap of a track's predicted box and a detection in the first round, in (0, 1]
 * @param lowMatchIou the same in the second round, where detections are less to be trusted
 * @param maxLostUs a track not seen for longer, in microseconds of presentation time, is ended. When fewer frames are
 *     sampled than one in this time, every frame begins new tracks
 * @param minHits detections a track needs before its faces are reported. 1 reports a face at first sight; above 1, a
 *     face that is missed before is forgotten, and was never a track to anyone
 */
public record TrackingOptions(
        double highScore,
        double lowScore,
        double newTrackScore,
        double matchIou,
        double lowMatchIou,
        long maxLostUs,
        int minHits)
        implements Serializable {
    private static final long serialVersionUID = 1;

    private static final TrackingOptions DEFAULTS = new TrackingOptions(0.6, 0.5, 0.6, 0.2, 0.5, 1_000_000, 1);

    public TrackingOptions {
        if (!(lowScore >= 0 && lowScore <= highScore && highScore <= newTrackScore && newTrackScore <= 1)) {
            throw new IllegalArgumentException(
                    "expected 0 <= lowScore <= highScore <= newTrackScore <= 1, got %s, %s, %s"
                            .formatted(lowScore, highScore, newTrackScore));
        }
        if (!(matchIou > 0 && matchIou <= 1 && lowMatchIou > 0 && lowMatchIou <= 1)) {
            throw new IllegalArgumentException(
                    "expected matchIou and lowMatchIou in (0, 1], got %s and %s".formatted(matchIou, lowMatchIou));
        }
        if (maxLostUs < 0 || minHits < 1) {
            throw new IllegalArgumentException(
                    "expected maxLostUs >= 0 and minHits >= 1, got %d and %d".formatted(maxLostUs, minHits));
        }
    }

    /** Scores 0.6 and 0.5, overlaps 0.2 and 0.5 (as ByteTrack), one second, reported at first sight. ByteTrack goes down to
     * 0.1; a face detector that weak follows the backs of heads. */
    public static TrackingOptions defaults() {
        return DEFAULTS;
    }
}
