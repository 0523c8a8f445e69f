package io.facet.jobs.report;

import io.facet.domain.face.FinishedTrack;

import static java.util.Objects.requireNonNull;

/**
 * Names one track among the streams of a run.
 *
 * @param stream the stream
 * @param track id of the track, unique within the stream
 */
public record TrackKey(String stream, long track) {
    public TrackKey {
        requireNonNull(stream, "stream is null");
    }

    /** The key of a finished track. */
    public static TrackKey of(FinishedTrack track) {
        return new TrackKey(track.stream(), track.track());
    }
}
