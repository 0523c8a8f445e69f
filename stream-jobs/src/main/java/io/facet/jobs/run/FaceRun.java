package io.facet.jobs.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.MediaFiles;
import io.facet.connectors.ingest.PublisherOptions;
import io.facet.connectors.ingest.SegmentPublisher;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.RecordFormat;
import io.facet.console.Interruption;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.face.StreamSummary;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;
import io.facet.jobs.analysis.FaceAnalysisJob;
import io.facet.jobs.analysis.KafkaEnds;
import io.facet.jobs.console.RunProgress;
import io.facet.jobs.embedded.EmbeddedPlatform;
import io.facet.jobs.report.ResultFiles;

/**
 * One run over files: Kafka and Flink in this process, the main job between them, files and a report at the end.
 *
 * <ol>
 *   <li>The bundle is opened, the inputs are listed and the output folder is made: a mistake in any ends the run here.
 *   <li>Kafka, Flink and the models start side by side; the job is submitted.
 *   <li>Files are published by threads of their own while the calling thread collects committed results.
 *   <li>When every published stream is summed up, or a stop was asked for and its grace is over, the job is cancelled.
 *   <li>The inputs are replayed for pictures; summary and report are written.
 * </ol>
 */
public final class FaceRun {
    private static final String JOB_NAME = "facet-run";
    private static final Duration POLL = Duration.ofMillis(400);
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final RunRequest request;
    private final Interruption interruption;
    private final PrintStream console;
    private final long startedNanos;
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private final Set<Publication.Notice> told = new HashSet<>();

    /**
     * @param request what to do
     * @param interruption how a person stops it
     * @param console where progress and remarks go
     * @param startedNanos {@link System#nanoTime} at which the person's wait began
     */
    public FaceRun(RunRequest request, Interruption interruption, PrintStream console, long startedNanos) {
        this.request = request;
        this.interruption = interruption;
        this.console = console;
        this.startedNanos = startedNanos;
    }

    /**
     * Runs to the end, or until it is stopped; either way what was done is on disk when this returns.
     *
     * @throws io.facet.inference.bundle.BundleException if the bundle is not fit to run
     * @throws io.facet.connectors.ingest.IngestException if an input does not exist
     * @throws io.facet.jobs.report.OutputFolderException if the output folder cannot be written to
     */
    public RunOutcome execute() throws Exception {
        BundleManifest manifest =
                Bundle.open(Path.of(request.job().analysis().bundle())).manifest();
        MediaFiles media = MediaFiles.list(request.inputs());
        media.skipped().forEach(path -> remark("skipped hidden file " + path));
        try (ResultFiles files = ResultFiles.open(request.out())) {
            RunOutcome outcome = analyse(media.files(), files, manifest);
            files.writeSummary(outcome.summary());
            new RunPictures(request, files).write(media.files(), outcome.summary(), this::remark);
            return outcome;
        }
    }

    private RunOutcome analyse(List<MediaFile> media, ResultFiles files, BundleManifest manifest) throws Exception {
        CompletableFuture<ModelLease> loading = CompletableFuture.supplyAsync(
                () -> ProcessModels.acquire(request.job().analysis().modelKey()));
        try (EmbeddedPlatform platform = EmbeddedPlatform.start(1, request.job().parallelism());
                ModelLease models = joined(loading)) {
            String kafka = platform.kafka().bootstrapServers();
            new TopicAdmin(kafka).ensure(topics, 2 * request.job().parallelism(), 1);
            JobID job = submit(platform, kafka);
            try (SegmentPublisher publisher = SegmentPublisher.open(PublisherOptions.of(kafka, topics.segments()));
                    Publication publication = Publication.start(media, publisher);
                    ResultReader reader = ResultReader.open(kafka, topics.results(), Map.of())) {
                Collection collection = new Collection(reader, files);
                boolean complete = collect(platform, job, publication, collection);
                platform.flink().cancel(job);
                tell(publication);
                SummaryBuilder summary = new SummaryBuilder(
                        collection,
                        new StageTimes(platform.flink().accumulators(job)),
                        models.batcher().statistics().encoderPasses(),
                        complete && publication.problems().isEmpty());
                return new RunOutcome(
                        summary.build(request, manifest, startedNanos),
                        publication.problems().stream()
                                .map(Publication.Notice::text)
                                .toList());
            }
        }
    }

    private static ModelLease joined(CompletableFuture<ModelLease> loading) throws Exception {
        try {
            return loading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private JobID submit(EmbeddedPlatform platform, String kafka) throws Exception {
        StreamExecutionEnvironment environment = platform.flink().newEnvironment();
        KafkaEnds ends = new KafkaEnds(kafka, topics, JOB_NAME, request.job().delivery(), RecordFormat.JSON, Map.of());
        new FaceAnalysisJob(ends.source(), ends.sinks(), request.job()).define(environment);
        return platform.flink().submit(environment);
    }

    /** Collects until all that was published is there, or a stop has run out of time; says whether nobody stopped it. */
    private boolean collect(EmbeddedPlatform platform, JobID job, Publication publication, Collection collection)
            throws Exception {
        long begunNanos = System.nanoTime();
        long giveUpNanos = Long.MAX_VALUE;
        try (RunProgress progress = RunProgress.show(0, console, System.console() != null)) {
            while (true) {
                collection.poll(POLL);
                publication.check();
                platform.flink().requireRunning(job);
                tell(publication);
                StageTimes times = new StageTimes(platform.flink().accumulators(job));
                progress.update(times.frames(), times.faces(), Duration.ofNanos(System.nanoTime() - begunNanos));
                if (publication.done() && collection.complete(publication.endedStreams())) {
                    progress.complete(collection.summaries().stream()
                            .mapToLong(StreamSummary::framesSampled)
                            .sum());
                    return !interruption.requested();
                }
                if (interruption.requested() && giveUpNanos == Long.MAX_VALUE) {
                    publication.stop();
                    giveUpNanos = System.nanoTime() + STOP_GRACE.toNanos();
                }
                if (System.nanoTime() > giveUpNanos) {
                    remark("stopped before everything in flight was analysed");
                    return false;
                }
            }
        }
    }

    private void tell(Publication publication) {
        Stream.concat(publication.remarks().stream(), publication.problems().stream())
                .filter(told::add)
                .forEach(notice -> remark(notice.text()));
    }

    private void remark(String text) {
        console.println("facet: " + text);
    }
}
