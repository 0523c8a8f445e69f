package io.facet.jobs.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import picocli.CommandLine.Option;

import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.domain.UserError;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.face.HeadTask;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.FrameSampling;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.batch.BatchSettings;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.process.ModelSettings;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.vision.tracking.TrackingOptions;

/** Options of the main job, the same wherever it runs. */
final class AnalysisFlags {
    private static final String ALL_FRAMES = "all";

    // One batch runs while others gather. More would only make checkpoints larger, which hold the pixels of all faces
    // in
    // flight and are written byte by byte.
    private static final int IN_FLIGHT_BATCHES = 4;

    // Shared by the subtasks of the process.
    private static final int QUEUED_BATCHES = 8;

    private static final int MIN_DETECT_SIDE = 64;
    private static final int MAX_SIDE = 8_192;
    private static final int MAX_COUNT = 1_024;
    private static final long MIN_CHECKPOINT_MILLIS = 10;
    private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Bundle with detector, encoder and heads: a folder or a zip (default: Facet's own;"
                    + " 'facet bundle' shows it).")
    private Path bundle;

    @Option(
            names = "--fps",
            paramLabel = "N|all",
            defaultValue = ALL_FRAMES,
            description = "Frames looked at: a number per second of video, or all (default: ${DEFAULT-VALUE}).")
    private String fps;

    @Option(
            names = "--heads",
            split = ",",
            paramLabel = "HEAD",
            description = "Heads to run (default: all of the bundle but identity, which is private by default).")
    private List<String> heads;

    @Option(
            names = "--identity",
            description = "Also compute identity embeddings; short for naming identity in --heads.")
    private boolean identity;

    @Option(
            names = "--delivery",
            paramLabel = "MODE",
            defaultValue = "exactly-once",
            description =
                    "exactly-once: each result once, as late as a checkpoint; low-latency: at once, repeated after"
                            + " a failure (default: ${DEFAULT-VALUE}).")
    private String delivery;

    @Option(
            names = "--reanalyze-every",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Analyse a tracked face again after this many milliseconds of video; 0: in every frame"
                    + " (default: ${DEFAULT-VALUE}).")
    private long reanalyzeEveryMs;

    @Option(
            names = "--min-face",
            paramLabel = "PX",
            defaultValue = "0",
            description = "Faces with a shorter side are tracked but not analysed (default: ${DEFAULT-VALUE}).")
    private int minFacePx;

    @Option(
            names = "--detect-side",
            paramLabel = "PX",
            description = "Frames are shrunk to this longer side for the detector: larger finds smaller faces and takes"
                    + " longer (default: ${DEFAULT-VALUE}).",
            defaultValue = "640")
    private int detectSide;

    @Option(
            names = "--batch",
            paramLabel = "FACES",
            defaultValue = "4",
            description = "Most faces in one run of the encoder and the heads (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--batch-wait",
            paramLabel = "MS",
            defaultValue = "0",
            description = "How long a batch waits to fill; 0 takes what is there, best on a CPU (default:"
                    + " ${DEFAULT-VALUE}).")
    private long batchWaitMs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Runs of the encoder and the heads at the same time, each on a thread of its own (default: the cores).")
    private Integer threads;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Streams worked on at the same time (default: the cores).")
    private Integer parallelism;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Time between checkpoints; with exactly-once delivery results appear this late (default:"
                    + " ${DEFAULT-VALUE}).")
    private long checkpointEveryMs;

