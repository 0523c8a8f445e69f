package io.facet.inference.analyze;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.onnx.ComposedGraph;
import io.facet.inference.onnx.GraphComposer;
import io.facet.inference.session.DirectBuffers;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;

/**
 * Runs the encoder and the chosen heads of a bundle on aligned crops: one run of one composed graph, one encoder pass a
 * face.
 *
 * <p>A face's results do not depend on the faces that share its run, bit by bit.
 *
 * <p>Threads: any number may call {@link #analyze} at once. Native memory: the session and one input buffer for each
 * thread that was inside {@link #analyze} at one time are owned by this object and live until {@link #close}, which the
 * one who opened it calls.
 */
public final class FaceAnalyzer implements BatchAnalysis, AutoCloseable {
    private final int cropSize;
    private final String input;
    private final List<Head> heads;
    private final List<String> outputs;
    private final OnnxSession session;
    private final DirectBuffers buffers = new DirectBuffers();
    private final AtomicLong encoderPasses = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();

    private FaceAnalyzer(int cropSize, String input, List<Head> heads, OnnxSession session) {
        this.cropSize = cropSize;
        this.input = input;
        this.heads = heads;
        this.outputs = heads.stream().map(Head::output).distinct().toList();
        this.session = session;
    }

    /** A head, and which output of the composed graph it reads; several may read the same. */
    private record Head(HeadDecoder decoder, String output) {}

    /**
     * Composes and loads the encoder and the heads.
     *
     * @param heads at least one, each of them in the bundle
     * @throws IllegalArgumentException naming the heads there are, when one is not among them
     * @throws io.facet.inference.session.InferenceException when the graph cannot be loaded
     */
    public static FaceAnalyzer open(Bundle bundle, Set<HeadTask> heads, SessionSettings settings) {
        BundleManifest manifest = bundle.manifest();
        Map<HeadTask, HeadDecoder> decoders = decoders(manifest, heads);
        ComposedGraph graph = GraphComposer.compose(manifest, bundle::model, heads);
        int size = manifest.alignment().size();
        OnnxSession session = OnnxSession.open(
                manifest.id(),
                graph.model(),
                settings,
                List.of(new TensorPort(
                        graph.inputName(), ElementType.UINT8, List.of(-1L, 3L, (long) size, (long) size))),
                List.of());
        List<Head> opened = new ArrayList<>();
        decoders.forEach(
                (task, decoder) -> opened.add(new Head(decoder, graph.outputs().get(task))));
        return new FaceAnalyzer(size, graph.inputName(), List.copyOf(opened), session);
    }

    /** In the order of {@link HeadTask}, whatever the order of the set. */
    private static Map<HeadTask, HeadDecoder> decoders(BundleManifest manifest, Set<HeadTask> heads) {
        Map<HeadTask, HeadDecoder> decoders = new EnumMap<>(HeadTask.class);
        for (HeadSpec head : manifest.heads()) {
            if (heads.contains(head.task())) {
                decoders.put(
                        head.task(), HeadDecoder.of(head, manifest.alignment().size()));
            }
        }
        return decoders;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Results come in the order of {@link HeadTask}; coordinates are in source pixels.
     *
     * @throws IllegalArgumentException when a crop does not fit
     * @throws io.facet.inference.session.InferenceException when the run fails or a head's output has not the shape stated
     */
    @Override
    public List<List<HeadResult>> analyze(List<AlignedCrop> crops) {
        if (crops.isEmpty()) {
            return List.of();
        }
        Map<String, Tensor.Floats> values = run(crops);
        encoderPasses.addAndGet(crops.size());
        List<HeadTensor> tensors = heads.stream()
                .map(head -> HeadTensor.of(head.decoder().head(), values.get(head.output()), crops.size()))
                .toList();
        List<List<HeadResult>> results = new ArrayList<>(crops.size());
        for (int face = 0; face < crops.size(); face++) {
            results.add(decode(tensors, face, crops.get(face).transform()));
        }
        return results;
    }

    private List<HeadResult> decode(List<HeadTensor> tensors, int face, CropTransform transform) {
        List<HeadResult> results = new ArrayList<>(heads.size());
        for (int i = 0; i < heads.size(); i++) {
            try {
                results.add(heads.get(i).decoder().decode(tensors.get(i), face, transform));
            } catch (UnreadableOutputException e) {
                // One odd face must not cost its neighbours their results, nor itself those of the other heads.
                unreadable.incrementAndGet();
            }
        }
        return List.copyOf(results);
    }

    private Map<String, Tensor.Floats> run(List<AlignedCrop> crops) {
        crops.forEach(this::requireFits);
        ByteBuffer pixels = buffers.borrow(Math.multiplyExact(crops.size(), 3 * cropSize * cropSize));
        try {
            crops.forEach(crop -> pixels.put(crop.rgb()));
            List<Long> shape = List.of((long) crops.size(), 3L, (long) cropSize, (long) cropSize);
            return session.run(Map.of(input, new Tensor.Bytes(pixels.flip(), shape)), outputs);
        } finally {
            buffers.giveBack(pixels);
        }
    }

    @Override
    public void requireFits(AlignedCrop crop) {
        if (crop.size() != cropSize) {
            throw new IllegalArgumentException("expected a crop of side %d, got %d".formatted(cropSize, crop.size()));
        }
    }

    @Override
    public long unreadable() {
        return unreadable.get();
    }

    @Override
    public long encoderPasses() {
        return encoderPasses.get();
    }

    @Override
    public void close() {
        session.close();
    }
}
