package io.facet.training.data.prepare;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.prepare.PrepareSettings.Faces;
import io.facet.training.data.prepare.PrepareSettings.Output;
import io.facet.training.data.source.SampleSources;

/** {@code data prepare laion-face}. */
@Command(
        name = "laion-face",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the faces of pictures with text, aligns them to the mean face, and stores the crops with the text.",
            "A run that was stopped goes on where it was when the same command is given again. summary.json in the"
                    + " output folder counts what was left out, and why."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every picture was looked at",
            "2:an option, the input, the detector or the folder is not right"
        })
final class LaionFaceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description = "Folder of pictures, WebDataset tar file or folder of them, or LAION metadata in Parquet.")
    private Path input;

    @Option(names = "--kind", paramLabel = "KIND", description = "What the input is, where its name does not say it.")
    private Kind kind;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "For Parquet: where the pictures lie (default: beside it).")
    private Path images;

    @ArgGroup(multiplicity = "1")
    private DetectorChoice detector;

    /** One of the two. */
    private static final class DetectorChoice {
        @Option(names = "--detector", paramLabel = "BUNDLE", description = "Bundle whose detector finds the faces.")
        private Path bundle;

        @Option(names = "--detector-model", paramLabel = "ONNX", description = "YuNet, in a file of its own.")
        private Path model;
    }

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the crops.")
    private Path out;

    @Option(
            names = "--score",
            paramLabel = "N",
            defaultValue = "0.9",
            description = "Detections must score higher (default: ${DEFAULT-VALUE}).")
    private double score;

    @Option(
            names = "--faces",
            paramLabel = "WHICH",
            defaultValue = "every",
            description = "Faces of a picture to keep, of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Faces faces;

    @Option(
            names = "--min-face",
            paramLabel = "PIXELS",
            defaultValue = "32",
            description = "Shortest side of the box of a face (default: ${DEFAULT-VALUE}).")
    private int minFace;

    @Option(names = "--without-text", description = "Keep pictures that have no text, too.")
    private boolean withoutText;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "256",
            description = "Side of the crops (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--quality",
            paramLabel = "N",
            defaultValue = "95",
            description = "Of the JPEG files (default: ${DEFAULT-VALUE}).")
    private int quality;

    @Option(
            names = "--detect-side",
            paramLabel = "PIXELS",
            defaultValue = "640",
            description = "Longest side of the picture the detector sees (default: ${DEFAULT-VALUE}).")
    private int detectSide;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "tar",
            description = "How crops are stored, of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output format;

    @Option(
            names = "--shard-size",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Pictures that make one shard (default: ${DEFAULT-VALUE}).")
    private int shardSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Chooses the face where one is kept (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private Integer threads;

    @Override
    public Integer call() throws InterruptedException {
        PrepareSettings settings = settings();
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1) {
            throw new UserError("--threads: expected at least 1, found " + workers);
        }
        DataSpec set = new DataSpec(inputKind(), input, null, images, null, null, null, null, null, null);
        ShardedRun.Summary<PrepareCounts> summary;
        try (FaceDetector open = open();
                SampleSource source = SampleSources.open(set);
                ProgressBar bar = ConsoleBar.builder("Faces", System.err, System.console() != null)
                        .setUnit(" pictures", 1)
                        .setInitialMax(source.size())
                        .showSpeed()
                        .build()) {
            summary = new FacePreparation(source, open, settings, out).run(workers, bar::stepBy);
        }
        tell(summary);
        return 0;
    }

    private PrepareSettings settings() {
        try {
            return new PrepareSettings(score, faces, minFace, !withoutText, size, quality, shardSize, format, seed);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private FaceDetector open() {
        if (detectSide < 1) {
            throw new UserError("--detect-side: expected at least 1, found " + detectSide);
        }
        DetectorSettings settings = new DetectorSettings(detectSide, Math.min(0.5, score), 1, 1);
        return detector.bundle != null
                ? Detectors.ofBundle(detector.bundle, settings)
                : Detectors.yunet(detector.model, settings);
    }

    private Kind inputKind() {
        if (kind != null) {
            return kind;
        }
        String name = input.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return Kind.PARQUET;
        }
        if (Files.isDirectory(input)) {
            return SampleSources.isFolderOfShards(input) ? Kind.TAR : Kind.FOLDER;
        }
        return name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".jsonl") ? Kind.PAIRS : Kind.TAR;
    }

    private void tell(ShardedRun.Summary<PrepareCounts> summary) {
        PrintWriter terminal = spec.commandLine().getOut();
        PrepareCounts counts = summary.counts();
        terminal.printf(
                Locale.ROOT,
                "%d faces of %d pictures in %s (%d of %d units were done before)%n",
                counts.of(PrepareCounts.Kind.FACES_KEPT),
                counts.of(PrepareCounts.Kind.PICTURES),
                out,
                summary.resumed(),
                summary.shards());
        terminal.printf(
                Locale.ROOT,
                "Pictures left out: %d unreadable, %d without text, %d without a face, %d of low score, %d too small%n",
                counts.of(PrepareCounts.Kind.PICTURES_UNREADABLE),
                counts.of(PrepareCounts.Kind.PICTURES_NO_TEXT),
                counts.of(PrepareCounts.Kind.PICTURES_NO_FACE),
                counts.of(PrepareCounts.Kind.PICTURES_LOW_SCORE),
                counts.of(PrepareCounts.Kind.PICTURES_TOO_SMALL));
        terminal.flush();
    }
}
