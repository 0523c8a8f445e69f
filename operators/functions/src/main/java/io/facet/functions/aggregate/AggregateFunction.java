package io.facet.functions.aggregate;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FaceObserved;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.StreamSummary;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.metrics.StageMeter;
import io.facet.functions.state.FacetTypes;
import io.facet.functions.state.VersionedSerializer;

/**
 * The last step: hands on every observation, folds it into its track, and writes the track when it ends and the summary
 * when the stream ends. Keyed by stream; a stream's state is gone after its {@link StreamEnded}.
 *
 * <p>A track none of whose faces was analysed (all too small, say) has no bundle and no best observation: no
 * {@link FinishedTrack} is written for it, and the summary does not count it as a track; its faces count there, and it
 * does in {@link FacetMetrics#TRACKS_UNANALYZED}.
 */
public final class AggregateFunction extends KeyedProcessFunction<String, StreamEvent, FaceObservation>
        implements ResultTypeQueryable<FaceObservation> {
    private static final long serialVersionUID = 1;

    /** One record for each finished track that was analysed at least once. */
    public static final OutputTag<FinishedTrack> FINISHED_TRACKS =
            new OutputTag<>("finished-tracks", FacetTypes.FINISHED_TRACK);

    /** One record for each finished stream. */
    public static final OutputTag<StreamSummary> SUMMARIES =
            new OutputTag<>("stream-summaries", FacetTypes.STREAM_SUMMARY);

    // Savepoints name the states: never change them.
    private static final String TRACKS_STATE = "track-aggregates";
    private static final String TALLY_STATE = "stream-tally";

    private transient MapState<Long, TrackAggregate> tracks;
    private transient ValueState<StreamTally> tally;
    private transient StageMeter meter;

    @Override
    public TypeInformation<FaceObservation> getProducedType() {
        return FacetTypes.FACE_OBSERVATION;
    }

    @Override
    public void open(OpenContext context) {
        tracks = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        TRACKS_STATE, LongSerializer.INSTANCE, new VersionedSerializer<>(new TrackAggregateCodec())));
        tally = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(TALLY_STATE, new VersionedSerializer<>(new StreamTallyCodec())));
        meter = StageMeter.open(
                getRuntimeContext(), FacetMetrics.OBSERVATIONS, FacetMetrics.TRACKS, FacetMetrics.TRACKS_UNANALYZED);
    }

    @Override
    public void processElement(StreamEvent event, Context context, Collector<FaceObservation> out) throws Exception {
        if (event instanceof FaceObserved observed) {
            observe(observed.observation());
            out.collect(observed.observation());
        } else if (event instanceof TrackEnded ended) {
            finishTrack(ended, context);
        } else if (event instanceof SegmentEnded ended) {
            tally.update(tallySoFar().plus(ended));
        } else if (event instanceof StreamEnded ended) {
            context.output(SUMMARIES, tallySoFar().summary(ended.stream()));
            tracks.clear();
            tally.clear();
        } else {
            throw new IllegalStateException("expected events behind the analysis, got %s of stream '%s'"
                    .formatted(event.getClass().getSimpleName(), event.stream()));
        }
    }

    private void observe(FaceObservation observation) throws Exception {
        TrackAggregate before = tracks.get(observation.track());
        tracks.put(observation.track(), before == null ? TrackAggregate.of(observation) : before.plus(observation));
        tally.update(tallySoFar().plusObservation());
        meter.add(FacetMetrics.OBSERVATIONS, 1);
    }

    private void finishTrack(TrackEnded ended, Context context) throws Exception {
        TrackAggregate aggregate = tracks.get(ended.track());
        tally.update(tallySoFar().plus(ended, aggregate != null));
        meter.add(FacetMetrics.TRACKS, 1);
        if (aggregate == null) {
            meter.add(FacetMetrics.TRACKS_UNANALYZED, 1);
            return;
        }
        tracks.remove(ended.track());
        context.output(FINISHED_TRACKS, aggregate.finish(ended));
    }

    private StreamTally tallySoFar() throws Exception {
        StreamTally counted = tally.value();
        return counted == null ? StreamTally.NOTHING : counted;
    }
}
