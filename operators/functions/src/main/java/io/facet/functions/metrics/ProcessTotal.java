package io.facet.functions.metrics;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;

/**
 * A total that several subtasks read from one shared counter: merging keeps the largest value of each counter, and the
 * result is the sum over counters, so nothing is counted twice.
 *
 * <p>Written by the task's thread; read and serialized by others, hence the map is replaced, never changed.
 */
public final class ProcessTotal implements Accumulator<Long, Long> {
    private static final long serialVersionUID = 1;

    private volatile TreeMap<String, Long> bySource = new TreeMap<>();

    /** Registers a total as a gauge and as an accumulator; for functions that Flink gives both. */
    public static ProcessTotal register(RuntimeContext context, FacetMetrics metric) {
        ProcessTotal total = new ProcessTotal();
        context.addAccumulator(metric.accumulator(), total);
        context.getMetricGroup().addGroup(FacetMetrics.GROUP).gauge(metric.metric(), (Gauge<Long>)
                total::getLocalValue);
        return total;
    }

    /** Names what counts: apart from the same thing in the job's other processes (pid@host) and from others of this one. */
    public static String source(Object counting) {
        return ManagementFactory.getRuntimeMXBean().getName() + "/" + System.identityHashCode(counting);
    }

    /** States what one counter has counted so far. */
    public void set(String source, long total) {
        TreeMap<String, Long> next = new TreeMap<>(bySource);
        next.merge(source, total, Math::max);
        bySource = next;
    }

    /** Adds to a counter without a name. */
    @Override
    public void add(Long amount) {
        set("", bySource.getOrDefault("", 0L) + amount);
    }

    @Override
    public Long getLocalValue() {
        return bySource.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void resetLocal() {
        bySource = new TreeMap<>();
    }

    @Override
    public void merge(Accumulator<Long, Long> other) {
        for (Map.Entry<String, Long> entry : ((ProcessTotal) other).bySource.entrySet()) {
            set(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public ProcessTotal clone() {
        ProcessTotal copy = new ProcessTotal();
        copy.bySource = new TreeMap<>(bySource);
        return copy;
    }
}
