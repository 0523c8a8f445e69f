package io.facet.jobs.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.RecordFormat;
import io.facet.domain.face.HeadTask;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.FrameSampling;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.process.ModelSettings;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.analysis.FaceAnalysisJob;
import io.facet.jobs.analysis.KafkaEnds;
import io.facet.vision.tracking.TrackingOptions;

/** The main job with a tiny bundle, as these tests run it. */
final class MainJob {
    static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(200);

    private static final int IN_FLIGHT_FACES = 64;
    private static final Set<HeadTask> HEADS = EnumSet.of(HeadTask.LANDMARKS, HeadTask.AGE);

    private final Path bundle;

    private MainJob(Path bundle) {
        this.bundle = bundle;
    }

    /** Writes the bundle into a folder, which must live as long as the job. */
    static MainJob withBundleIn(Path folder) {
        Path bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        return new MainJob(bundle);
    }

    /** Topics that are made if missing: all jobs read one segments topic, each has result topics of its own. */
    static Topics topics(Place place, String job) {
        Topics own = Topics.withPrefix(job);
        Topics topics = new Topics("shared.segments", own.observations(), own.tracks(), own.stats(), own.deadLetters());
        new TopicAdmin(place.kafka()).ensure(topics, 2 * place.slots(), 1);
        return topics;
    }

    /**
     * Starts the job in all slots.
     *
     * @param random decides which workers are killed
     */
    Workers submit(Place place, String name, Topics topics, DeliveryMode delivery, Random random) throws Exception {
        KafkaEnds ends = new KafkaEnds(place.kafka(), topics, name, delivery, RecordFormat.AVRO, Map.of());
        FaceAnalysisJob job = new FaceAnalysisJob(ends.source(), ends.sinks(), options(delivery, place.slots()));
        return place.submit(name, job::define, random);
    }

    private AnalysisJobOptions options(DeliveryMode delivery, int parallelism) {
        return new AnalysisJobOptions(
                new AnalysisOptions(bundle.toString(), HEADS, ModelSettings.DEFAULT),
                DecodeOptions.of(new FrameSampling.All()),
                new Policy(HEADS, 0, 1, 0),
                TrackingOptions.defaults(),
                delivery,
                CHECKPOINT_INTERVAL,
                IN_FLIGHT_FACES,
                parallelism);
    }
}
