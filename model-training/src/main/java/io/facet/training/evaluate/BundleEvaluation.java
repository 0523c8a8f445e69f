package io.facet.training.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import me.tongfei.progressbar.ProgressBar;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.evaluate.face.Contender;
import io.facet.training.evaluate.face.DetectionRun;
import io.facet.training.evaluate.face.EvaluatedSet;
import io.facet.training.evaluate.face.PairRun;
import io.facet.training.evaluate.face.PhotoBoxes;
import io.facet.training.evaluate.face.PointsMode;
import io.facet.training.evaluate.face.SetEvaluation;
import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.face.ShownFace;
import io.facet.training.evaluate.report.EvaluationResult;
import io.facet.training.evaluate.report.Gallery;
import io.facet.training.evaluate.report.GalleryMaker;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;

/** Scores bundles on sets, one after the other. Shows progress on standard error. */
final class BundleEvaluation {
    private static final String BOXES = "boxes:";
    private static final String PAIRS = "pairs:";

    private final List<Path> bundles;
    private final Set<EvaluationTask> tasks;
    private final Options options;
    private final int threads;

    /**
     * How sets are run.
     *
     * @param split of sets that name no part
     * @param points which faces are aligned by
     * @param limit most pictures of a set; 0 for all
     * @param leastMasks classes in more masks have a mean of their own
     * @param maxSide longest side that the detector sees, for detection
     * @param seed of pairs made
     * @param gallery whether faces are drawn
     */
    record Options(
            DataSpec.Split split,
            PointsMode points,
            int limit,
            int leastMasks,
            int maxSide,
            long seed,
            boolean gallery) {}

    BundleEvaluation(List<Path> bundles, Set<EvaluationTask> tasks, Options options, int threads) {
        this.bundles = List.copyOf(bundles);
        this.tasks = Set.copyOf(tasks);
        this.options = options;
        this.threads = threads;
    }

