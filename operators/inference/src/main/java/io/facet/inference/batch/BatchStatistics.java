package io.facet.inference.batch;

/**
 * What a batcher has done since it was opened. {@code faces + failed + rejected} is every face that was submitted and
 * is no longer waiting or running.
 *
 * @param faces faces that got a result
 * @param failed faces whose run failed
 * @param rejected faces that were never run: they did not fit, came after closing, or were still waiting then
 * @param batches runs, failed ones included
 * @param encoderPasses faces that really went through the composed graph; equals {@code faces} unless runs failed
 * @param unreadable results of single heads that faces went without, because the head's values for the face said
 *     nothing, such as NaN
 * @param queueNanos time the run faces waited in the queue, summed over faces
 * @param runNanos time spent in runs, summed over batches
 * @param maxBatchSeen faces in the largest batch
 */
public record BatchStatistics(
        long faces,
        long failed,
        long rejected,
        long batches,
        long encoderPasses,
        long unreadable,
        long queueNanos,
        long runNanos,
        int maxBatchSeen) {}