    /** Opens the bundle, checks every option against it and puts the job's options together. */
    AnalysisJobOptions jobOptions() {
        requireRanges();
        FrameSampling sampling = parsed("--fps", fps, FrameSampling::parse);
        DeliveryMode mode = parsed("--delivery", delivery, DeliveryMode::ofKey);
        Path chosenBundle = bundle == null ? Installation.current().bundle() : bundle;
        try {
            Bundle opened = Bundle.open(chosenBundle);
            requireAnalysing(opened);
            Set<HeadTask> chosen = chosenHeads(opened);
            int cores = Runtime.getRuntime().availableProcessors();
            ModelSettings models = new ModelSettings(
                    detector(),
                    threads == null ? cores : threads,
                    new BatchSettings(batch, Duration.ofMillis(batchWaitMs), QUEUED_BATCHES * batch));
            return new AnalysisJobOptions(
                    new AnalysisOptions(chosenBundle.toAbsolutePath().toString(), chosen, models),
                    DecodeOptions.of(sampling),
                    new Policy(chosen, reanalyzeEveryMs * 1_000, 1, minFacePx),
                    tracking(opened.manifest().detector()),
                    mode,
                    Duration.ofMillis(checkpointEveryMs),
                    IN_FLIGHT_BATCHES * batch,
                    parallelism == null ? cores : parallelism);
        } catch (BundleException | IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private static void requireAnalysing(Bundle opened) {
        if (opened.manifest().encoderAlone()) {
            throw new UserError(("--bundle: expected a bundle with a detector and heads, found %s, an encoder alone:"
                            + " train heads on it and assemble them with a detector first")
                    .formatted(opened.id()));
        }
    }

    /** What is checked deeper down knows neither the option's name nor its unit. */
    private void requireRanges() {
        requireRange("--reanalyze-every", reanalyzeEveryMs, 0, MAX_MILLIS);
        requireRange("--min-face", minFacePx, 0, MAX_SIDE);
        requireRange("--detect-side", detectSide, MIN_DETECT_SIDE, MAX_SIDE);
        requireRange("--batch", batch, 1, MAX_COUNT);
        requireRange("--batch-wait", batchWaitMs, 0, MAX_MILLIS);
        requireRange("--checkpoint-every", checkpointEveryMs, MIN_CHECKPOINT_MILLIS, MAX_MILLIS);
        if (threads != null) {
            requireRange("--threads", threads, 1, MAX_COUNT);
        }
        if (parallelism != null) {
            requireRange("--parallelism", parallelism, 1, MAX_COUNT);
        }
    }

    private static void requireRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new UserError(
                    "%s: expected a whole number from %d to %d, found %d".formatted(option, least, most, value));
        }
    }

    private static <T> T parsed(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(option + ": " + e.getMessage(), e);
        }
    }

    private DetectorSettings detector() {
        DetectorSettings usual = DetectorSettings.DEFAULT;
        return new DetectorSettings(detectSide, usual.minScore(), usual.intraOpThreads(), usual.maxBatch());
    }

    /** What the bundle counts as a face begins a track; weaker detections only go on with one. */
    private static TrackingOptions tracking(DetectorSpec detector) {
        TrackingOptions usual = TrackingOptions.defaults();
        double face = detector.scoreThreshold();
        return new TrackingOptions(
                face,
                Math.min(usual.lowScore(), face),
                face,
                usual.matchIou(),
                usual.lowMatchIou(),
                usual.maxLostUs(),
                usual.minHits());
    }

    private Set<HeadTask> chosenHeads(Bundle opened) {
        Set<HeadTask> offered = EnumSet.noneOf(HeadTask.class);
        opened.manifest().heads().forEach(head -> offered.add(head.task()));
        Set<HeadTask> chosen = EnumSet.noneOf(HeadTask.class);
        if (heads == null) {
            chosen.addAll(offered);
            chosen.remove(HeadTask.IDENTITY);
        } else {
            heads.forEach(head -> chosen.add(parsed("--heads", head.strip(), HeadTask::ofKey)));
        }
        if (identity) {
            chosen.add(HeadTask.IDENTITY);
        }
        if (!offered.containsAll(chosen)) {
            throw new UserError("--heads: expected some of %s's heads %s, found %s"
                    .formatted(opened.id(), keys(offered), keys(chosen)));
        }
        return chosen;
    }

    /** The options as they should be shown in a summary, in the order of {@code --help}. */
    Map<String, String> shown(AnalysisJobOptions job) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("fps", fps);
        shown.put("heads", keys(job.analysis().heads()));
        shown.put("delivery", delivery);
        shown.put("reanalyze-every", reanalyzeEveryMs + " ms");
        shown.put("min-face", minFacePx + " px");
        shown.put("detect-side", detectSide + " px");
        shown.put("batch", Integer.toString(batch));
        shown.put("threads", Integer.toString(job.analysis().models().analyzerThreads()));
        shown.put("parallelism", Integer.toString(job.parallelism()));
        shown.put("checkpoint-every", checkpointEveryMs + " ms");
        return shown;
    }

    /**
     * For results that are compared with a truth frame by frame.
     *
     * @throws UserError if some faces would not be analysed
     */
    void requireEveryFace() {
        if (!fps.equals(ALL_FRAMES) || reanalyzeEveryMs != 0 || minFacePx != 0) {
            throw new UserError(
                    ("expected every face of every frame to be analysed, since it is compared with the truth:"
                                    + " --fps all --reanalyze-every 0 --min-face 0, found --fps %s --reanalyze-every %d"
                                    + " --min-face %d; 'facet run' takes these")
                            .formatted(fps, reanalyzeEveryMs, minFacePx));
        }
    }

    private static String keys(Set<HeadTask> tasks) {
        return tasks.stream().sorted().map(HeadTask::key).collect(Collectors.joining(", "));
    }
}
