package io.facet.jobs.delivery;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.kafka.DeliveryMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The main job loses TaskManagers at random moments and delivers what it delivers undisturbed. {@code -Dfacet.kills=10}
 * sets how many, {@code -Dfacet.kills.seed=…} repeats the moments of an earlier run.
 */
class ExactlyOnceIT {
    private static final int KILLS = KillPlan.kills(3);
    private static final int CAMERAS = 4;
    private static final int FRAMES = 160 + 60 * KILLS;
    private static final Duration LIMIT = Duration.ofSeconds(120 + 20L * KILLS);

    @TempDir
    static Path folder;

    private static MainJob job;
    private static Feed feed;

    private EmbeddedPlace place;
    private KillScenario scenario;

    @BeforeAll
    static void render() throws Exception {
        job = MainJob.withBundleIn(folder);
        feed = Feed.render(folder, CAMERAS, FRAMES);
    }

    @BeforeEach
    void start() throws Exception {
        place = EmbeddedPlace.start();
        KillPlan plan = KillPlan.random(KILLS, MainJob.CHECKPOINT_INTERVAL.multipliedBy(4));
        scenario = new KillScenario(place, job, feed, plan, LIMIT);
    }

    @AfterEach
    void stop() throws Exception {
        place.close();
    }

    @Test
    void exactlyOnce_taskManagersTerminated_deliversWhatAnUndisturbedJobDelivers() throws Exception {
        Delivered disturbed = scenario.disturbed(DeliveryMode.EXACTLY_ONCE);

        assertThat(disturbed.differencesFrom(scenario.undisturbed())).isEmpty();
        assertThat(disturbed.repetitions()).isZero();
    }

    @Test
    void lowLatency_taskManagersTerminated_deliversTheSameButForRepetitions() throws Exception {
        Delivered disturbed = scenario.disturbed(DeliveryMode.LOW_LATENCY);

        assertThat(disturbed.differencesFrom(scenario.undisturbed())).isEmpty();
    }
}
