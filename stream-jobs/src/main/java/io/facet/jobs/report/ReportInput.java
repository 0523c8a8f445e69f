package io.facet.jobs.report;

import java.util.Map;

import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.video.DeadLetter;

import static java.util.Objects.requireNonNull;

/**
 * What a report is made of. Each iterable is gone through once, so it may read its records from a file as it goes; none
 * is held in memory as a whole.
 *
 * @param summary what the run did
 * @param tracks every finished track, in any order
 * @param observations every observation, in any order
 * @param crops JPEG or PNG pictures of tracks; a track without one is shown without a picture
 * @param deadLetters every refused record
 */
public record ReportInput(
        RunSummary summary,
        Iterable<FinishedTrack> tracks,
        Iterable<FaceObservation> observations,
        Map<TrackKey, byte[]> crops,
        Iterable<DeadLetter> deadLetters) {
    public ReportInput {
        requireNonNull(summary, "summary is null");
        requireNonNull(tracks, "tracks is null");
        requireNonNull(observations, "observations is null");
        requireNonNull(crops, "crops is null");
        requireNonNull(deadLetters, "deadLetters is null");
    }
}