    /**
     * @param data sets as given on the command line
     * @throws UserError if a bundle or set is not right, or nothing could be scored
     */
    List<EvaluationResult> run(List<String> data) throws InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            for (Path bundle : bundles) {
                contenders.add(Contender.open(bundle, tasks));
            }
            requireDifferent(contenders);
            List<EvaluationResult> results = new ArrayList<>();
            for (String set : data) {
                results.add(result(set, contenders, workers));
            }
            return results;
        } finally {
            workers.shutdownNow();
            contenders.forEach(Contender::close);
        }
    }

    private static void requireDifferent(List<Contender> contenders) {
        Set<String> ids = new HashSet<>();
        for (Contender contender : contenders) {
            if (!ids.add(contender.id())) {
                throw new UserError(
                        "--compare: expected bundles of different names, found %s twice".formatted(contender.id()));
            }
        }
    }

    private EvaluationResult result(String data, List<Contender> contenders, ExecutorService workers)
            throws InterruptedException {
        EvaluationResult result;
        if (data.startsWith(BOXES)) {
            result = detection(Path.of(data.substring(BOXES.length())));
        } else if (data.startsWith(PAIRS)) {
            result = pairs(Path.of(data.substring(PAIRS.length())), contenders);
        } else {
            result = faces(EvaluatedSet.parse(data, options.split()), contenders, workers);
        }
        if (result.scores().get(0).tasks().isEmpty()) {
            throw new UserError(
                    "--data %s: expected something to score: the bundle tells %s, asked for %s, and the set has"
                                    .formatted(data, keys(contenders.get(0).tasks()), keys(tasks))
                            + " no labels of these");
        }
        return result;
    }

    private static List<String> keys(Set<EvaluationTask> tasks) {
        return tasks.stream().sorted().map(EvaluationTask::key).toList();
    }

    private EvaluationResult faces(EvaluatedSet set, List<Contender> contenders, ExecutorService workers)
            throws InterruptedException {
        SetEvaluation evaluation = new SetEvaluation(
                set,
                contenders,
                new SetEvaluation.Options(
                        tasks, options.points(), options.limit(), options.leastMasks(), options.seed()));
        SetEvaluation.Result result;
        try (ProgressBar bar = bar(set.title())) {
            result = evaluation.run(workers, total -> bar.maxHint(total), bar::stepBy);
        }
        List<Gallery> gallery =
                options.gallery() ? GalleryMaker.of(result.scores().get(0).tasks(), evaluation::show) : List.of();
        return new EvaluationResult(
                set.title(),
                set.kind(),
                set.part(),
                protocol(set),
                result.pictures(),
                result.unreadable(),
                result.scores(),
                gallery);
    }

    private List<String> protocol(EvaluatedSet set) {
        List<String> protocol = new ArrayList<>();
        if (set.spec().split() == DataSpec.Split.HELD_OUT) {
            protocol.add(String.format(
                    Locale.ROOT,
                    "The part held out of training: %.0f %% by the hash of each picture's key (of the person, for LFW), seed %d.",
                    100 * set.spec().heldOut(),
                    set.spec().splitSeed()));
        }
        protocol.add(
                options.points() == PointsMode.TRUTH
                        ? "Faces are aligned by the set's own landmarks where it has any, else by the bundle's detector."
                        : "Faces are aligned by the five points that each bundle's own detector finds.");
        if (options.limit() > 0) {
            protocol.add("At most %d pictures, spread over the set.".formatted(options.limit()));
        }
        return protocol;
    }

    private EvaluationResult pairs(Path path, List<Contender> contenders) {
        try (ProgressBar bar = bar("pairs")) {
            PairRun.Result result = PairRun.run(path, contenders, total -> bar.maxHint(total), bar::stepBy);
            return new EvaluationResult(
                    "pairs of " + result.name(),
                    result.name(),
                    "pairs",
                    List.of("Published pairs and folds."),
                    result.pictures(),
                    result.unreadable(),
                    result.scores(),
                    List.of());
        }
    }

    private EvaluationResult detection(Path path) {
        List<PhotoBoxes> photos = PhotoBoxes.read(path);
        List<DetectionRun.Result> results = new ArrayList<>();
        try (ProgressBar bar = bar(path.getFileName().toString())) {
            bar.maxHint((long) photos.size() * bundles.size());
            for (Path bundle : bundles) {
                results.add(new DetectionRun(bundle, options.maxSide()).run(photos, bar::stepBy));
            }
        }
        List<SetScore> scores = results.stream().map(DetectionRun.Result::score).toList();
        return new EvaluationResult(
                path.getFileName().toString(),
                "boxes",
                "",
                List.of("Pictures are shrunk to at most %d pixels for the detector.".formatted(options.maxSide())),
                photos.size(),
                0,
                scores,
                options.gallery()
                        ? GalleryMaker.of(scores.get(0).tasks(), keys -> shown(keys, photos, results))
                        : List.of());
    }

    private static Map<String, ShownFace> shown(
            Set<String> keys, List<PhotoBoxes> photos, List<DetectionRun.Result> results) {
        Map<String, ShownFace> shown = new HashMap<>();
        for (PhotoBoxes photo : photos) {
            if (keys.contains(photo.key())) {
                List<Map<EvaluationTask, FaceValue>> predicted = new ArrayList<>();
                for (DetectionRun.Result result : results) {
                    predicted.add(new EnumMap<>(Map.of(EvaluationTask.DETECTION, result.counted(photo.key()))));
                }
                shown.put(
                        photo.key(),
                        new ShownFace(
                                photo.key(),
                                DetectionRun.read(photo),
                                Map.of(EvaluationTask.DETECTION, new FaceValue.True(photo.faces())),
                                predicted));
            }
        }
        return shown;
    }

    private static ProgressBar bar(String name) {
        return ConsoleBar.builder(name, System.err, System.console() != null)
                .setUnit(" pictures", 1)
                .showSpeed()
                .build();
    }
}
