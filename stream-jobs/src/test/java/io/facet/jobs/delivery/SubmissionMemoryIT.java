package io.facet.jobs.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** The main job is submitted to one TaskManager process again and again, which must not grow. */
@Tag("heavy")
class SubmissionMemoryIT {
    private static final int SUBMISSIONS = 10;
    private static final int WARM = 3;
    /** What heap regions and thread stacks come and go by; a leaked set of native libraries is 100 MiB a submission. */
    private static final double TOLERANCE = 0.05;

    private static final int CAMERAS = 4;
    private static final int FRAMES = 200;
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final double MIB = 1 << 20;

    @TempDir
    static Path folder;

    @Test
    void submissions_tenToOneTaskManager_leaveItsMemoryFlatAfterTheThird() throws Exception {
        MainJob job = MainJob.withBundleIn(folder);
        Feed feed = Feed.render(folder, CAMERAS, FRAMES);
        List<Double> resident = new ArrayList<>();
        try (ClusterPlace place = ClusterPlace.start(folder.resolve("cluster"), 1)) {
            long pid = place.taskManagers().get(0).pid().orElseThrow();
            publish(feed, place);
            for (int submission = 1; submission <= SUBMISSIONS; submission++) {
                analyse(place, job, feed, "submission-" + submission);
                resident.add(residentMib(place));
                System.out.printf("after submission %d: %.0f MiB%n", submission, resident.get(submission - 1));
            }
            assertThat(place.taskManagers())
                    .singleElement()
                    .satisfies(process -> assertThat(process.pid()).contains(pid));
        }
        double flat = resident.get(WARM - 1) * (1 + TOLERANCE);
        assertThat(resident.subList(WARM, SUBMISSIONS))
                .allSatisfy(mib -> assertThat(mib).isLessThan(flat));
    }

    private static void publish(Feed feed, ClusterPlace place) throws Exception {
        Topics topics = MainJob.topics(place, "first");
        try (SegmentPublisher publisher = Feed.publisher(place.kafka(), topics.segments())) {
            feed.publish(publisher, 0, feed.size());
        }
    }

    /** A job of its own name reads the segments from their beginning. */
    private static void analyse(ClusterPlace place, MainJob job, Feed feed, String name) throws Exception {
        Topics topics = MainJob.topics(place, name);
        Workers workers = job.submit(place, name, topics, DeliveryMode.EXACTLY_ONCE, new Random(0));
        try (ResultReader reader = ResultReader.open(place.kafka(), topics.results(), Map.of())) {
            Deliveries.toTheEnd(reader, workers, feed.streams(), LIMIT, soFar -> true);
        } finally {
            workers.cancelJob();
        }
    }

    private static double residentMib(ClusterPlace place) throws Exception {
        return place.taskManagers().get(0).residentBytes().orElseThrow() / MIB;
    }
}
