package io.facet.inference.batch;

import java.io.Serializable;
import java.time.Duration;

/**
 * How faces are gathered into batches.
 *
 * @param maxBatch most faces in one run
 * @param maxWait how long the oldest face may wait for others to join it; with zero an idle runner takes at once what
 *     is there, which is best where batching gains nothing (CPU)
 * @param queueCapacity most faces that may wait; {@link FaceBatcher#submit} blocks when they do
 */
public record BatchSettings(int maxBatch, Duration maxWait, int queueCapacity) implements Serializable {
    private static final long serialVersionUID = 1;

    /** For a CPU: no waiting, small batches. */
    public static final BatchSettings DEFAULT = new BatchSettings(4, Duration.ZERO, 32);

    public BatchSettings {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, got " + maxBatch);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must not be negative, got " + maxWait);
        }
        if (queueCapacity < maxBatch) {
            throw new IllegalArgumentException(
                    "queueCapacity must be at least maxBatch (%d), got %d".formatted(maxBatch, queueCapacity));
        }
    }
}
