package io.facet.jobs.delivery;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.kafka.DeliveryMode;

import static org.assertj.core.api.Assertions.assertThat;

/** As {@link ExactlyOnceIT}, on real processes that are killed with {@code kill -9}. */
@Tag("heavy")
class ClusterKillIT {
    private static final int KILLS = KillPlan.kills(10);
    private static final int TASK_MANAGERS = 2;
    private static final int CAMERAS = 4;
    private static final int FRAMES = 160 + 60 * KILLS;
    private static final Duration MAX_DELAY = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(120 + 60L * KILLS);

    @TempDir
    static Path folder;

    @Test
    void exactlyOnce_taskManagersKilled_deliversWhatAnUndisturbedJobDelivers() throws Exception {
        MainJob job = MainJob.withBundleIn(folder);
        Feed feed = Feed.render(folder, CAMERAS, FRAMES);
        try (ClusterPlace place = ClusterPlace.start(folder.resolve("cluster"), TASK_MANAGERS)) {
            KillScenario scenario = new KillScenario(place, job, feed, KillPlan.random(KILLS, MAX_DELAY), LIMIT);
            Delivered disturbed = scenario.disturbed(DeliveryMode.EXACTLY_ONCE);

            assertThat(disturbed.differencesFrom(scenario.undisturbed())).isEmpty();
            assertThat(disturbed.repetitions()).isZero();
        }
    }
}
