package io.facet.vision.tracking;

import java.util.List;

import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.Box;

/**
 * All that tracking one stream remembers between frames. Immutable; kept in keyed state by way of
 * {@link TrackerStateCodec}.
 *
 * @param nextTrack id the next track gets; ids count from 1 and are never used again
 * @param ptsUs presentation time of the last frame, in microseconds; 0 before the first
 * @param tracks the live tracks, by ascending id
 */
public record TrackerState(long nextTrack, long ptsUs, List<Track> tracks) {
    private static final TrackerState EMPTY = new TrackerState(1, 0, List.of());

    public TrackerState {
        tracks = List.copyOf(tracks);
    }

    /** The state of a stream no frame has been seen of. */
    public static TrackerState empty() {
        return EMPTY;
    }

    /** How many tracks have been started. */
    public long tracksStarted() {
        return nextTrack - 1;
    }

    /**
     * One live track.
     *
     * @param id of the track
     * @param motion where its face is and how it moves, at the time of the last frame
     * @param seen whether it was detected in the last frame
     * @param sightings when it was detected
     * @param analysis when it was last chosen for analysis; null if never
     */
    public record Track(long id, BoxMotion motion, boolean seen, Sightings sightings, Analysis analysis) {

        Track predicted(double seconds) {
            return new Track(id, motion.predict(seconds, seen), seen, sightings, analysis);
        }

        Track detected(Box box, long ptsUs, long captureTimeUs) {
            return new Track(id, motion.correct(box), true, sightings.and(ptsUs, captureTimeUs), analysis);
        }

        Track missed() {
            return new Track(id, motion, false, sightings, analysis);
        }

        Track chosen(Analysis chosen) {
            return new Track(id, motion, seen, sightings, chosen);
        }

        TrackEnded ended(String stream) {
            return new TrackEnded(
                    stream,
                    id,
                    sightings.firstPtsUs(),
                    sightings.lastPtsUs(),
                    sightings.firstCaptureTimeUs(),
                    sightings.lastCaptureTimeUs(),
                    sightings.count());
        }
    }

    /**
     * When a track was detected. First and last are the earliest and the latest, whatever order frames came in.
     *
     * @param count frames it was detected in
     * @param firstPtsUs presentation time, in microseconds
     * @param lastPtsUs presentation time, in microseconds
     * @param firstCaptureTimeUs capture time, in microseconds since the Unix epoch
     * @param lastCaptureTimeUs capture time, in microseconds since the Unix epoch
     */
    public record Sightings(
            long count, long firstPtsUs, long lastPtsUs, long firstCaptureTimeUs, long lastCaptureTimeUs) {

        static Sightings first(long ptsUs, long captureTimeUs) {
            return new Sightings(1, ptsUs, ptsUs, captureTimeUs, captureTimeUs);
        }

        Sightings and(long ptsUs, long captureTimeUs) {
            return new Sightings(
                    count + 1,
                    Math.min(firstPtsUs, ptsUs),
                    Math.max(lastPtsUs, ptsUs),
                    Math.min(firstCaptureTimeUs, captureTimeUs),
                    Math.max(lastCaptureTimeUs, captureTimeUs));
        }
    }

    /**
     * The last time a track was chosen for analysis.
     *
     * @param ptsUs presentation time of the frame
     * @param score the detector's confidence there
     */
    public record Analysis(long ptsUs, double score) {}
}
