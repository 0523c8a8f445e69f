package io.facet.jobs.analysis;

import java.util.concurrent.TimeUnit;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import io.facet.connectors.decode.DecodeFunction;
import io.facet.connectors.segment.SegmentTypes;
import io.facet.domain.event.StreamEvent;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.video.SourceRecord;
import io.facet.functions.aggregate.AggregateFunction;
import io.facet.functions.align.AlignFunction;
import io.facet.functions.analyze.AnalyzeFunction;
import io.facet.functions.detect.DetectFunction;
import io.facet.functions.state.FacetTypes;
import io.facet.functions.track.TrackFunction;

/**
 * The main job: video segments in, face observations out.
 *
 * <pre>
 * segments ─keyBy stream─▶ decode → detect → track → align → analyze → aggregate ─▶ observations, tracks, statistics
 *                            └───────────────── refused input ─────────────────────▶ dead letters
 * </pre>
 *
 * <p>Everything behind {@code keyBy} is one operator chain: decoded pixels are handed from operator to operator by
 * reference and cannot be serialized at all, so compressed bytes are the only video that crosses the network.
 */
public final class FaceAnalysisJob {
    private final Source<SourceRecord, ?, ?> source;
    private final AnalysisSinks sinks;
    private final AnalysisJobOptions options;

    public FaceAnalysisJob(Source<SourceRecord, ?, ?> source, AnalysisSinks sinks, AnalysisJobOptions options) {
        this.source = source;
        this.sinks = sinks;
        this.options = options;
    }

    /** Adds the topology to an environment, and sets the job-wide options it relies on. */
    public void define(StreamExecutionEnvironment environment) {
        configure(environment);
        SingleOutputStreamOperator<StreamEvent> decoded = decode(environment);
        DataStream<StreamEvent> detected = detect(decoded);
        DataStream<StreamEvent> tracked = track(detected);
        DataStream<StreamEvent> aligned = align(tracked);
        DataStream<StreamEvent> analyzed = analyze(aligned);
        SingleOutputStreamOperator<FaceObservation> observations = aggregate(analyzed);

        observations.sinkTo(sinks.observations()).uid(OperatorUids.OBSERVATIONS).name("observations");
        observations
                .getSideOutput(AggregateFunction.FINISHED_TRACKS)
                .sinkTo(sinks.tracks())
                .uid(OperatorUids.TRACKS)
                .name("tracks");
        observations
                .getSideOutput(AggregateFunction.SUMMARIES)
                .sinkTo(sinks.statistics())
                .uid(OperatorUids.STATISTICS)
                .name("stats");
        decoded.getSideOutput(DecodeFunction.DEAD_LETTERS)
                .sinkTo(sinks.deadLetters())
                .uid(OperatorUids.DEAD_LETTERS)
                .name("dead-letters");
    }

    private void configure(StreamExecutionEnvironment environment) {
        environment.setParallelism(options.parallelism());
        // Whatever the delivery: with at-least-once state a restored job would see frames twice, so tracks and sums
        // would differ, and repeated results would not repeat the bytes that consumers tell them by.
        environment.enableCheckpointing(options.checkpointInterval().toMillis(), CheckpointingMode.EXACTLY_ONCE);
        // An aligned barrier would wait behind every segment in the network buffers, each worth seconds of analysis.
        environment.getCheckpointConfig().enableUnalignedCheckpoints();
        // Events are immutable records, so handing them on by reference is safe; copying pixels would not be cheap.
        environment.getConfig().enableObjectReuse();
        environment.configure(new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(PipelineOptions.OPERATOR_CHAINING, true));
    }

    private SingleOutputStreamOperator<StreamEvent> decode(StreamExecutionEnvironment environment) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "segments", SegmentTypes.SOURCE_RECORD)
                .uid(OperatorUids.SEGMENTS)
                .keyBy(SourceRecord::stream)
                .process(new DecodeFunction(options.decode()), FacetTypes.STREAM_EVENT)
                .uid(OperatorUids.DECODE)
                .name("decode");
    }

    private DataStream<StreamEvent> detect(DataStream<StreamEvent> decoded) {
        return decoded.process(new DetectFunction(options.analysis()), FacetTypes.STREAM_EVENT)
                .uid(OperatorUids.DETECT)
                .name("detect");
    }

    private DataStream<StreamEvent> track(DataStream<StreamEvent> detected) {
        return stillKeyed(detected)
                .process(new TrackFunction(options.tracking(), options.policy()), FacetTypes.STREAM_EVENT)
                .uid(OperatorUids.TRACK)
                .name("track");
    }

    private DataStream<StreamEvent> align(DataStream<StreamEvent> tracked) {
        return tracked.process(new AlignFunction(options.analysis()), FacetTypes.STREAM_EVENT)
                .uid(OperatorUids.ALIGN)
                .name("align");
    }

    private DataStream<StreamEvent> analyze(DataStream<StreamEvent> aligned) {
        // No timeout of its own: a slow model must slow the job down, not fail it. A hung one fails the checkpoint.
        return AsyncDataStream.orderedWait(
                        aligned,
                        new AnalyzeFunction(options.analysis()),
                        0,
                        TimeUnit.MILLISECONDS,
                        options.inFlightFaces())
                .returns(FacetTypes.STREAM_EVENT)
                .uid(OperatorUids.ANALYZE)
                .name("analyze");
    }

    private SingleOutputStreamOperator<FaceObservation> aggregate(DataStream<StreamEvent> analyzed) {
        return stillKeyed(analyzed)
                .process(new AggregateFunction(), FacetTypes.FACE_OBSERVATION)
                .uid(OperatorUids.AGGREGATE)
                .name("aggregate");
    }

    /** No operator between changes the stream of an event, so the partitioning by stream still holds. */
    private static KeyedStream<StreamEvent, String> stillKeyed(DataStream<StreamEvent> events) {
        return DataStreamUtils.reinterpretAsKeyedStream(events, StreamEvent::stream);
    }
}
