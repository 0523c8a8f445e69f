package io.facet.jobs.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import io.facet.connectors.ingest.PublishException;
import io.facet.connectors.ingest.PublisherOptions;
import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.RecordFormat;
import io.facet.domain.video.Segment;
import io.facet.jobs.analysis.FaceAnalysisJob;
import io.facet.jobs.analysis.KafkaEnds;
import io.facet.jobs.embedded.EmbeddedPlatform;

/**
 * Runs the main job on the video repeated, between a real broker and a real Flink in this process, and watches it.
 *
 * @param request what to measure
 * @param input the video
 * @param console where progress is shown
 */
record JobBenchmark(BenchRequest request, BenchInput input, PrintStream console) {
    private static final String JOB_NAME = "facet-bench";

    JobRun run() throws Exception {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        try (EmbeddedPlatform platform = EmbeddedPlatform.start(1, request.job().parallelism())) {
            String kafka = platform.kafka().bootstrapServers();
            new TopicAdmin(kafka).ensure(topics, 2 * request.job().parallelism(), 1);
            JobID job = submit(platform, kafka, topics);
            try (SegmentPublisher publisher = SegmentPublisher.open(PublisherOptions.of(kafka, topics.segments()));
                    ResultReader observations = ResultReader.open(kafka, List.of(topics.observations()), Map.of());
                    ResultReader statistics = ResultReader.open(kafka, List.of(topics.stats()), Map.of());
                    JobWatch watch = new JobWatch(platform.flink(), job, observations, statistics, console)) {
                CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(publisher));
                JobRun run = watch.untilSummedUp(publishing, request.startedNanos());
                platform.flink().cancel(job);
                return run;
            }
        }
    }

    private JobID submit(EmbeddedPlatform platform, String kafka, Topics topics) throws Exception {
        StreamExecutionEnvironment environment = platform.flink().newEnvironment();
        KafkaEnds ends = new KafkaEnds(kafka, topics, JOB_NAME, request.job().delivery(), RecordFormat.JSON, Map.of());
        new FaceAnalysisJob(ends.source(), ends.sinks(), request.job()).define(environment);
        return platform.flink().submit(environment);
    }

    private void publish(SegmentPublisher publisher) {
        int laps = input.laps(request.minVideo());
        try {
            for (Segment segment : (Iterable<Segment>) input.repeated(laps)::iterator) {
                publisher.publish(segment);
            }
            publisher.endStream(input.stream(), (long) laps * input.segments().size());
            publisher.flush();
        } catch (PublishException e) {
            throw new CompletionException(e);
        }
    }
}
