package io.facet.jobs.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.core.ConditionTimeoutException;

import io.facet.connectors.kafka.ResultReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Reads what a job delivers until nothing more can come. */
final class Deliveries {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int SETTLING_CHECKPOINTS = 2;

    private Deliveries() {}

    /** What is done between two looks at the results. */
    interface Meanwhile {
        /** Says whether nothing is left to do. */
        boolean proceed(Delivered soFar) throws Exception;
    }

    /** Reads until every stream is summed up and nothing is left to do, and then until nothing can come any more. */
    static Delivered toTheEnd(
            ResultReader reader, Workers workers, Set<String> streams, Duration limit, Meanwhile meanwhile) {
        Delivered delivered = new Delivered();
        try {
            readAll(reader, workers, streams, limit, meanwhile, delivered);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("expected everything within %s, got %s".formatted(limit, delivered.text()), e);
        }
        settle(reader, workers, delivered);
        return delivered;
    }

    private static void readAll(
            ResultReader reader,
            Workers workers,
            Set<String> streams,
            Duration limit,
            Meanwhile meanwhile,
            Delivered delivered) {
        await().atMost(limit)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> {
                    assertThat(workers.jobEnded()).as("job ended").isFalse();
                    delivered.take(reader, POLL);
                    return meanwhile.proceed(delivered) && delivered.complete(streams);
                });
    }

    /** Takes what the transactions under way still bring: a repetition could be committed last. */
    private static void settle(ResultReader reader, Workers workers, Delivered delivered) {
        AtomicLong enough = new AtomicLong(Long.MAX_VALUE);
        await().atMost(Duration.ofSeconds(30))
                .pollInSameThread()
                .pollInterval(POLL)
                .until(() -> {
                    long checkpoints = workers.completedCheckpoints();
                    enough.compareAndSet(Long.MAX_VALUE, checkpoints + SETTLING_CHECKPOINTS);
                    delivered.take(reader, POLL);
                    return checkpoints >= enough.get() && reader.atEnd();
                });
    }
}
