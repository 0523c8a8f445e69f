package io.facet.jobs.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.sun.management.OperatingSystemMXBean;
import org.apache.flink.api.common.JobID;

import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.record.StreamSummaryRecord;
import io.facet.domain.face.StreamSummary;
import io.facet.jobs.console.RunProgress;
import io.facet.jobs.embedded.EmbeddedFlink;
import io.facet.jobs.report.RunSummary.StageSeconds;
import io.facet.jobs.run.StageTimes;

/**
 * Watches a job of one stream: notes when its counts change and when results are committed. Observations are read up to
 * the first, so that watching costs the job as little as may be. One thread.
 */
final class JobWatch implements AutoCloseable {
    // Asking the cluster for its counts costs the job a little each time, and they change twice a second.
    private static final Duration POLL = Duration.ofMillis(100);

    private final EmbeddedFlink flink;
    private final JobID job;
    private final ResultReader observations;
    private final ResultReader statistics;
    private final RunProgress progress;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<SteadyState.Look> looks = new ArrayList<>();
    private Long firstObservationNanos;

    JobWatch(EmbeddedFlink flink, JobID job, ResultReader observations, ResultReader statistics, PrintStream console) {
        this.flink = flink;
        this.job = job;
        this.observations = observations;
        this.statistics = statistics;
        this.progress = RunProgress.show(0, console, System.console() != null);
    }

    /**
     * Watches until the stream's summary is committed.
     *
     * @param publishing the publishing of the input; its failure ends the watch
     * @param startedNanos {@link System#nanoTime} at which the wait for the first observation began
     */
    JobRun untilSummedUp(CompletableFuture<Void> publishing, long startedNanos) throws Exception {
        look(new StageTimes(flink.accumulators(job)));
        Optional<StreamSummary> summary = Optional.empty();
        while (summary.isEmpty()) {
            if (publishing.isDone()) {
                publishing.get();
            }
            flink.requireRunning(job);
            summary = poll();
            look(new StageTimes(flink.accumulators(job)));
        }
        StageSeconds busy = awaitCounts(summary.get());
        progress.complete(summary.get().framesSampled());
        return new JobRun(
                summary.get(),
                SteadyState.of(looks),
                busy,
                firstObservationNanos == null ? null : (firstObservationNanos - startedNanos) / 1e9);
    }

    /** Counts are told by heartbeats, so the last of them come after the summary they belong to. */
    private StageSeconds awaitCounts(StreamSummary summary) throws Exception {
        StageTimes times = new StageTimes(flink.accumulators(job));
        while (times.frames() < summary.framesSampled() || times.faces() < summary.observations()) {
            flink.requireRunning(job);
            statistics.poll(POLL);
            times = new StageTimes(flink.accumulators(job));
            look(times);
        }
        return times.seconds();
    }

    private Optional<StreamSummary> poll() {
        if (firstObservationNanos == null && !observations.poll(POLL).isEmpty()) {
            firstObservationNanos = System.nanoTime();
        }
        return statistics.poll(POLL).stream()
                .filter(StreamSummaryRecord.class::isInstance)
                .map(record -> ((StreamSummaryRecord) record).toDomain())
                .findFirst();
    }

    private void look(StageTimes times) throws Exception {
        long now = System.nanoTime();
        SteadyState.Look look = new SteadyState.Look(now, system.getProcessCpuTime(), times.frames(), times.faces());
        if (looks.isEmpty()
                || look.frames() > looks.get(looks.size() - 1).frames()
                || look.faces() > looks.get(looks.size() - 1).faces()) {
            looks.add(look);
        }
        progress.update(
                look.frames(), look.faces(), Duration.ofNanos(now - looks.get(0).nanos()));
    }

    @Override
    public void close() {
        progress.close();
    }
}
