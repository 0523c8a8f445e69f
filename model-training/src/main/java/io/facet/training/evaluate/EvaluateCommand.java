package io.facet.training.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.evaluate.face.PointCounts;
import io.facet.training.evaluate.face.PointsMode;
import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.file.FileEvaluation;
import io.facet.training.evaluate.report.EvaluationReport;
import io.facet.training.evaluate.report.EvaluationResult;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.TaskScorers;

/** {@code facet evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Scores a bundle on labelled sets as they are stored, by the serving code; or predictions in a file.",
            "  facet evaluate --bundle DIR --task all --data utkface:utkface.tar --data w300:300w.tar --out report",
            "  facet evaluate --predictions said.jsonl --truth true.jsonl --task age",
            "The form of the files is in model-training/README.md."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:scored",
            "1:scored, and a score is worse than --allow-loss lets it be",
            "2:an option, a bundle, a set or a file is not right; nothing was scored"
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1", exclusive = true)
    private Subject subject;

    /** What is scored. */
    private static final class Subject {
        @ArgGroup(exclusive = false, heading = "A bundle:%n")
        private OfBundle bundle;

        @ArgGroup(exclusive = false, heading = "A file:%n")
        private OfFile file;
    }

    /** A bundle and sets. */
    private static final class OfBundle {
        @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "The bundle.")
        private Path bundle;

        @Option(
                names = "--data",
                required = true,
                paramLabel = "KIND:PATH[:PART]",
                description = {
                    "A set; PART is all, train, held_out or an official part, as test. Can be given more than once.",
                    "boxes:FILE are true faces for detection: dlib's XML, or JSON lines.",
                    "pairs:PATH are pairs for identity: InsightFace's .bin, or a folder with LFW's pairs.txt."
                })
        private List<String> data;

        @Option(
                names = "--compare",
                paramLabel = "DIR",
                description = "Another bundle, run on the same faces; can be given more than once.")
        private List<Path> compare = List.of();

        @Option(
                names = "--allow-loss",
                paramLabel = "PERCENT",
                description =
                        "End with 1 where a score is worse than the first --compare's by more than that share of it;"
                                + " 1 is what a quantized bundle may lose beside its float32 form.")
        private Double allowLoss;

        @Option(
                names = "--split",
                paramLabel = "SPLIT",
                defaultValue = "held_out",
                description = "Of sets that name no part: all, train or held_out (default: ${DEFAULT-VALUE}).")
        private String split;

        @Option(
                names = "--points",
                paramLabel = "WHOSE",
                defaultValue = "detector",
                description =
                        "Points that faces are aligned by: the bundle's own detector's or, where the set has landmarks,"
                                + " truth (default: ${DEFAULT-VALUE}).")
        private String points;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "0",
                description = "Most pictures of a set, spread over it (default: all).")
        private int limit;

        @Option(
                names = "--least-masks",
                paramLabel = "N",
                defaultValue = "100",
                description =
                        "Parsing: classes in more masks of the set have a mean of their own (default: ${DEFAULT-VALUE}).")
        private int leastMasks;

        @Option(
                names = "--max-side",
                paramLabel = "N",
                defaultValue = "640",
                description = "Detection: longest side that the detector sees (default: ${DEFAULT-VALUE}, as in jobs).")
        private int maxSide;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "0",
                description = "Identity: of the pairs of two persons (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
        private Integer threads;
    }

    /** Files. */
    private static final class OfFile {
        @Option(
                names = "--predictions",
                required = true,
                paramLabel = "FILE",
                description = "JSON lines: what was predicted of each key.")
        private Path predictions;

        @Option(
                names = "--truth",
                required = true,
                paramLabel = "FILE",
                description = "JSON lines: what is true of each key.")
        private Path truth;
    }

    @Option(
            names = "--task",
            required = true,
            split = ",",
            paramLabel = "TASK",
            description =
                    "landmarks, parsing, age, gender, group, expression, attributes, identity, quality, detection; or all"
                            + " that bundle and set have. Can be given more than once.")
    private List<String> tasks;

    @Option(names = "--out", paramLabel = "DIR", description = "Write report.html and report.json there.")
    private Path out;

    @Override
    public Integer call() throws InterruptedException {
        List<EvaluationResult> results =
                subject.file == null ? ofBundle(subject.bundle) : List.of(ofFile(subject.file));
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.print(ScoreText.of(results));
        if (out != null) {
            terminal.println("Report: " + EvaluationReport.write(results, out));
        }
        int code = subject.file == null && subject.bundle.allowLoss != null
                ? judged(results, subject.bundle.allowLoss, terminal)
                : 0;
        terminal.flush();
        return code;
    }

    private static int judged(List<EvaluationResult> results, double percent, PrintWriter terminal) {
        List<ScoreGate.Change> refused = new ScoreGate(percent / 100).refused(results);
        terminal.printf(
                Locale.ROOT,
                refused.isEmpty() ? "No score is worse by more than %s %%.%n" : "Worse by more than %s %%:%n",
                percent);
        refused.forEach(change -> terminal.println("  " + change.text()));
        return refused.isEmpty() ? 0 : 1;
    }

    private Set<EvaluationTask> chosen() {
        if (tasks.contains(ALL)) {
            return EnumSet.allOf(EvaluationTask.class);
        }
        Set<EvaluationTask> chosen = EnumSet.noneOf(EvaluationTask.class);
        tasks.forEach(task -> chosen.add(EvaluationTask.ofKey(task)));
        return chosen;
    }

    private EvaluationResult ofFile(OfFile files) {
        Set<EvaluationTask> chosen = chosen();
        if (chosen.size() != 1) {
            throw new UserError("--task: expected one task for files, found " + String.join(", ", tasks));
        }
        EvaluationTask task = chosen.iterator().next();
        FileEvaluation evaluation = new FileEvaluation(task, TaskScorers.Settings.DEFAULT);
        SetScore score = new SetScore(
                files.predictions.getFileName().toString(),
                "",
                PointCounts.NONE,
                List.of(evaluation.score(files.truth, files.predictions)));
        return new EvaluationResult(
                files.truth.getFileName().toString(),
                "",
                "",
                List.of("Predictions of a file against the truth of a file, key by key."),
                score.tasks().get(0).faces(),
                0,
                List.of(score),
                List.of());
    }

    private List<EvaluationResult> ofBundle(OfBundle options) throws InterruptedException {
        List<Path> bundles = new ArrayList<>(List.of(options.bundle));
        bundles.addAll(options.compare);
        int threads = options.threads == null ? Runtime.getRuntime().availableProcessors() : options.threads;
        if (threads < 1 || options.limit < 0 || options.maxSide < 1) {
            throw new UserError(
                    "expected --threads and --max-side of 1 or more and --limit of 0 or more, found %d, %d and %d"
                            .formatted(threads, options.maxSide, options.limit));
        }
        if (options.allowLoss != null && (!(options.allowLoss >= 0) || options.compare.isEmpty())) {
            throw new UserError("--allow-loss: expected 0 or more and a bundle to --compare with, found %s and %s"
                    .formatted(options.allowLoss, options.compare.isEmpty() ? "none" : options.compare.get(0)));
        }
        BundleEvaluation evaluation = new BundleEvaluation(
                bundles,
                chosen(),
                new BundleEvaluation.Options(
                        value("--split", options.split, DataSpec.Split.values()),
                        value("--points", options.points, PointsMode.values()),
                        options.limit,
                        options.leastMasks,
                        options.maxSide,
                        options.seed,
                        out != null),
                threads);
        return evaluation.run(options.data);
    }

    private static <E extends Enum<E>> E value(String option, String text, E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new UserError("%s: expected one of %s, found %s"
                        .formatted(
                                option,
                                Arrays.stream(values)
                                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                                        .toList(),
                                text)));
    }
}
