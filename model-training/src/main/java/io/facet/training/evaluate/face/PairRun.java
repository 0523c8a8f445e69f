package io.facet.training.evaluate.face;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.faces.MeanPoints;
import io.facet.training.data.source.verification.VerificationPairs;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.TaskScorers;

/** Runs bundles over the published pairs of a verification set. */
public final class PairRun {
    private PairRun() {}

    /**
     * What came of it.
     *
     * @param name of the set
     * @param pictures that were embedded
     * @param unreadable that were left out, with their pairs
     * @param scores one for each bundle
     */
    public record Result(String name, int pictures, int unreadable, List<SetScore> scores) {}

    /**
     * @param path InsightFace's {@code .bin}, or a folder with LFW's {@code pairs.txt}
     * @param total is told how many pictures there are
     * @param progress is told of pictures that are done
     * @throws io.facet.domain.UserError if the set is not there or damaged
     */
    public static Result run(Path path, List<Contender> contenders, IntConsumer total, IntConsumer progress) {
        try (VerificationPairs set = VerificationPairs.open(path)) {
            SampleSource source = set.pictures();
            total.accept(source.size());
            List<MeanPoints> means = contenders.stream()
                    .map(contender -> MeanPoints.of(set.name(), source, contender.locator()))
                    .toList();
            List<ContenderTally> tallies = contenders.stream()
                    .map(contender ->
                            new ContenderTally(EnumSet.of(EvaluationTask.IDENTITY), TaskScorers.Settings.DEFAULT))
                    .toList();
            Map<Integer, String> keys = new HashMap<>();
            for (int index = 0; index < source.size(); index++) {
                embed(source, index, contenders, means, tallies, keys);
                progress.accept(1);
            }
            List<PeoplePairs.Pair> pairs = set.pairs().stream()
                    .filter(pair -> keys.containsKey(pair.first()) && keys.containsKey(pair.second()))
                    .map(pair -> new PeoplePairs.Pair(
                            keys.get(pair.first()), keys.get(pair.second()), pair.same(), pair.fold()))
                    .toList();
            return new Result(set.name(), keys.size(), source.size() - keys.size(), scores(contenders, tallies, pairs));
        }
    }

    private static void embed(
            SampleSource source,
            int index,
            List<Contender> contenders,
            List<MeanPoints> means,
            List<ContenderTally> tallies,
            Map<Integer, String> keys) {
        Sample sample;
        try {
            sample = source.read(index);
        } catch (UnreadableSampleException e) {
            // Counted: it has no key.
            return;
        }
        keys.put(index, sample.key());
        SampleTruth truth = SampleTruth.of(sample, List.of());
        for (int i = 0; i < contenders.size(); i++) {
            tallies.get(i)
                    .add(
                            truth,
                            contenders
                                    .get(i)
                                    .predict(List.of(sample), PointsMode.DETECTOR, means.get(i))
                                    .get(0));
        }
    }

    private static List<SetScore> scores(
            List<Contender> contenders, List<ContenderTally> tallies, List<PeoplePairs.Pair> pairs) {
        List<SetScore> scores = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            tallies.get(i).compare(pairs);
            scores.add(new SetScore(
                    contenders.get(i).id(),
                    contenders.get(i).licence(),
                    tallies.get(i).points(),
                    tallies.get(i).scores()));
        }
        return scores;
    }
}
