package io.facet.jobs.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * When workers are killed: random moments, in order, spread over the run. Random moments need a seed to be had again.
 *
 * @param seed of the moments
 * @param moments one for each kill
 */
record KillPlan(long seed, List<Moment> moments) {
    private static final String KILLS = "facet.kills";
    private static final String SEED = "facet.kills.seed";
    private static final double BEGIN = 0.05;
    private static final double END = 0.85;

    /**
     * @param progress share of the results that has come, at least
     * @param delay from then on. Results come when a checkpoint completes; without it, kills would only hit that instant
     */
    record Moment(double progress, Duration delay) {}

    /** How many kills the person who runs the tests wants. */
    static int kills(int usually) {
        return Integer.getInteger(KILLS, usually);
    }

    /** Draws the moments, from the seed of the person who runs the tests if there is one. */
    static KillPlan random(int kills, Duration maxDelay) {
        long seed = Long.getLong(SEED, System.nanoTime());
        Random random = new Random(seed);
        List<Moment> moments = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            double progress = BEGIN + (END - BEGIN) * (kill + random.nextDouble()) / kills;
            moments.add(new Moment(progress, Duration.ofMillis(random.nextInt((int) maxDelay.toMillis()))));
        }
        return new KillPlan(seed, moments);
    }
}
