package io.facet.functions.detect;

import java.util.ArrayList;
import java.util.List;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDecoded;
import io.facet.domain.event.StreamEvent.FrameDetected;
import io.facet.domain.face.Detection;
import io.facet.domain.video.Frame;
import io.facet.domain.video.YuvImage;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.metrics.ProcessTotal;
import io.facet.functions.metrics.StageMeter;
import io.facet.functions.state.FacetTypes;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;

import static java.util.Objects.requireNonNull;

/**
 * Finds the faces of every frame, several frames of a segment in one run of the detector.
 *
 * <p>Frames are held back until a run is full, by number or by memory, or until any other event of the chain comes, so
 * the order of events is kept. The head of the chain hands on a segment's frames and its {@code SegmentEnded} for one
 * input record: nothing is held back when a checkpoint's barrier passes, and if something were, the checkpoint would
 * fail rather than lose it.
 */
public final class DetectFunction extends ProcessFunction<StreamEvent, StreamEvent>
        implements CheckpointedFunction, ResultTypeQueryable<StreamEvent> {
    private static final long serialVersionUID = 1;

    // Two 4K frames, or eight of 1080p; bounds what a long run of large frames holds on the heap.
    private static final long MAX_HELD_BYTES = 32L << 20;

    private final AnalysisOptions options;

    private transient List<Frame> held;
    private transient long heldBytes;
    private transient ModelLease models;
    private transient StageMeter meter;
    private transient ProcessTotal notFinite;

    public DetectFunction(AnalysisOptions options) {
        this.options = requireNonNull(options, "options is null");
    }

    @Override
    public TypeInformation<StreamEvent> getProducedType() {
        return FacetTypes.STREAM_EVENT;
    }

    @Override
    public void open(OpenContext context) {
        held = new ArrayList<>();
        models = ProcessModels.acquire(options.modelKey());
        meter = StageMeter.open(
                getRuntimeContext(),
                FacetMetrics.FRAMES,
                FacetMetrics.DETECTIONS,
                FacetMetrics.DETECTOR_RUNS,
                FacetMetrics.DETECT_NANOS);
        notFinite = ProcessTotal.register(getRuntimeContext(), FacetMetrics.DETECTIONS_NOT_FINITE);
    }

    @Override
    public void processElement(StreamEvent event, Context context, Collector<StreamEvent> out) {
        if (!(event instanceof FrameDecoded decoded)) {
            detectHeld(out);
            out.collect(event);
            return;
        }
        if (!joinsHeld(decoded.frame())) {
            detectHeld(out);
        }
        held.add(decoded.frame());
        heldBytes += bytes(decoded.frame().image());
        if (held.size() >= options.models().detector().maxBatch() || heldBytes >= MAX_HELD_BYTES) {
            detectHeld(out);
        }
    }

    // One run takes frames of one size, and frames of two streams have no reason to wait for each other.
    private boolean joinsHeld(Frame frame) {
        if (held.isEmpty()) {
            return true;
        }
        Frame first = held.get(0);
        return first.stream().equals(frame.stream())
                && first.segment() == frame.segment()
                && first.image().width() == frame.image().width()
                && first.image().height() == frame.image().height();
    }

    private static long bytes(YuvImage image) {
        return (long) image.y().length + image.u().length + image.v().length;
    }

    private void detectHeld(Collector<StreamEvent> out) {
        if (held.isEmpty()) {
            return;
        }
        List<Frame> frames = List.copyOf(held);
        held.clear();
        heldBytes = 0;
        long start = System.nanoTime();
        List<List<Detection>> found =
                models.detector().detect(frames.stream().map(Frame::image).toList());
        meter.addSince(FacetMetrics.DETECT_NANOS, start);
        meter.add(FacetMetrics.DETECTOR_RUNS, 1);
        notFinite.set(ProcessTotal.source(models.detector()), models.detector().nonFiniteCandidates());
        meter.add(FacetMetrics.FRAMES, frames.size());
        for (int i = 0; i < frames.size(); i++) {
            meter.add(FacetMetrics.DETECTIONS, found.get(i).size());
            out.collect(new FrameDetected(frames.get(i), found.get(i)));
        }
    }

    /**
     * @throws IllegalStateException if frames are held back
     */
    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        if (!held.isEmpty()) {
            Frame first = held.get(0);
            throw new IllegalStateException(
                    "checkpoint %d came while %d frames of stream '%s', segment %d, were held back: the operator must be chained behind the decoder, which ends every segment"
                            .formatted(context.getCheckpointId(), held.size(), first.stream(), first.segment()));
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        // Nothing is ever stored: see snapshotState.
    }

    @Override
    public void close() {
        if (models != null) {
            models.close();
            models = null;
        }
    }
}
