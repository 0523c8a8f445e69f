package io.facet.functions.metrics;

import java.util.EnumMap;
import java.util.Map;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The counters of one operator: each count goes to Flink's metrics, to be watched, and to an accumulator, to be read
 * when the job has finished. Accumulators hold the last attempt only: what was counted before a failure is not in them.
 *
 * <p>Used by the task's thread alone; Flink's reporters read at any time.
 */
public final class StageMeter {
    private final Map<FacetMetrics, Count> counts = new EnumMap<>(FacetMetrics.class);
    private final Map<FacetMetrics, ProcessTotal> totals = new EnumMap<>(FacetMetrics.class);

    private record Count(Counter metric, LongCounter accumulator) {}

    private StageMeter() {}

    /** Registers what an operator counts; to be called once, when the function is opened. */
    public static StageMeter open(RuntimeContext context, FacetMetrics... metrics) {
        StageMeter meter = new StageMeter();
        MetricGroup group = context.getMetricGroup().addGroup(FacetMetrics.GROUP);
        for (FacetMetrics metric : metrics) {
            switch (metric.kind()) {
                case COUNTER -> meter.registerCounter(metric, group, context);
                case PROCESS_TOTAL -> meter.registerTotal(metric, group, context);
            }
        }
        return meter;
    }

    private void registerCounter(FacetMetrics metric, MetricGroup group, RuntimeContext context) {
        LongCounter accumulator = new LongCounter();
        context.addAccumulator(metric.accumulator(), accumulator);
        counts.put(metric, new Count(group.counter(metric.metric()), accumulator));
    }

    private void registerTotal(FacetMetrics metric, MetricGroup group, RuntimeContext context) {
        ProcessTotal accumulator = new ProcessTotal();
        context.addAccumulator(metric.accumulator(), accumulator);
        group.gauge(metric.metric(), (Gauge<Long>) accumulator::getLocalValue);
        totals.put(metric, accumulator);
    }

    /** Counts; for metrics of {@link FacetMetrics.Kind#COUNTER}. */
    public void add(FacetMetrics metric, long amount) {
        Count count = registered(counts, metric);
        count.metric.inc(amount);
        count.accumulator.add(amount);
    }

    /** Counts the time since {@code startNanos}, a value of {@link System#nanoTime()}. */
    public void addSince(FacetMetrics metric, long startNanos) {
        add(metric, System.nanoTime() - startNanos);
    }

    /**
     * States a total that several subtasks share; for metrics of {@link FacetMetrics.Kind#PROCESS_TOTAL}.
     *
     * @param source identifies what counted, the same in all subtasks that share it and nowhere else
     * @param total what it has counted since it was made
     */
    public void set(FacetMetrics metric, String source, long total) {
        registered(totals, metric).set(source, total);
    }

    private static <T> T registered(Map<FacetMetrics, T> known, FacetMetrics metric) {
        T found = known.get(metric);
        if (found == null) {
            throw new IllegalArgumentException("expected one of %s, got %s".formatted(known.keySet(), metric));
        }
        return found;
    }
}
