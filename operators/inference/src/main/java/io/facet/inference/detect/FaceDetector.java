package io.facet.inference.detect;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.session.DirectBuffers;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;
import io.facet.vision.geometry.NonMaximumSuppression;
import io.facet.vision.image.Letterbox;
import io.facet.vision.image.PlanarImage;

/**
 * Finds faces in frames: letterbox, one run of the detector, decoding, non-maximum suppression.
 *
 * <p>What is found in a frame does not depend on the frames that share its run, bit by bit.
 *
 * <p>Threads: any number may call {@link #detect} at once. Native memory: the session and one input buffer for each
 * thread that was inside {@link #detect} at one time are owned by this object and live until {@link #close}, which the
 * one who opened it calls.
 */
public final class FaceDetector implements AutoCloseable {
    private final DetectorSpec spec;
    private final DetectorSettings settings;
    private final DetectionDecoder decoder;
    private final OnnxSession session;
    private final DirectBuffers buffers = new DirectBuffers();
    private final AtomicLong nonFinite = new AtomicLong();

    private FaceDetector(DetectorSpec spec, DetectorSettings settings, OnnxSession session) {
        this.spec = spec;
        this.settings = settings;
        this.decoder = DetectionDecoder.of(spec);
        this.session = session;
    }

    /**
     * Loads the detector of a bundle.
     *
     * @throws BundleException if the bundle is an encoder alone
     * @throws io.facet.inference.session.InferenceException if it cannot be loaded or its tensors are not as stated
     */
    public static FaceDetector open(Bundle bundle, DetectorSettings settings) {
        DetectorSpec spec = bundle.manifest().detector();
        if (spec == null) {
            throw new BundleException(
                    "bundle %s: expected a detector, found an encoder alone".formatted(bundle.root()));
        }
        return open(spec, bundle.bytes(spec.file()), settings);
    }

    /**
     * Loads a detector that is in no bundle.
     *
     * @param spec how its picture is made and its outputs are read
     * @param model the ONNX file
     * @throws io.facet.inference.session.InferenceException as {@link #open(Bundle, DetectorSettings)}
     */
    public static FaceDetector open(DetectorSpec spec, byte[] model, DetectorSettings settings) {
        OnnxSession session = OnnxSession.open(
                spec.file(),
                model,
                new SessionSettings(settings.intraOpThreads()),
                List.of(inputPort(spec.input())),
                List.of());
        return new FaceDetector(spec, settings, session);
    }

    private static TensorPort inputPort(ImageInput input) {
        long height = input.height() > 0 ? input.height() : -1;
        long width = input.width() > 0 ? input.width() : -1;
        return new TensorPort(
                input.tensor(),
                ElementType.FLOAT32,
                List.of(-1L, (long) input.color().channels(), height, width));
    }

    /** The score from which a detection counts as a face on its own, as the bundle states it. */
    public double scoreThreshold() {
        return spec.scoreThreshold();
    }

    /**
     * Finds the faces of each frame. Neighbouring frames of one size share a run, up to
     * {@link DetectorSettings#maxBatch()}.
     *
     * @return for each frame, in the order given, its faces by descending score, in pixels of the frame; boxes may
     *     reach beyond its edges
     */
    public List<List<Detection>> detect(List<YuvImage> frames) {
        List<List<Detection>> found = new ArrayList<>(frames.size());
        int from = 0;
        while (from < frames.size()) {
            int to = endOfRun(frames, from);
            found.addAll(run(frames.subList(from, to)));
            from = to;
        }
        return found;
    }

    /**
     * Candidates dropped so far because their box, points or score were no finite numbers, as a network may give for
     * an odd picture.
     */
    public long nonFiniteCandidates() {
        return nonFinite.get();
    }

    @Override
    public void close() {
        session.close();
    }

    private int endOfRun(List<YuvImage> frames, int from) {
        YuvImage first = frames.get(from);
        int limit = Math.min(frames.size(), from + settings.maxBatch());
        int to = from + 1;
        while (to < limit
                && frames.get(to).width() == first.width()
                && frames.get(to).height() == first.height()) {
            to++;
        }
        return to;
    }

    private List<List<Detection>> run(List<YuvImage> frames) {
        Letterbox box = letterbox(frames.get(0));
        int channels = spec.input().color().channels();
        long bytes = (long) frames.size() * channels * box.height() * box.width() * Float.BYTES;
        ByteBuffer buffer = buffers.borrow(Math.toIntExact(bytes));
        try {
            FloatBuffer pixels = buffer.asFloatBuffer();
            frames.forEach(frame -> PlanarImage.fill(frame, box, spec.input(), pixels));
            List<Long> shape = List.of((long) frames.size(), (long) channels, (long) box.height(), (long) box.width());
            Map<String, Tensor.Floats> values =
                    session.run(Map.of(spec.input().tensor(), new Tensor.Floats(pixels.flip(), shape)), spec.outputs());
            List<FloatBuffer> outputs =
                    spec.outputs().stream().map(name -> values.get(name).data()).toList();
            List<List<Detection>> found = new ArrayList<>(frames.size());
            for (int frame = 0; frame < frames.size(); frame++) {
                found.add(faces(outputs, frame, box));
            }
            return found;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private Letterbox letterbox(YuvImage frame) {
        ImageInput input = spec.input();
        return input.width() > 0 && input.height() > 0
                ? Letterbox.into(frame.width(), frame.height(), input.width(), input.height())
                : Letterbox.fit(frame.width(), frame.height(), settings.maxSide(), input.multiple());
    }

    private List<Detection> faces(List<FloatBuffer> outputs, int frame, Letterbox box) {
        List<Detection> candidates =
                decoder.decode(outputs, frame, box.width(), box.height(), settings.minScore()).stream()
                        .map(candidate -> toSource(candidate, box))
                        .toList();
        List<Detection> finite =
                candidates.stream().filter(FaceDetector::isFinite).toList();
        nonFinite.addAndGet(candidates.size() - finite.size());
        return NonMaximumSuppression.greedy(finite, spec.nmsIou());
    }

    /** Sums and the area too: what overflows there is no number to whoever computes overlaps. */
    private static boolean isFinite(Detection candidate) {
        Box box = candidate.box();
        double sum = box.x() + box.y() + box.width() + box.height() + candidate.score() + box.area();
        for (Point point : candidate.points().asList()) {
            sum += point.x() + point.y();
        }
        return Double.isFinite(sum);
    }

    private static Detection toSource(Detection candidate, Letterbox box) {
        FivePoints points = FivePoints.of(
                candidate.points().asList().stream().map(box::toSource).toList());
        return new Detection(box.toSource(candidate.box()), points, candidate.score());
    }
}
