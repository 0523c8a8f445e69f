package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.facet.connectors.decode.SegmentDecoder;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.domain.event.StreamEvent;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Detection;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.video.Frame;
import io.facet.domain.video.Segment;
import io.facet.domain.video.YuvImage;
import io.facet.inference.detect.FaceDetector;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.vision.align.FaceAligner;
import io.facet.vision.quality.FaceQuality;
import io.facet.vision.tracking.FaceTracker;
import io.facet.vision.tracking.Step;
import io.facet.vision.tracking.TrackerState;

/**
 * Detection, tracking and alignment as the operators do them, each timed alone. Frames are decoded beforehand, a bounded
 * number at a time. One pass over some segments; one thread.
 */
final class FaceStages {
    private static final long MAX_HELD_BYTES = 64L << 20;

    private final AnalysisJobOptions options;
    private final FaceDetector detector;
    private final FaceAligner aligner;
    private final FaceTracker tracker;
    private final Consumer<AlignedCrop> crops;
    private final List<Frame> held = new ArrayList<>();
    private long heldBytes;
    private TrackerState tracks = TrackerState.empty();

    private long frames;
    private long faces;
    private long aligned;
    private long detectNanos;
    private long trackNanos;
    private long alignNanos;

    /**
     * @param crops takes every face that the job would analyse
     */
    FaceStages(AnalysisJobOptions options, FaceDetector detector, FaceAligner aligner, Consumer<AlignedCrop> crops) {
        this.options = options;
        this.detector = detector;
        this.aligner = aligner;
        this.tracker = new FaceTracker(options.tracking());
        this.crops = crops;
    }

    /**
     * What a pass did and how long each stage took.
     *
     * @param frames looked at
     * @param faces that were given to tracks
     * @param aligned faces that were cut out
     */
    record Pass(long frames, long faces, long aligned, double detect, double track, double align) {}

    Pass run(List<Segment> segments) throws SegmentRefusedException {
        try (SegmentDecoder decoder = new SegmentDecoder(options.decode().limits())) {
            for (Segment segment : segments) {
                decoder.decode(segment, options.decode().sampling(), this::accept);
                work();
            }
        }
        return new Pass(frames, faces, aligned, detectNanos / 1e9, trackNanos / 1e9, alignNanos / 1e9);
    }

    private void accept(Frame frame) {
        YuvImage image = frame.image();
        held.add(frame);
        heldBytes += image.y().length + image.u().length + image.v().length;
        if (heldBytes >= MAX_HELD_BYTES) {
            work();
        }
    }

    private void work() {
        long started = System.nanoTime();
        List<List<Detection>> found =
                detector.detect(held.stream().map(Frame::image).toList());
        detectNanos += System.nanoTime() - started;
        frames += held.size();
        for (int i = 0; i < held.size(); i++) {
            track(held.get(i), found.get(i)).forEach(crops);
        }
        held.clear();
        heldBytes = 0;
    }

    private List<AlignedCrop> track(Frame frame, List<Detection> detections) {
        long started = System.nanoTime();
        Step step = tracker.update(tracks, frame.ptsUs(), frame.captureTimeUs(), detections, options.policy());
        tracks = step.state();
        trackNanos += System.nanoTime() - started;
        faces += step.faces().size();
        return step.faces().stream()
                .filter(TrackedFace::analyze)
                .flatMap(face -> align(frame, face).stream())
                .map(StreamEvent.FaceAligned::crop)
                .toList();
    }

    private Optional<StreamEvent.FaceAligned> align(Frame frame, TrackedFace face) {
        long started = System.nanoTime();
        try {
            AlignedCrop crop = aligner.align(frame.image(), face.detection().points());
            aligned++;
            return Optional.of(new StreamEvent.FaceAligned(
                    frame.stream(),
                    frame.segment(),
                    frame.index(),
                    frame.ptsUs(),
                    frame.captureTimeUs(),
                    face,
                    FaceQuality.of(face.detection(), crop),
                    crop));
        } catch (IllegalArgumentException unalignableAsInTheJob) {
            return Optional.empty();
        } finally {
            alignNanos += System.nanoTime() - started;
        }
    }
}
