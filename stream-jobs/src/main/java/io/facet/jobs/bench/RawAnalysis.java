package io.facet.jobs.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.facet.domain.face.AlignedCrop;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.onnx.ComposedGraph;
import io.facet.inference.onnx.GraphComposer;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.jobs.analysis.AnalysisJobOptions;

/**
 * The least that running the composed graph takes: loops that fill a preallocated input, run, and leave the outputs as
 * they are; as many beside each other, each on a thread of its own, as the job has runs under way.
 *
 * <p>Native memory: a session and an input of one batch for each loop, allocated by {@link #open}, owned by this object,
 * valid until {@link #close}.
 */
final class RawAnalysis implements AutoCloseable {
    private final OnnxSession session;
    private final String input;
    private final List<String> outputs;
    private final List<ByteBuffer> inputs;
    private final ExecutorService loops;
    private final int cropSize;
    private final int maxBatch;

    private RawAnalysis(OnnxSession session, ComposedGraph graph, int cropSize, int maxBatch, int threads) {
        this.session = session;
        this.input = graph.inputName();
        this.outputs = graph.outputs().values().stream().distinct().sorted().toList();
        this.cropSize = cropSize;
        this.maxBatch = maxBatch;
        this.inputs = Stream.generate(() -> ByteBuffer.allocateDirect(maxBatch * 3 * cropSize * cropSize)
                        .order(ByteOrder.nativeOrder()))
                .limit(threads)
                .toList();
        this.loops = Executors.newFixedThreadPool(threads);
    }

    /** Loads the graph of the job's heads with the job's threads and batch size. */
    static RawAnalysis open(Bundle bundle, AnalysisJobOptions options) {
        ComposedGraph graph = GraphComposer.compose(
                bundle.manifest(), bundle::model, options.analysis().heads());
        OnnxSession session = OnnxSession.open(bundle.id(), graph.model(), SessionSettings.singleThread());
        return new RawAnalysis(
                session,
                graph,
                bundle.manifest().alignment().size(),
                options.analysis().models().batch().maxBatch(),
                options.analysis().models().analyzerThreads());
    }

    /** Runs all crops, full batches first. */
    void run(List<AlignedCrop> crops) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (ByteBuffer pixels : inputs) {
            running.add(loops.submit(() -> loop(crops, next, pixels)));
        }
        for (Future<?> loop : running) {
            loop.get();
        }
    }

    private void loop(List<AlignedCrop> crops, AtomicInteger next, ByteBuffer pixels) {
        for (int from = next.getAndAdd(maxBatch); from < crops.size(); from = next.getAndAdd(maxBatch)) {
            List<AlignedCrop> batch = crops.subList(from, Math.min(crops.size(), from + maxBatch));
            pixels.clear();
            batch.forEach(crop -> pixels.put(crop.rgb()));
            List<Long> shape = List.of((long) batch.size(), 3L, (long) cropSize, (long) cropSize);
            session.run(Map.of(input, new Tensor.Bytes(pixels.flip(), shape)), outputs);
        }
    }

    @Override
    public void close() {
        loops.shutdownNow();
        session.close();
    }
}
