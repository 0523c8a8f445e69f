package io.facet.functions.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import io.facet.inference.batch.BatchStatistics;
import io.facet.inference.batch.FaceBatcher;

/**
 * The totals of a batcher that all subtasks of a process share: the metrics of
 * {@link FacetMetrics.Kind#PROCESS_TOTAL}.
 *
 * <p>Gauges and accumulators are registered apart, because Flink gives asynchronous functions no accumulators: the
 * operator in front of the analysis states them for it. Used by the task's thread; gauges are read at any time.
 */
public final class BatcherTotals {
    private final Map<FacetMetrics, ProcessTotal> accumulators = new EnumMap<>(FacetMetrics.class);
    private final FaceBatcher batcher;
    private final String name;

    private BatcherTotals(FaceBatcher batcher) {
        this.batcher = batcher;
        this.name = ProcessTotal.source(batcher);
    }

    /** Shows the batcher's totals as gauges of an operator. */
    public static void show(RuntimeContext context, FaceBatcher batcher) {
        MetricGroup group = context.getMetricGroup().addGroup(FacetMetrics.GROUP);
        figures()
                .forEach((metric, figure) ->
                        group.gauge(metric.metric(), (Gauge<Long>) () -> figure.applyAsLong(batcher.statistics())));
    }

    /** Registers accumulators of the batcher's totals; they are as of the last {@link #update}. */
    public static BatcherTotals accumulate(RuntimeContext context, FaceBatcher batcher) {
        BatcherTotals totals = new BatcherTotals(batcher);
        for (FacetMetrics metric : figures().keySet()) {
            ProcessTotal accumulator = new ProcessTotal();
            context.addAccumulator(metric.accumulator(), accumulator);
            totals.accumulators.put(metric, accumulator);
        }
        return totals;
    }

    /** Takes over what the batcher has counted so far. */
    public void update() {
        BatchStatistics now = batcher.statistics();
        figures().forEach((metric, figure) -> accumulators.get(metric).set(name, figure.applyAsLong(now)));
    }

    private static Map<FacetMetrics, ToLongFunction<BatchStatistics>> figures() {
        Map<FacetMetrics, ToLongFunction<BatchStatistics>> figures = new EnumMap<>(FacetMetrics.class);
        figures.put(FacetMetrics.ENCODER_PASSES, BatchStatistics::encoderPasses);
        figures.put(FacetMetrics.RESULTS_NOT_FINITE, BatchStatistics::unreadable);
        figures.put(FacetMetrics.ANALYZE_BATCHES, BatchStatistics::batches);
        figures.put(FacetMetrics.ANALYZE_NANOS, BatchStatistics::runNanos);
        figures.put(FacetMetrics.ANALYZE_QUEUE_NANOS, BatchStatistics::queueNanos);
        return figures;
    }
}
