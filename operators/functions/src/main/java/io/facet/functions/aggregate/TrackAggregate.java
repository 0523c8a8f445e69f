package io.facet.functions.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.Box;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.TrackId;

/**
 * What is known of a track that has not ended yet, folded from its observations. Immutable.
 *
 * @param bundle bundle of the last observation; the heads hold its results only, since results of different bundles
 *     must not be averaged
 * @param firstSegment segment of the first observation
 * @param observations how many were folded
 * @param scoreSum sum of the detector's scores
 * @param best the observation of the highest quality, the earliest of equals
 * @param heads one mean for each averaged head, in the order of the tasks
 */
record TrackAggregate(
        String bundle, long firstSegment, long observations, double scoreSum, Best best, List<HeadMean> heads) {

    /** A track of nothing but quality 0 has a mean too: the plain one. */
    static final double MIN_WEIGHT = 1e-6;

    /** What is kept of the best observation. */
    record Best(String id, double quality, Box box, long ptsUs) {
        static Best of(FaceObservation observation) {
            return new Best(observation.id(), observation.quality(), observation.box(), observation.ptsUs());
        }
    }

    /** The aggregate of a single observation. */
    static TrackAggregate of(FaceObservation first) {
        return new TrackAggregate(
                first.bundle(), first.segment(), 1, first.score(), Best.of(first), fold(List.of(), first));
    }

    /** With one more observation, later than those before. */
    TrackAggregate plus(FaceObservation next) {
        List<HeadMean> sameBundle = bundle.equals(next.bundle()) ? heads : List.of();
        return new TrackAggregate(
                next.bundle(),
                firstSegment,
                observations + 1,
                scoreSum + next.score(),
                next.quality() > best.quality() ? Best.of(next) : best,
                fold(sameBundle, next));
    }

    /** The record of the track, now that it has ended. */
    FinishedTrack finish(TrackEnded ended) {
        String id = TrackId.of(ended.stream(), firstSegment, ended.firstPtsUs(), ended.track(), bundle);
        return new FinishedTrack(
                id,
                ended.stream(),
                ended.track(),
                bundle,
                ended.firstPtsUs(),
                ended.lastPtsUs(),
                ended.firstCaptureTimeUs(),
                ended.lastCaptureTimeUs(),
                ended.detections(),
                observations,
                scoreSum / observations,
                best.id(),
                best.quality(),
                best.box(),
                best.ptsUs(),
                heads.stream().map(HeadMean::mean).flatMap(Optional::stream).toList());
    }

    private static List<HeadMean> fold(List<HeadMean> before, FaceObservation observation) {
        double weight = Math.max(observation.quality(), MIN_WEIGHT);
        List<HeadMean> after = new ArrayList<>(before);
        for (HeadResult result : observation.heads()) {
            Optional<HeadMean> known =
                    before.stream().filter(mean -> mean.task() == result.task()).findFirst();
            known.ifPresent(after::remove);
            known.map(mean -> mean.plus(result, weight))
                    .or(() -> HeadMean.of(result, weight))
                    .ifPresent(after::add);
        }
        after.sort(Comparator.comparing(HeadMean::task));
        return List.copyOf(after);
    }
}
