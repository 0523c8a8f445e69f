package io.facet.functions.aggregate;

import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.StreamSummary;

/**
 * What was counted in a stream so far; its fields are those of {@link StreamSummary}. Immutable. Faces and tracks are
 * counted when a track ends.
 */
record StreamTally(
        long segments,
        long refusedSegments,
        long framesDecoded,
        long framesSampled,
        long faces,
        long observations,
        long tracks) {

    static final StreamTally NOTHING = new StreamTally(0, 0, 0, 0, 0, 0, 0);

    /** A segment that was refused after some of its frames had been decoded counts as both. */
    StreamTally plus(SegmentEnded ended) {
        boolean decoded = !ended.refused() || ended.framesDecoded() > 0;
        return new StreamTally(
                segments + (decoded ? 1 : 0),
                refusedSegments + (ended.refused() ? 1 : 0),
                framesDecoded + ended.framesDecoded(),
                framesSampled + ended.framesSampled(),
                faces,
                observations,
                tracks);
    }

    /** A track of which no face was analysed is not written to the tracks topic, and so not counted as a track. */
    StreamTally plus(TrackEnded ended, boolean written) {
        return new StreamTally(
                segments,
                refusedSegments,
                framesDecoded,
                framesSampled,
                faces + ended.detections(),
                observations,
                tracks + (written ? 1 : 0));
    }

    StreamTally plusObservation() {
        return new StreamTally(
                segments, refusedSegments, framesDecoded, framesSampled, faces, observations + 1, tracks);
    }

    StreamSummary summary(String stream) {
        return new StreamSummary(
                stream, segments, refusedSegments, framesDecoded, framesSampled, faces, observations, tracks);
    }
}
