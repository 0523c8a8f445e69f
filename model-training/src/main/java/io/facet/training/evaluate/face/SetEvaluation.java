package io.facet.training.evaluate.face;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

import io.facet.domain.UserError;
import io.facet.training.data.ClassMap;
import io.facet.training.data.DataSpec;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.faces.MeanPoints;
import io.facet.training.data.source.SampleSources;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.TaskScorers;

/**
 * Runs bundles over one labelled set and scores them on the same pictures. Results are the same whatever the threads:
 * pictures are scored in the order of the set.
 */
public final class SetEvaluation {
    private static final int BATCH = 8;

    /** Batches of pictures in memory. */
    private static final int MOST_WAITING = 16;

    private final EvaluatedSet set;
    private final List<Contender> contenders;
    private final Options options;

    /**
     * How a set is run.
     *
     * @param tasks that are scored, where set and bundle have them
     * @param points which faces are aligned by
     * @param limit most pictures, spread over the set; 0 for all
     * @param leastMasks classes in more masks of the set have a mean of their own
     * @param seed of pairs made
     */
    public record Options(Set<EvaluationTask> tasks, PointsMode points, int limit, int leastMasks, long seed) {
        public Options {
            tasks = Set.copyOf(tasks);
        }
    }

    /**
     * What came of it.
     *
     * @param pictures that were scored
     * @param unreadable that were left out
     * @param scores one for each bundle, in the order given
     */
    public record Result(int pictures, int unreadable, List<SetScore> scores) {}

    /** @param contenders not closed */
    public SetEvaluation(EvaluatedSet set, List<Contender> contenders, Options options) {
        this.set = set;
        this.contenders = List.copyOf(contenders);
        this.options = options;
    }

