package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.decode.SegmentDecoder;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Detection;
import io.facet.domain.face.HeadTask;
import io.facet.domain.video.Frame;
import io.facet.domain.video.Segment;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.session.SessionSettings;
import io.facet.vision.align.FaceAligner;

/**
 * What one writes without Facet: a loop that decodes a frame, finds its faces, and hands each face to one network after
 * the other, every network in an ONNX Runtime session of its own with all cores. Without tracks, Kafka and checkpoints.
 *
 * <p>No straw man: decoder, detector, alignment and what is made of the outputs are Facet's own, a network that serves
 * two tasks runs once a face, sessions stay open, buffers are used again, and sessions do not spin while they wait.
 *
 * <p>Native memory: the sessions, allocated by {@link #open}, owned by this object, valid until {@link #close}. One
 * thread at a time.
 */
final class BaselineLoop implements AutoCloseable {
    private final Bundle bundle;
    private final DecodeOptions decode;
    private final FaceDetector detector;
    private final FaceAligner aligner;
    private final List<FaceAnalyzer> networks;
    private final double threshold;

    private BaselineLoop(Bundle bundle, DecodeOptions decode, FaceDetector detector, List<FaceAnalyzer> networks) {
        this.bundle = bundle;
        this.decode = decode;
        this.detector = detector;
        this.aligner = new FaceAligner(bundle.manifest().alignment());
        this.networks = networks;
        this.threshold = bundle.manifest().detector().scoreThreshold();
    }

    /**
     * Loads the detector and every head's network.
     *
     * @param bundle whose heads bring networks of their own
     * @param job how the job runs its detector: how far frames are shrunk is the same
     * @param decode the job's own
     * @param threads of each session
     */
    static BaselineLoop open(Bundle bundle, DetectorSettings job, DecodeOptions decode, int threads) {
        Map<String, Set<HeadTask>> tasks = new LinkedHashMap<>();
        for (HeadSpec head : bundle.manifest().heads()) {
            tasks.computeIfAbsent(head.file(), file -> new LinkedHashSet<>()).add(head.task());
        }
        FaceDetector detector =
                FaceDetector.open(bundle, new DetectorSettings(job.maxSide(), job.minScore(), threads, 1));
        List<FaceAnalyzer> networks = new ArrayList<>();
        try {
            tasks.values()
                    .forEach(heads -> networks.add(FaceAnalyzer.open(bundle, heads, new SessionSettings(threads))));
            return new BaselineLoop(bundle, decode, detector, List.copyOf(networks));
        } catch (RuntimeException e) {
            networks.forEach(FaceAnalyzer::close);
            detector.close();
            throw e;
        }
    }

    /** What a pass did. */
    record Pass(long frames, long faces, double seconds) {}

    Pass run(List<Segment> segments) throws SegmentRefusedException {
        Counter counter = new Counter();
        long started = System.nanoTime();
        try (SegmentDecoder decoder = new SegmentDecoder(decode.limits())) {
            for (Segment segment : segments) {
                decoder.decode(segment, decode.sampling(), frame -> counter.add(analyse(frame)));
            }
        }
        return new Pass(counter.frames, counter.faces, (System.nanoTime() - started) / 1e9);
    }

    /** The frame's faces. */
    private int analyse(Frame frame) {
        int faces = 0;
        for (Detection detection : detector.detect(List.of(frame.image())).get(0)) {
            if (detection.score() >= threshold) {
                AlignedCrop crop = aligner.align(frame.image(), detection.points());
                networks.forEach(network -> network.analyze(List.of(crop)));
                faces++;
            }
        }
        return faces;
    }

    private static final class Counter {
        private long frames;
        private long faces;

        void add(int more) {
            frames++;
            faces += more;
        }
    }

    /** For people: how many networks there are and what for. */
    String describe() {
        return "%s: %d networks in turn for %s"
                .formatted(
                        bundle.id(),
                        networks.size(),
                        bundle.manifest().heads().stream()
                                .map(head -> head.task().key())
                                .toList());
    }

    @Override
    public void close() {
        networks.forEach(FaceAnalyzer::close);
        detector.close();
    }
}
