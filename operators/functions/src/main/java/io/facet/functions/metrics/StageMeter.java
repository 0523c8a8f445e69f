package io.facet.functions.metrics;

import java.util.EnumMap;
import java.util.Map;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of one operator: each count goes to Flink's metrics, to be watched, and to an accumulator, to be read
 * when the job has finished. Accumulators hold the last attempt only: what was counted before a failure is not in them.
 *
 * <p>Used by the task's thread alone.
 */
public final class StageMeter {
    private final Map<FacetMetrics, Count> counts = new EnumMap<>(FacetMetrics.class);

    private record Count(Counter metric, LongCounter accumulator) {}

    private StageMeter() {}

    /**
     * Registers what an operator counts; to be called once, when the function is opened.
     *
     * @param metrics of {@link FacetMetrics.Kind#COUNTER}
     */
    public static StageMeter open(RuntimeContext context, FacetMetrics... metrics) {
        StageMeter meter = new StageMeter();
        MetricGroup group = context.getMetricGroup().addGroup(FacetMetrics.GROUP);
        for (FacetMetrics metric : metrics) {
            if (metric.kind() != FacetMetrics.Kind.COUNTER) {
                throw new IllegalArgumentException("expected a counter, got %s, a %s".formatted(metric, metric.kind()));
            }
            LongCounter accumulator = new LongCounter();
            context.addAccumulator(metric.accumulator(), accumulator);
            meter.counts.put(metric, new Count(group.counter(metric.metric()), accumulator));
        }
        return meter;
    }

    /**
     * Counts.
     *
     * @throws IllegalArgumentException if the metric was not registered
     */
    public void add(FacetMetrics metric, long amount) {
        Count count = counts.get(metric);
        if (count == null) {
            throw new IllegalArgumentException("expected one of %s, got %s".formatted(counts.keySet(), metric));
        }
        count.metric.inc(amount);
        count.accumulator.add(amount);
    }

    /** Counts the time since {@code startNanos}, a value of {@link System#nanoTime()}. */
    public void addSince(FacetMetrics metric, long startNanos) {
        add(metric, System.nanoTime() - startNanos);
    }
}