    /**
     * @param workers not closed
     * @param total is told how many pictures there are
     * @param progress is told of pictures that are done
     * @throws UserError if the set cannot be opened or read, or a bundle's classes do not fit it
     */
    public Result run(ExecutorService workers, IntConsumer total, IntConsumer progress) throws InterruptedException {
        try (SampleSource source = SampleSources.open(set.spec())) {
            int[] indices = spread(source.size(), options.limit());
            total.accept(indices.length);
            List<MeanPoints> means = means(source);
            TaskScorers.Settings settings = new TaskScorers.Settings(
                    masks(source), options.leastMasks(), TaskScorers.Settings.DEFAULT.threshold());
            List<ContenderTally> tallies = contenders.stream()
                    .map(contender -> new ContenderTally(tasks(contender), settings))
                    .toList();
            List<PeoplePairs.Photo> photos = new ArrayList<>();
            Deque<Future<Batch>> waiting = new ArrayDeque<>();
            int read = 0;
            for (int from = 0; from < indices.length || !waiting.isEmpty(); from += BATCH) {
                if (from < indices.length) {
                    int[] part = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + BATCH));
                    waiting.add(workers.submit(() -> batch(source, part, means)));
                }
                if (waiting.size() > MOST_WAITING || from + BATCH >= indices.length) {
                    Batch batch = result(waiting.remove());
                    batch.addTo(tallies, photos);
                    read += batch.truths().size();
                    progress.accept(batch.asked());
                }
            }
            compare(tallies, photos);
            return result(tallies, read, indices.length - read);
        }
    }

    /**
     * Some pictures again, to be looked at.
     *
     * @param keys of pictures of the set; others are left out
     */
    public Map<String, ShownFace> show(Set<String> keys) {
        Map<String, ShownFace> shown = new HashMap<>();
        try (SampleSource source = SampleSources.open(set.spec())) {
            List<MeanPoints> means = means(source);
            for (int index = 0; index < source.size(); index++) {
                if (keys.contains(source.key(index))) {
                    Batch batch = batch(source, new int[] {index}, means);
                    if (!batch.truths().isEmpty()) {
                        shown.put(source.key(index), batch.shown());
                    }
                }
            }
        }
        return shown;
    }

    private List<MeanPoints> means(SampleSource source) {
        List<MeanPoints> means = new ArrayList<>();
        for (Contender contender : contenders) {
            means.add(MeanPoints.of(set.title(), source, contender.locator()));
        }
        return means;
    }

    private Set<EvaluationTask> tasks(Contender contender) {
        Set<EvaluationTask> tasks = EnumSet.copyOf(contender.tasks());
        tasks.retainAll(options.tasks());
        return tasks;
    }

    /** Some pictures with their truth and what each bundle says of them. */
    private record Batch(
            int asked,
            List<Sample> samples,
            List<SampleTruth> truths,
            List<PeoplePairs.Photo> photos,
            List<List<FacePrediction>> predictions) {

        ShownFace shown() {
            return new ShownFace(
                    samples.get(0).key(),
                    samples.get(0).image(),
                    truths.get(0).values(),
                    predictions.stream().map(faces -> faces.get(0).values()).toList());
        }

        void addTo(List<ContenderTally> tallies, List<PeoplePairs.Photo> all) {
            all.addAll(photos);
            for (int i = 0; i < tallies.size(); i++) {
                for (int face = 0; face < truths.size(); face++) {
                    tallies.get(i).add(truths.get(face), predictions.get(i).get(face));
                }
            }
        }
    }

    private Batch batch(SampleSource source, int[] indices, List<MeanPoints> means) {
        List<Sample> samples = new ArrayList<>();
        for (int index : indices) {
            try {
                samples.add(source.read(index));
            } catch (UnreadableSampleException e) {
                // Counted: fewer truths than were asked for.
                continue;
            }
        }
        List<String> attributes = Contender.commonAttributes(contenders);
        List<PeoplePairs.Photo> photos = new ArrayList<>();
        for (Sample sample : samples) {
            Double person = sample.labels().get(FaceLabels.IDENTITY);
            if (person != null) {
                photos.add(new PeoplePairs.Photo(sample.key(), person.longValue()));
            }
        }
        List<List<FacePrediction>> predictions = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            predictions.add(
                    samples.isEmpty() ? List.of() : contenders.get(i).predict(samples, options.points(), means.get(i)));
        }
        return new Batch(
                indices.length,
                samples,
                samples.stream()
                        .map(sample -> SampleTruth.of(sample, attributes))
                        .toList(),
                photos,
                predictions);
    }

    private static Batch result(Future<Batch> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a batch of faces failed", e.getCause());
        }
    }

    private void compare(List<ContenderTally> tallies, List<PeoplePairs.Photo> photos) {
        boolean asked = tallies.stream().anyMatch(ContenderTally::hasEmbeddings);
        if (asked && photos.size() > 1) {
            List<PeoplePairs.Pair> pairs = PeoplePairs.made(photos, options.seed());
            tallies.forEach(tally -> tally.compare(pairs));
        }
    }

    private Result result(List<ContenderTally> tallies, int read, int unreadable) {
        List<SetScore> scores = new ArrayList<>();
        for (int i = 0; i < tallies.size(); i++) {
            Contender contender = contenders.get(i);
            scores.add(new SetScore(
                    contender.id(),
                    contender.licence(),
                    tallies.get(i).points(),
                    tallies.get(i).scores()));
        }
        return new Result(read, unreadable, scores);
    }

    /** In how many masks of the whole set each class is; none where the set has no masks or nobody asks. */
    private Map<String, Integer> masks(SampleSource part) {
        Map<String, Integer> counts = new HashMap<>();
        if (!options.tasks().contains(EvaluationTask.PARSING) || mask(part, 0).isEmpty()) {
            return counts;
        }
        try (SampleSource whole = SampleSources.open(set.spec().with(DataSpec.Split.ALL))) {
            for (int i = 0; i < whole.size(); i++) {
                mask(whole, i).ifPresent(mask -> count(mask, counts));
            }
        }
        return counts;
    }

    private static Optional<ClassMap> mask(SampleSource source, int index) {
        try {
            return Optional.ofNullable(source.read(index).targets().mask());
        } catch (UnreadableSampleException e) {
            // It is counted when its turn comes.
            return Optional.empty();
        }
    }

    private static void count(ClassMap mask, Map<String, Integer> counts) {
        boolean[] there = new boolean[256];
        for (byte number : mask.classes()) {
            there[number & 0xFF] = true;
        }
        List<String> names = FaceLabels.parts(mask.labels());
        for (int i = 0; i < names.size(); i++) {
            if (there[i]) {
                counts.merge(names.get(i), 1, Integer::sum);
            }
        }
    }

    /** Evenly spread indices: sets are sorted by class. */
    private static int[] spread(int size, int limit) {
        int count = limit == 0 ? size : Math.min(limit, size);
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = (int) ((long) i * size / count);
        }
        return indices;
    }
}
