package io.facet.domain.face;

import java.util.List;
import java.util.Optional;

/**
 * Everything said of one face in one frame.
 *
 * @param id see {@link ObservationId}
 * @param stream the stream
 * @param segment sequence number of the segment
 * @param frame position of the frame in its segment
 * @param ptsUs presentation time of the frame, microseconds from the start of the stream
 * @param captureTimeUs capture time of the frame, microseconds since the Unix epoch
 * @param bundle name and version of the bundle that made it, {@code name@version}
 * @param track the track the face belongs to
 * @param faceIndex position of the face in its frame
 * @param box in source pixels
 * @param points in source pixels
 * @param score the detector's confidence in [0, 1]
 * @param quality how fit the face is for analysis by its size, pose, sharpness and detection, in [0, 1]; what the quality head says
 *     is among the heads
 * @param heads one result for each head that was run
 */
public record FaceObservation(
        String id,
        String stream,
        long segment,
        int frame,
        long ptsUs,
        long captureTimeUs,
        String bundle,
        long track,
        int faceIndex,
        Box box,
        FivePoints points,
        double score,
        double quality,
        List<HeadResult> heads) {

    /** The result of one head, if it was run. */
    public <T extends HeadResult> Optional<T> head(Class<T> type) {
        return heads.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** The result of one head by its task, if it was run. */
    public Optional<HeadResult> head(HeadTask task) {
        return heads.stream().filter(result -> result.task() == task).findFirst();
    }
}
