package io.facet.jobs.analysis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.decode.DecodeFunction;
import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.connectors.record.WireRecord;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Segment;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.process.ModelSettings;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.analysis.BadSegments.Bad;
import io.facet.jobs.embedded.EmbeddedPlatform;
import io.facet.vision.tracking.TrackingOptions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The real job on a real broker: a stream in which a bad segment follows each good one, and a stream without any. One face
 * a frame.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadSegmentsIT {
    private static final String DAMAGED = "damaged";
    private static final String CLEAN = "clean";
    private static final int FACES = 1;
    private static final int FRAMES = 14 * 36;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A refused record as it was published, and where. */
    private record Published(Bad bad, ProducerRecord<byte[], byte[]> record, RecordMetadata place) {
        String key() {
            return place.partition() + "@" + place.offset();
        }
    }

    private final List<Published> refused = new ArrayList<>();
    private final List<WireRecord> results = new ArrayList<>();
    private int bads;
    private JobStatus statusAtTheEnd;
    private Throwable failure;

    @BeforeAll
    void runTheJob(@TempDir Path folder) throws Exception {
        Path bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        Topics topics = Topics.withPrefix("bad-segments");
        try (EmbeddedPlatform platform = EmbeddedPlatform.start(1, 2)) {
            String kafka = platform.kafka().bootstrapServers();
            new TopicAdmin(kafka).ensure(topics, 2, 1);
            publish(kafka, topics, folder);
            StreamExecutionEnvironment environment = platform.flink().newEnvironment();
            KafkaEnds ends = new KafkaEnds(
                    kafka, topics, "bad-segments", DeliveryMode.EXACTLY_ONCE, RecordFormat.AVRO, Map.of());
            new FaceAnalysisJob(ends.source(), ends.sinks(), options(bundle)).define(environment);
            JobID job = platform.flink().submit(environment);
            try (ResultReader reader = ResultReader.open(kafka, topics.results(), Map.of())) {
                await().atMost(LIMIT).pollInSameThread().until(() -> {
                    results.addAll(reader.poll(Duration.ofMillis(200)));
                    return of(StreamSummaryRecord.class).size() == 2
                            && of(DeadLetterRecord.class).size() >= refused.size()
                            && of(ObservationRecord.class).size()
                                    >= summary(DAMAGED).observations()
                                            + summary(CLEAN).observations();
                });
                // One more checkpoint, so that what should not be there would be seen.
                long checkpoints = platform.flink().completedCheckpoints(job);
                await().atMost(LIMIT).until(() -> platform.flink().completedCheckpoints(job) > checkpoints + 1);
                results.addAll(reader.poll(Duration.ofSeconds(1)));
            }
            statusAtTheEnd = platform.flink().status(job);
            failure = platform.flink().failure(job);
            platform.flink().cancel(job);
        }
    }

    private void publish(String kafka, Topics topics, Path folder) throws Exception {
        Path video = TestVideo.of(FRAMES, FACES).write(folder, "video", Format.H264_MP4);
        BadSegments segments = new BadSegments(topics.segments(), DAMAGED, folder);
        List<Segment> good = segments.segments(video);
        List<Bad> bad = segments.all(good.get(0), good.size());
        bads = bad.size();
        assertThat(good).as("a good segment before and after each bad one").hasSizeGreaterThan(bads);
        BadSegments clean = new BadSegments(topics.segments(), CLEAN, folder);
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
            for (int i = 0; i < good.size(); i++) {
                send(producer, segments.good(good.get(i)));
                if (i < bads) {
                    for (ProducerRecord<byte[], byte[]> record : bad.get(i).records()) {
                        refused.add(new Published(
                                bad.get(i), record, producer.send(record).get()));
                    }
                }
            }
            for (Segment segment : clean.segments(video)) {
                send(producer, clean.good(segment));
            }
            for (String stream : List.of(DAMAGED, CLEAN)) {
                send(producer, List.of(SegmentHeaders.toEndRecord(topics.segments(), stream, good.size())));
            }
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records)
            throws Exception {
        for (ProducerRecord<byte[], byte[]> record : records) {
            producer.send(record).get();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String kafka) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "max.request.size", Topics.MAX_SEGMENT_BYTES);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static AnalysisJobOptions options(Path bundle) {
        Set<HeadTask> heads = EnumSet.of(HeadTask.AGE);
        return new AnalysisJobOptions(
                new AnalysisOptions(bundle.toString(), heads, ModelSettings.DEFAULT),
                DecodeOptions.of(new FrameSampling.All()),
                new Policy(heads, 0, 1, 0),
                TrackingOptions.defaults(),
                DeliveryMode.EXACTLY_ONCE,
                Duration.ofMillis(200),
                64,
                2);
    }

    @Test
    void badRecords_eachBecomeOneDeadLetterWithTheirReason() {
        Map<String, DeadLetterRecord> letters = new LinkedHashMap<>();
        for (DeadLetterRecord letter : of(DeadLetterRecord.class)) {
            assertThat(letters.put(letter.partition() + "@" + letter.offset(), letter))
                    .isNull();
        }
        assertThat(letters).hasSameSizeAs(refused);
        for (Published published : refused) {
            DeadLetterRecord letter = letters.get(published.key());
            assertThat(letter).as(published.bad().name()).isNotNull();
            assertThat(letter.reason())
                    .as("%s: %s", published.bad().name(), letter.message())
                    .isEqualTo(published.bad().refusal().name());
            assertThat(letter.stage()).isEqualTo(DecodeFunction.STAGE);
            assertThat(letter.message()).isNotBlank().doesNotContain("\n");
        }
    }

    @Test
    void badRecords_areKeptUntouched() {
        Map<String, DeadLetter> letters = new LinkedHashMap<>();
        for (DeadLetterRecord letter : of(DeadLetterRecord.class)) {
            letters.put(letter.partition() + "@" + letter.offset(), letter.toDomain());
        }
        for (Published published : refused) {
            DeadLetter letter = letters.get(published.key());
            byte[] value = published.record().value();
            assertThat(letter.input().value())
                    .as(published.bad().name())
                    .isEqualTo(value == null ? new byte[0] : value);
            assertThat(letter.input().stream()).isEqualTo(DAMAGED);
            assertThat(texts(letter.input().headers())).isEqualTo(texts(published.record()));
        }
    }

    @Test
    void goodSegments_amongBadOnes_areObservedWhole() {
        Map<Long, Integer> damaged = framesBySegment(DAMAGED);
        Map<Long, Integer> clean = framesBySegment(CLEAN);

        assertThat(clean.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(FRAMES);
        assertThat(damaged).containsAllEntriesOf(clean);
        assertThat(of(ObservationRecord.class))
                .extracting(ObservationRecord::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void summaries_countWhatWasRefused() {
        StreamSummary damaged = summary(DAMAGED).toDomain();
        StreamSummary clean = summary(CLEAN).toDomain();

        assertThat(clean.refusedSegments()).isZero();
        assertThat(clean.framesDecoded()).isEqualTo(FRAMES);
        assertThat(clean.observations()).isEqualTo(FACES * FRAMES);
        assertThat(damaged.refusedSegments()).isEqualTo(bads);
        // Frames that came before the damage inside a segment count, and were observed.
        assertThat(damaged.framesDecoded()).isBetween((long) FRAMES, FRAMES + 36L);
        assertThat(damaged.observations()).isEqualTo(FACES * damaged.framesSampled());
        assertThat(observations(DAMAGED)).hasSize((int) damaged.observations());
        assertThat(damaged.segments()).isEqualTo(clean.segments() + (damaged.framesDecoded() > FRAMES ? 1 : 0));
    }

    @Test
    void job_runsOnWithoutARestart() {
        assertThat(statusAtTheEnd).isEqualTo(JobStatus.RUNNING);
        assertThat(failure).isNull();
    }

    /** Frames with all their faces, by segment. */
    private Map<Long, Integer> framesBySegment(String stream) {
        Map<Long, Integer> faces = new LinkedHashMap<>();
        observations(stream).forEach(face -> faces.merge(face.segment(), 1, Integer::sum));
        faces.replaceAll((segment, count) -> count / FACES);
        return faces;
    }

    private List<ObservationRecord> observations(String stream) {
        return of(ObservationRecord.class).stream()
                .filter(face -> face.stream().equals(stream))
                .toList();
    }

    private StreamSummaryRecord summary(String stream) {
        return of(StreamSummaryRecord.class).stream()
                .filter(each -> each.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    private <T extends WireRecord> List<T> of(Class<T> type) {
        return results.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Map<String, String> texts(Map<String, byte[]> headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach((name, value) -> texts.put(name, new String(value, UTF_8)));
        return texts;
    }

    private static Map<String, String> texts(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            texts.put(header.key(), new String(header.value(), UTF_8));
        }
        return texts;
    }
}
