package io.facet.vision.tracking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.policy.Policy;
import io.facet.vision.geometry.NonMaximumSuppression;
import io.facet.vision.tracking.TrackerState.Analysis;
import io.facet.vision.tracking.TrackerState.Sightings;
import io.facet.vision.tracking.TrackerState.Track;

/**
 * Gives the detections of each frame to tracks, and says which faces are to be analysed.
 *
 * <p>A frame goes like this: tracks too far away in time end; the others are moved to the frame's time by their Kalman
 * filters; confident detections are matched to all of them, the others to what is left (ByteTrack, Zhang et al. 2022,
 * algorithm 1); confident detections that are left begin tracks. Both rounds maximise the sum of overlaps.
 *
 * <p>Time is presentation time. Where it jumps by more than {@link TrackingOptions#maxLostUs()}, forwards (a gap) or
 * backwards (a camera that was restarted), all tracks end; where it steps back by less, it is taken to stand still.
 *
 * <p>Pure and immutable: the same state and frame give the same step. Safe for any number of threads.
 */
public final class FaceTracker {
    private static final double US_PER_SECOND = 1e6;

    private final TrackingOptions options;

    public FaceTracker(TrackingOptions options) {
        this.options = options;
    }

    /**
     * Goes one frame on.
     *
     * @param state what the frame before left, {@link TrackerState#empty()} at first
     * @param ptsUs presentation time of the frame, in microseconds
     * @param captureTimeUs capture time of the frame, in microseconds since the Unix epoch
     * @param detections what the detector found in the frame, in any order
     * @param policy which faces are to be analysed
     * @throws IllegalArgumentException if a box or score is not finite
     */
    public Step update(TrackerState state, long ptsUs, long captureTimeUs, List<Detection> detections, Policy policy) {
        List<Detection> ranked = ranked(detections);
        double seconds = Math.max(0, ptsUs - state.ptsUs()) / US_PER_SECOND;
        List<Track> ended = new ArrayList<>();
        List<Track> predicted = new ArrayList<>();
        for (Track track : state.tracks()) {
            if (tooFar(track, ptsUs)) {
                addConfirmed(track, ended);
            } else {
                predicted.add(track.predicted(seconds));
            }
        }
        Association association = new Association(options, predicted, ranked);
        FrameTracks frame = new FrameTracks(ptsUs, captureTimeUs, policy, state.nextTrack());
        for (int rank = 0; rank < ranked.size(); rank++) {
            frame.take(ranked.get(rank), association.trackOf(rank));
        }
        return new Step(frame.state(association.unmatchedTracks()), frame.faces, ended);
    }

    /**
     * Ends all tracks, when their stream is over.
     *
     * @param stream the stream
     * @param state what its last frame left
     * @return by ascending id of the track
     */
    public List<StreamEvent.TrackEnded> finish(String stream, TrackerState state) {
        List<Track> ended = new ArrayList<>();
        state.tracks().forEach(track -> addConfirmed(track, ended));
        return ended.stream().map(track -> track.ended(stream)).toList();
    }

    private static List<Detection> ranked(List<Detection> detections) {
        List<Detection> ranked = new ArrayList<>(detections);
        for (Detection detection : ranked) {
            Box box = detection.box();
            // Infinities and NaN survive a sum.
            if (!Double.isFinite(box.x() + box.y() + box.width() + box.height() + detection.score())) {
                throw new IllegalArgumentException("a detection must have a finite box and score, got " + detection);
            }
        }
        ranked.sort(NonMaximumSuppression.BEST_FIRST);
        return ranked;
    }

    private boolean tooFar(Track track, long ptsUs) {
        return Math.abs(ptsUs - track.sightings().lastPtsUs()) > options.maxLostUs();
    }

    private boolean confirmed(Track track) {
        return track.sightings().count() >= options.minHits();
    }

    /** A track that was never reported must not be reported as ended either. */
    private void addConfirmed(Track track, List<Track> ended) {
        if (confirmed(track)) {
            ended.add(track);
        }
    }

    /** The tracks and faces of one frame as they come to be. */
    private final class FrameTracks {
        private final long ptsUs;
        private final long captureTimeUs;
        private final Policy policy;
        private final List<Track> detected = new ArrayList<>();
        private final List<TrackedFace> faces = new ArrayList<>();
        private long nextTrack;

        FrameTracks(long ptsUs, long captureTimeUs, Policy policy, long nextTrack) {
            this.ptsUs = ptsUs;
            this.captureTimeUs = captureTimeUs;
            this.policy = policy;
            this.nextTrack = nextTrack;
        }

        /** Detections come best first, which makes their positions among the faces the face indices. */
        void take(Detection detection, Track matched) {
            if (matched != null) {
                report(matched.detected(detection.box(), ptsUs, captureTimeUs), detection);
            } else if (detection.score() >= options.newTrackScore()) {
                Sightings first = Sightings.first(ptsUs, captureTimeUs);
                report(new Track(nextTrack++, BoxMotion.firstSeen(detection.box()), true, first, null), detection);
            }
        }

        private void report(Track track, Detection detection) {
            if (!confirmed(track)) {
                detected.add(track);
                return;
            }
            boolean analyze = asksForAnalysis(track.analysis(), detection);
            detected.add(analyze ? track.chosen(new Analysis(ptsUs, detection.score())) : track);
            faces.add(new TrackedFace(track.id(), faces.size(), detection, analyze));
        }

        private boolean asksForAnalysis(Analysis last, Detection detection) {
            if (Math.min(detection.box().width(), detection.box().height()) < policy.minFacePx()) {
                return false;
            }
            if (last == null || Math.abs(ptsUs - last.ptsUs()) >= policy.reanalyzeEveryUs()) {
                return true;
            }
            double gain = policy.reanalyzeQualityGain();
            return gain < 1 && detection.score() - last.score() >= gain;
        }

        TrackerState state(List<Track> unmatched) {
            List<Track> tracks = new ArrayList<>(detected);
            for (Track track : unmatched) {
                if (confirmed(track)) {
                    tracks.add(track.missed());
                }
            }
            tracks.sort(Comparator.comparingLong(Track::id));
            return new TrackerState(nextTrack, ptsUs, tracks);
        }
    }
}
