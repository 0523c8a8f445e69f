package io.facet.functions.analyze;

import java.util.List;
import java.util.concurrent.CompletionException;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FaceAligned;
import io.facet.domain.event.StreamEvent.FaceObserved;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.ObservationId;
import io.facet.functions.metrics.BatcherTotals;
import io.facet.functions.state.FacetTypes;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;

import static java.util.Objects.requireNonNull;

/**
 * Runs the encoder and the heads on aligned faces, in batches with the faces of all other streams of the process.
 *
 * <ol>
 *   <li>The task's thread calls {@link #asyncInvoke}: a face is handed to the process's batcher, which blocks while its
 *       queue is full; any other event is complete at once.
 *   <li>The batcher's thread completes the face; Flink hands results on in the order the events came, when used with
 *       {@code AsyncDataStream.orderedWait}.
 *   <li>A checkpoint holds the events whose results are not out yet; they are run again when it is restored.
 *   <li>A run that fails fails the job, with its cause.
 * </ol>
 *
 * <p>Use it with a timeout of 0, which is none: a face waits as long as the faces before it take, and every face gets
 * its result or an error. The capacity of the operator is the number of events in flight; it should be at least twice
 * the batch size for a batch to fill up from one stream.
 */
public final class AnalyzeFunction extends RichAsyncFunction<StreamEvent, StreamEvent>
        implements ResultTypeQueryable<StreamEvent> {
    private static final long serialVersionUID = 1;

    private final AnalysisOptions options;

    private transient ModelLease models;
    private transient String bundleId;

    public AnalyzeFunction(AnalysisOptions options) {
        this.options = requireNonNull(options, "options is null");
    }

    @Override
    public TypeInformation<StreamEvent> getProducedType() {
        return FacetTypes.STREAM_EVENT;
    }

    @Override
    public void open(OpenContext context) {
        models = ProcessModels.acquire(options.modelKey());
        bundleId = models.bundleId();
        BatcherTotals.show(getRuntimeContext(), models.batcher());
    }

    @Override
    public void asyncInvoke(StreamEvent event, ResultFuture<StreamEvent> result) throws InterruptedException {
        if (!(event instanceof FaceAligned aligned)) {
            result.complete(List.of(event));
            return;
        }
        models.batcher()
                .submit(aligned.crop())
                .thenApply(heads -> List.<StreamEvent>of(observed(aligned, heads)))
                .whenComplete((observed, failure) -> {
                    if (failure == null) {
                        result.complete(observed);
                    } else {
                        result.completeExceptionally(causeOf(failure));
                    }
                });
    }

    /** Not reached without a timeout; with one, it names the face. */
    @Override
    public void timeout(StreamEvent event, ResultFuture<StreamEvent> result) {
        result.completeExceptionally(new IllegalStateException("the analysis of %s of stream '%s' timed out"
                .formatted(event.getClass().getSimpleName(), event.stream())));
    }

    private FaceObserved observed(FaceAligned face, List<HeadResult> heads) {
        int faceIndex = face.face().faceIndex();
        return new FaceObserved(new FaceObservation(
                ObservationId.of(face.stream(), face.segment(), face.ptsUs(), faceIndex, bundleId),
                face.stream(),
                face.segment(),
                face.frame(),
                face.ptsUs(),
                face.captureTimeUs(),
                bundleId,
                face.face().track(),
                faceIndex,
                face.face().detection().box(),
                face.face().detection().points(),
                face.face().detection().score(),
                face.quality(),
                heads));
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public void close() {
        if (models != null) {
            models.close();
            models = null;
        }
    }
}
