package io.facet.jobs.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Random;

import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.connectors.record.TrackRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job whose workers are killed, then one that is left alone, over the same records.
 *
 * @param limit for each of the two
 */
record KillScenario(Place place, MainJob job, Feed feed, KillPlan plan, Duration limit) {

    /** Publishes while workers are killed, and says what the job delivered. */
    Delivered disturbed(DeliveryMode delivery) throws Exception {
        Topics topics = MainJob.topics(place, "disturbed");
        Workers workers = job.submit(place, "disturbed", topics, delivery, new Random(plan.seed()));
        long startNanos = System.nanoTime();
        try (SegmentPublisher publisher = Feed.publisher(place.kafka(), topics.segments());
                ResultReader reader = ResultReader.open(place.kafka(), topics.results(), Map.of())) {
            PacedFeed meanwhile = new PacedFeed(feed, publisher, workers, plan);
            Delivered delivered = Deliveries.toTheEnd(reader, workers, feed.streams(), limit, meanwhile);
            System.out.printf(
                    "%s, %d kills (seed %d) in %.1f s: %s%n",
                    delivery.key(),
                    plan.moments().size(),
                    plan.seed(),
                    (System.nanoTime() - startNanos) / 1e9,
                    delivered.text());
            return delivered;
        } finally {
            workers.cancelJob();
        }
    }

    /** After the disturbed job, since that one needs the segments to come slowly. */
    Delivered undisturbed() throws Exception {
        Topics topics = MainJob.topics(place, "undisturbed");
        Workers workers = job.submit(place, "undisturbed", topics, DeliveryMode.EXACTLY_ONCE, new Random(plan.seed()));
        try (ResultReader reader = ResultReader.open(place.kafka(), topics.results(), Map.of())) {
            Delivered delivered = Deliveries.toTheEnd(reader, workers, feed.streams(), limit, soFar -> true);
            int streams = feed.streams().size();
            assertThat(delivered.repetitions()).as("repetitions without kills").isZero();
            assertThat((long) delivered.distinct(ObservationRecord.class)).isEqualTo(feed.faces());
            assertThat(delivered.distinct(TrackRecord.class)).isGreaterThan(streams);
            assertThat(delivered.distinct(StreamSummaryRecord.class)).isEqualTo(streams);
            assertThat(delivered.distinct(DeadLetterRecord.class)).isOne();
            return delivered;
        } finally {
            workers.cancelJob();
        }
    }
}
