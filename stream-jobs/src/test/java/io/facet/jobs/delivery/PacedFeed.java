package io.facet.jobs.delivery;

import java.util.Iterator;

import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.record.ObservationRecord;

/**
 * Publishes a feed no faster than its results come back, so that the job is busy and never through, and kills workers on
 * the way. Time is told by results and checkpoints.
 */
final class PacedFeed implements Deliveries.Meanwhile {
    /** Segments published beyond the results: more than is done between two checkpoints, less than makes these slow. */
    private static final int AHEAD = 32;

    private final Feed feed;
    private final SegmentPublisher publisher;
    private final Workers workers;
    private final Iterator<KillPlan.Moment> moments;
    private int published;
    private KillPlan.Moment next;
    private long checkpointsAtKill;
    private Long reachedNanos;

    PacedFeed(Feed feed, SegmentPublisher publisher, Workers workers, KillPlan plan) {
        this.feed = feed;
        this.publisher = publisher;
        this.workers = workers;
        this.moments = plan.moments().iterator();
        this.next = moments.next();
    }

    @Override
    public boolean proceed(Delivered soFar) throws Exception {
        double progress = soFar.distinct(ObservationRecord.class) / (double) feed.faces();
        publish(progress);
        if (next != null && due(progress)) {
            workers.killOne();
            checkpointsAtKill = workers.completedCheckpoints();
            reachedNanos = null;
            next = moments.hasNext() ? moments.next() : null;
        }
        return published == feed.size() && next == null;
    }

    private void publish(double progress) throws Exception {
        int allowed = (int) Math.min(feed.size(), AHEAD + feed.size() * progress);
        if (allowed > published) {
            feed.publish(publisher, published, allowed);
            published = allowed;
        }
    }

    /** Only after a checkpoint since the last kill: else there is nothing that a recovery could get wrong. */
    private boolean due(double progress) throws Exception {
        if (reachedNanos == null) {
            if (progress < next.progress() || workers.completedCheckpoints() <= checkpointsAtKill) {
                return false;
            }
            reachedNanos = System.nanoTime();
        }
        return System.nanoTime() - reachedNanos >= next.delay().toNanos();
    }
}
