package io.facet.functions.align;

import java.util.Optional;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FaceAligned;
import io.facet.domain.event.StreamEvent.FrameTracked;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.video.Frame;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.functions.metrics.BatcherTotals;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.metrics.StageMeter;
import io.facet.functions.state.FacetTypes;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;
import io.facet.vision.align.FaceAligner;
import io.facet.vision.quality.FaceQuality;

import static java.util.Objects.requireNonNull;

/**
 * Cuts out the faces that are to be analysed, aligned to the bundle's template, in the order of their face index. The
 * frame itself ends here: behind this operator no event carries decoded pixels.
 *
 * <p>A face whose points allow no alignment is not analysed; it is counted
 * ({@link FacetMetrics#FACES_UNALIGNABLE}) and stays in its track.
 *
 * <p>It also states the totals of the analysis behind it, see {@link BatcherTotals}.
 */
public final class AlignFunction extends ProcessFunction<StreamEvent, StreamEvent>
        implements ResultTypeQueryable<StreamEvent> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(AlignFunction.class);

    private final AnalysisOptions options;

    private transient ModelLease models;
    private transient FaceAligner aligner;
    private transient StageMeter meter;
    private transient BatcherTotals analysis;

    public AlignFunction(AnalysisOptions options) {
        this.options = requireNonNull(options, "options is null");
    }

    @Override
    public TypeInformation<StreamEvent> getProducedType() {
        return FacetTypes.STREAM_EVENT;
    }

    @Override
    public void open(OpenContext context) {
        models = ProcessModels.acquire(options.modelKey());
        aligner = new FaceAligner(models.bundle().manifest().alignment());
        meter = StageMeter.open(
                getRuntimeContext(),
                FacetMetrics.FACES_ALIGNED,
                FacetMetrics.FACES_UNALIGNABLE,
                FacetMetrics.ALIGN_NANOS);
        analysis = BatcherTotals.accumulate(getRuntimeContext(), models.batcher());
    }

    @Override
    public void processElement(StreamEvent event, Context context, Collector<StreamEvent> out) {
        if (!(event instanceof FrameTracked tracked)) {
            if (event instanceof SegmentEnded) {
                analysis.update();
            }
            out.collect(event);
            return;
        }
        for (TrackedFace face : tracked.faces()) {
            if (face.analyze()) {
                align(tracked.frame(), face).ifPresent(out::collect);
            }
        }
    }

    private Optional<FaceAligned> align(Frame frame, TrackedFace face) {
        long start = System.nanoTime();
        Optional<AlignedCrop> crop = crop(frame, face);
        Optional<FaceAligned> aligned = crop.map(pixels -> new FaceAligned(
                frame.stream(),
                frame.segment(),
                frame.index(),
                frame.ptsUs(),
                frame.captureTimeUs(),
                face,
                FaceQuality.of(face.detection(), pixels),
                pixels));
        meter.addSince(FacetMetrics.ALIGN_NANOS, start);
        meter.add(aligned.isPresent() ? FacetMetrics.FACES_ALIGNED : FacetMetrics.FACES_UNALIGNABLE, 1);
        return aligned;
    }

    // The points come from a network that looked at untrusted pixels; one odd face must not stop the job.
    private Optional<AlignedCrop> crop(Frame frame, TrackedFace face) {
        try {
            return Optional.of(aligner.align(frame.image(), face.detection().points()));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "face {} at {} us of stream '{}' cannot be aligned and is not analysed",
                    face.faceIndex(),
                    frame.ptsUs(),
                    frame.stream(),
                    e);
            return Optional.empty();
        }
    }

    /** All operators of the chain have finished before the first is closed, so the totals are those of the whole run. */
    @Override
    public void close() {
        if (analysis != null) {
            analysis.update();
            analysis = null;
        }
        if (models != null) {
            models.close();
            models = null;
        }
    }
}
