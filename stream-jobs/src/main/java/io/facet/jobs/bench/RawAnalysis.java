package io.facet.jobs.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.AlignedCrop;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.onnx.ComposedGraph;
import io.facet.inference.onnx.GraphComposer;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.jobs.analysis.AnalysisJobOptions;

/**
 * The least that running the composed graph takes: a loop that fills a preallocated input, runs, and leaves the outputs
 * as they are.
 *
 * <p>Native memory: a session and an input of one batch, allocated by {@link #open}, owned by this object, valid until
 * {@link #close}. One thread.
 */
final class RawAnalysis implements AutoCloseable {
    private final OnnxSession session;
    private final String input;
    private final List<String> outputs;
    private final ByteBuffer pixels;
    private final int cropSize;
    private final int maxBatch;

    private RawAnalysis(OnnxSession session, ComposedGraph graph, int cropSize, int maxBatch) {
        this.session = session;
        this.input = graph.inputName();
        this.outputs = graph.outputs().values().stream().distinct().sorted().toList();
        this.cropSize = cropSize;
        this.maxBatch = maxBatch;
        this.pixels =
                ByteBuffer.allocateDirect(maxBatch * 3 * cropSize * cropSize).order(ByteOrder.nativeOrder());
    }

    /** Loads the graph of the job's heads with the job's threads and batch size. */
    static RawAnalysis open(Bundle bundle, AnalysisJobOptions options) {
        ComposedGraph graph = GraphComposer.compose(
                bundle.manifest(), bundle::model, options.analysis().heads());
        OnnxSession session = OnnxSession.open(
                bundle.id(),
                graph.model(),
                new SessionSettings(options.analysis().models().analyzerThreads()));
        return new RawAnalysis(
                session,
                graph,
                bundle.manifest().alignment().size(),
                options.analysis().models().batch().maxBatch());
    }

    /** Runs all crops, full batches first. */
    void run(List<AlignedCrop> crops) {
        for (int from = 0; from < crops.size(); from += maxBatch) {
            List<AlignedCrop> batch = crops.subList(from, Math.min(crops.size(), from + maxBatch));
            pixels.clear();
            batch.forEach(crop -> pixels.put(crop.rgb()));
            List<Long> shape = List.of((long) batch.size(), 3L, (long) cropSize, (long) cropSize);
            session.run(Map.of(input, new Tensor.Bytes(pixels.flip(), shape)), outputs);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
