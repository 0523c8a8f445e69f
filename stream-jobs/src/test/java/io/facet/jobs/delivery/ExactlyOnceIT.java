package io.facet.jobs.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.connectors.record.TrackRecord;
import io.facet.domain.face.HeadTask;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.FrameSampling;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.process.ModelSettings;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.analysis.FaceAnalysisJob;
import io.facet.jobs.analysis.KafkaEnds;
import io.facet.jobs.embedded.EmbeddedPlatform;
import io.facet.vision.tracking.TrackingOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The main job loses TaskManagers at random moments and delivers what it delivers undisturbed. {@code -Dfacet.kills=10}
 * sets how many, {@code -Dfacet.kills.seed=…} repeats the moments of an earlier run.
 */
class ExactlyOnceIT {
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS_EACH = 2;
    private static final int KILLS = KillPlan.kills(3);
    private static final int CAMERAS = 4;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(60 + 20L * KILLS);

    @TempDir
    static Path folder;

    private static Path bundle;
    private static Feed feed;

    private EmbeddedPlatform platform;
    private KillPlan plan;

    @BeforeAll
    static void render() throws Exception {
        bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        feed = Feed.render(folder, CAMERAS, 160 + 60 * KILLS);
    }

    @BeforeEach
    void start() throws Exception {
        platform = EmbeddedPlatform.start(TASK_MANAGERS, SLOTS_EACH);
        plan = KillPlan.random(KILLS, CHECKPOINT_INTERVAL.multipliedBy(4));
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void exactlyOnce_taskManagersTerminated_deliversWhatAnUndisturbedJobDeliversOnce() throws Exception {
        Delivered disturbed = runDisturbed(DeliveryMode.EXACTLY_ONCE);
        Delivered undisturbed = runUndisturbed();

        assertSame(disturbed, undisturbed);
        assertThat(disturbed.repetitions()).as("repetitions").isZero();
    }

    @Test
    void lowLatency_taskManagersTerminated_deliversTheSameButForRepetitions() throws Exception {
        Delivered disturbed = runDisturbed(DeliveryMode.LOW_LATENCY);
        Delivered undisturbed = runUndisturbed();

        assertSame(disturbed, undisturbed);
    }

    private static void assertSame(Delivered disturbed, Delivered undisturbed) {
        assertThat(disturbed.notIn(undisturbed)).as("only with kills").isEmpty();
        assertThat(undisturbed.notIn(disturbed)).as("missing with kills").isEmpty();
    }

    private Delivered runDisturbed(DeliveryMode delivery) throws Exception {
        Topics topics = topics("disturbed");
        JobID job = submit("disturbed", topics, delivery);
        EmbeddedWorkers workers = new EmbeddedWorkers(platform.flink(), job, TASK_MANAGERS, plan.seed());
        long startNanos = System.nanoTime();
        try (SegmentPublisher publisher = Feed.publisher(kafka(), topics.segments());
                ResultReader reader = ResultReader.open(kafka(), topics.results(), Map.of())) {
            Delivered delivered = Deliveries.toTheEnd(
                    reader, workers, feed.streams(), LIMIT, new PacedFeed(feed, publisher, workers, plan));
            System.out.printf(
                    "%s, %d kills (seed %d) in %.1f s: %s%n",
                    delivery.key(), KILLS, plan.seed(), (System.nanoTime() - startNanos) / 1e9, delivered.text());
            return delivered;
        } finally {
            platform.flink().cancel(job);
        }
    }

    /** After the disturbed job, since that one needs the segments to come slowly; over the same records. */
    private Delivered runUndisturbed() throws Exception {
        Topics topics = topics("undisturbed");
        JobID job = submit("undisturbed", topics, DeliveryMode.EXACTLY_ONCE);
        EmbeddedWorkers workers = new EmbeddedWorkers(platform.flink(), job, TASK_MANAGERS, plan.seed());
        try (ResultReader reader = ResultReader.open(kafka(), topics.results(), Map.of())) {
            Delivered delivered = Deliveries.toTheEnd(reader, workers, feed.streams(), LIMIT, soFar -> true);
            assertThat(delivered.repetitions()).as("repetitions without kills").isZero();
            assertThat((long) delivered.distinct(ObservationRecord.class)).isEqualTo(feed.faces());
            assertThat(delivered.distinct(TrackRecord.class)).isGreaterThan(CAMERAS);
            assertThat(delivered.distinct(StreamSummaryRecord.class)).isEqualTo(CAMERAS);
            assertThat(delivered.distinct(DeadLetterRecord.class)).isOne();
            return delivered;
        } finally {
            platform.flink().cancel(job);
        }
    }

    /** All jobs read one segments topic; each has result topics of its own. */
    private Topics topics(String job) {
        Topics own = Topics.withPrefix(job);
        Topics topics = new Topics("shared.segments", own.observations(), own.tracks(), own.stats(), own.deadLetters());
        new TopicAdmin(kafka()).ensure(topics, 2 * TASK_MANAGERS * SLOTS_EACH, 1);
        return topics;
    }

    private JobID submit(String name, Topics topics, DeliveryMode delivery) throws Exception {
        KafkaEnds ends = new KafkaEnds(kafka(), topics, name, delivery, RecordFormat.AVRO, Map.of());
        StreamExecutionEnvironment environment = platform.flink().newEnvironment();
        new FaceAnalysisJob(ends.source(), ends.sinks(), options(delivery)).define(environment);
        return platform.flink().submit(environment);
    }

    private static AnalysisJobOptions options(DeliveryMode delivery) {
        Set<HeadTask> heads = EnumSet.of(HeadTask.LANDMARKS, HeadTask.AGE);
        return new AnalysisJobOptions(
                new AnalysisOptions(bundle.toString(), heads, ModelSettings.DEFAULT),
                DecodeOptions.of(new FrameSampling.All()),
                new Policy(heads, 0, 1, 0),
                TrackingOptions.defaults(),
                delivery,
                CHECKPOINT_INTERVAL,
                64,
                TASK_MANAGERS * SLOTS_EACH);
    }

    private String kafka() {
        return platform.kafka().bootstrapServers();
    }
}
