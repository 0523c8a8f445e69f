package io.facet.functions.track;

import java.io.IOException;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDetected;
import io.facet.domain.event.StreamEvent.FrameTracked;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.Frame;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.metrics.StageMeter;
import io.facet.functions.state.FacetTypes;
import io.facet.functions.state.VersionedSerializer;
import io.facet.vision.tracking.FaceTracker;
import io.facet.vision.tracking.Step;
import io.facet.vision.tracking.TrackerState;
import io.facet.vision.tracking.TrackingOptions;

import static java.util.Objects.requireNonNull;

/**
 * Gives the faces of each frame to tracks, which live in keyed state by stream: track ids survive failures and savepoints.
 * A track's end comes after all frames it was seen in; at the end of the stream all tracks end and the
 * state is cleared.
 *
 * <p>The state is an immutable record: on the heap backend reading and writing it is a look-up, and its binary form is
 * made only when a checkpoint is taken.
 */
public final class TrackFunction extends KeyedProcessFunction<String, StreamEvent, StreamEvent>
        implements ResultTypeQueryable<StreamEvent> {
    private static final long serialVersionUID = 1;

    // Savepoints name the state: never change it.
    private static final String TRACKER_STATE = "tracker";

    private final TrackingOptions options;
    private final Policy policy;

    private transient FaceTracker tracker;
    private transient ValueState<TrackerState> state;
    private transient StageMeter meter;

    /**
     * @param options how detections become tracks
     * @param policy which faces are analysed
     */
    public TrackFunction(TrackingOptions options, Policy policy) {
        this.options = requireNonNull(options, "options is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    @Override
    public TypeInformation<StreamEvent> getProducedType() {
        return FacetTypes.STREAM_EVENT;
    }

    @Override
    public void open(OpenContext context) {
        tracker = new FaceTracker(options);
        state = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(TRACKER_STATE, new VersionedSerializer<>(new TrackerStateForm())));
        meter = StageMeter.open(getRuntimeContext(), FacetMetrics.FACES, FacetMetrics.TRACK_NANOS);
    }

    @Override
    public void processElement(StreamEvent event, Context context, Collector<StreamEvent> out) throws IOException {
        if (event instanceof FrameDetected detected) {
            track(detected, out);
            return;
        }
        if (event instanceof StreamEnded) {
            tracker.finish(event.stream(), tracks()).forEach(out::collect);
            state.clear();
        }
        out.collect(event);
    }

    private void track(FrameDetected detected, Collector<StreamEvent> out) throws IOException {
        Frame frame = detected.frame();
        long start = System.nanoTime();
        Step step = tracker.update(tracks(), frame.ptsUs(), frame.captureTimeUs(), detected.detections(), policy);
        state.update(step.state());
        meter.addSince(FacetMetrics.TRACK_NANOS, start);
        meter.add(FacetMetrics.FACES, step.faces().size());
        step.ended(frame.stream()).forEach(out::collect);
        out.collect(new FrameTracked(frame, step.faces()));
    }

    private TrackerState tracks() throws IOException {
        TrackerState tracks = state.value();
        return tracks == null ? TrackerState.empty() : tracks;
    }
}
