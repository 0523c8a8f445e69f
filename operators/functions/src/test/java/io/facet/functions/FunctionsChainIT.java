package io.facet.functions;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDecoded;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.Point;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.Frame;
import io.facet.functions.aggregate.AggregateFunction;
import io.facet.functions.align.AlignFunction;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.functions.analyze.AnalyzeFunction;
import io.facet.functions.detect.DetectFunction;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.state.FacetTypes;
import io.facet.functions.track.TrackFunction;
import io.facet.vision.tracking.TrackingOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** All functions as one chain in a real Flink, two subtasks of one process, checkpoints under way, Kryo forbidden. */
class FunctionsChainIT {
    private static final int STREAMS = 6;
    private static final int SEGMENTS = 8;
    private static final int FRAMES = 5;
    private static final long CHECKPOINT_INTERVAL_MS = 50;

    @TempDir
    static Path folder;

    @Test
    void chain_ofAllFunctions_countsEveryFaceOnceAndKeepsPixelsInTheTask() throws Exception {
        JobGraph job = job(TestingModels.options(folder));
        // The source, and one chain behind keyBy: nothing with pixels crosses a task's border.
        assertThat(job.getNumberOfVertices()).isEqualTo(2);

        Map<String, Object> counted = run(job).getAllAccumulatorResults();

        long frames = (long) STREAMS * SEGMENTS * FRAMES;
        assertThat(counted).containsEntry(FacetMetrics.FRAMES.accumulator(), frames);
        long faces = 2 * frames;
        assertThat(counted)
                .containsEntry(FacetMetrics.FACES.accumulator(), faces)
                .containsEntry(FacetMetrics.TRACKS.accumulator(), 2L * STREAMS)
                .containsEntry(FacetMetrics.OBSERVATIONS.accumulator(), faces)
                .containsEntry(FacetMetrics.FACES_ALIGNED.accumulator(), faces)
                .containsEntry(FacetMetrics.FACES_UNALIGNABLE.accumulator(), 0L)
                .containsEntry(FacetMetrics.ENCODER_PASSES.accumulator(), faces);
        assertThat((Long) counted.get(FacetMetrics.ANALYZE_NANOS.accumulator())).isPositive();
    }

    private static JobGraph job(AnalysisOptions options) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        env.enableCheckpointing(CHECKPOINT_INTERVAL_MS);

        DataStream<StreamEvent> decoded = env.fromSequence(0, STREAMS * SEGMENTS - 1)
                .setParallelism(1)
                .keyBy(number -> "cam-" + number % STREAMS)
                .process(new RenderingFunction());
        DataStream<StreamEvent> detected = decoded.process(new DetectFunction(options));
        DataStream<StreamEvent> aligned = keyed(detected)
                .process(new TrackFunction(TrackingOptions.defaults(), Policy.privateByDefault()))
                .process(new AlignFunction(options));
        DataStream<StreamEvent> analyzed =
                AsyncDataStream.orderedWait(aligned, new AnalyzeFunction(options), 0, TimeUnit.MILLISECONDS, 16);
        SingleOutputStreamOperator<FaceObservation> observations =
                keyed(analyzed).process(new AggregateFunction());
        observations.sinkTo(new DiscardingSink<>());
        observations.getSideOutput(AggregateFunction.FINISHED_TRACKS).sinkTo(new DiscardingSink<>());
        observations.getSideOutput(AggregateFunction.SUMMARIES).sinkTo(new DiscardingSink<>());
        return env.getStreamGraph().getJobGraph();
    }

    private static KeyedStream<StreamEvent, String> keyed(DataStream<StreamEvent> events) {
        return DataStreamUtils.reinterpretAsKeyedStream(events, StreamEvent::stream, Types.STRING);
    }

    private static JobExecutionResult run(JobGraph job) throws Exception {
        MiniClusterConfiguration configuration = new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build();
        MiniCluster cluster = new MiniCluster(configuration);
        try {
            cluster.start();
            return cluster.executeJobBlocking(job);
        } finally {
            cluster.close();
        }
    }

    /** Stands where the decoder stands: one input record becomes the frames of a segment and its end. */
    private static final class RenderingFunction extends KeyedProcessFunction<String, Long, StreamEvent>
            implements ResultTypeQueryable<StreamEvent> {
        private static final long serialVersionUID = 1;

        @Override
        public TypeInformation<StreamEvent> getProducedType() {
            return FacetTypes.STREAM_EVENT;
        }

        @Override
        public void processElement(Long number, Context context, Collector<StreamEvent> out) {
            String stream = context.getCurrentKey();
            long segment = number / STREAMS;
            for (int index = 0; index < FRAMES; index++) {
                long moved = segment * FRAMES + index;
                Frame frame = TestingEvents.frameWithFaces(
                        segment, index, new Point(60 + moved, 100), new Point(260 - moved, 140));
                out.collect(new FrameDecoded(
                        new Frame(stream, segment, index, frame.ptsUs(), frame.captureTimeUs(), frame.image())));
            }
            out.collect(new SegmentEnded(stream, segment, FRAMES, FRAMES, false));
            if (segment == SEGMENTS - 1) {
                out.collect(new StreamEnded(stream, SEGMENTS));
            }
        }
    }
}
