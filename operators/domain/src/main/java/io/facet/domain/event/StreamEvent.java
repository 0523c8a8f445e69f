package io.facet.domain.event;

import java.util.List;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.video.Frame;

/**
 * Something that happened in a stream. Events of one stream keep their order through all operators:
 * {@code decode → FrameDecoded, detect → FrameDetected, track → FrameTracked + TrackEnded, align → FaceAligned,
 * analyze → FaceObserved}; {@link SegmentEnded} and {@link StreamEnded} pass through all of them.
 */
public sealed interface StreamEvent {

    /** The stream it happened in; the key of every keyed operator. */
    String stream();

    /** Events that carry decoded pixels: they must never cross the network nor enter a checkpoint. */
    sealed interface CarriesPixels extends StreamEvent {
        Frame frame();

        @Override
        default String stream() {
            return frame().stream();
        }
    }

    /** A sampled frame came out of the decoder. */
    record FrameDecoded(Frame frame) implements CarriesPixels {}

    /** The detector looked at a frame. Detections are ordered by descending score. */
    record FrameDetected(Frame frame, List<Detection> detections) implements CarriesPixels {}

    /** The faces of a frame were given to tracks. */
    record FrameTracked(Frame frame, List<TrackedFace> faces) implements CarriesPixels {}

    /**
     * A face was cut out, to be analysed.
     *
     * @param stream the stream
     * @param segment sequence number of the segment
     * @param frame position of the frame in its segment
     * @param ptsUs presentation time of the frame
     * @param captureTimeUs capture time of the frame
     * @param face the detection and its track
     * @param quality how fit the face is for analysis, in [0, 1]
     * @param crop the aligned crop
     */
    record FaceAligned(
            String stream,
            long segment,
            int frame,
            long ptsUs,
            long captureTimeUs,
            TrackedFace face,
            double quality,
            AlignedCrop crop)
            implements StreamEvent {}

    /** A face was analysed. */
    record FaceObserved(FaceObservation observation) implements StreamEvent {
        @Override
        public String stream() {
            return observation.stream();
        }
    }

    /**
     * A track was given up: its face was not seen for too long, or its stream ended.
     *
     * @param stream the stream
     * @param track id of the track
     * @param firstPtsUs presentation time of the first frame it was seen in
     * @param lastPtsUs presentation time of the last frame it was seen in
     * @param firstCaptureTimeUs capture time of the first frame it was seen in
     * @param lastCaptureTimeUs capture time of the last frame it was seen in
     * @param detections frames it was detected in
     */
    record TrackEnded(
            String stream,
            long track,
            long firstPtsUs,
            long lastPtsUs,
            long firstCaptureTimeUs,
            long lastCaptureTimeUs,
            long detections)
            implements StreamEvent {}

    /**
     * All frames of a segment have gone by.
     *
     * @param stream the stream
     * @param segment its sequence number
     * @param framesDecoded frames that came out of the decoder
     * @param framesSampled frames that were handed on
     * @param refused whether the segment, or the rest of it, went to the dead letters
     */
    record SegmentEnded(String stream, long segment, int framesDecoded, int framesSampled, boolean refused)
            implements StreamEvent {}

    /**
     * The stream is over: its tracks are finished and its state is cleared.
     *
     * @param stream the stream
     * @param segments segments its publisher cut
     */
    record StreamEnded(String stream, long segments) implements StreamEvent {}
}
