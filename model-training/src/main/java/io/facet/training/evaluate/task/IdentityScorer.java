package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.facet.training.score.ScoredPair;
import io.facet.training.score.Verification;

/** Verification of pairs: accuracy by cross-validation, TAR at FAR, ROC. */
final class IdentityScorer implements TaskScorer {
    private final Set<Integer> folds = new HashSet<>();
    private final GroupTallies<ScoredPair, IdentityTally> pairs = new GroupTallies<>(() -> new IdentityTally(folds));

    @Override
    public void add(Judged face) {
        FaceValue.Pair truth = face.truth(FaceValue.Pair.class);
        double similarity = face.predicted(FaceValue.Number.class).value();
        pairs.add(
                face, new ScoredPair(similarity, truth.same(), truth.fold()), truth.same() ? -similarity : similarity);
        folds.add(truth.fold());
    }

    @Override
    public int faces() {
        return pairs.all().faces();
    }

    @Override
    public TaskScore score() {
        Verification verification = pairs.all().verification();
        return new TaskScore(
                EvaluationTask.IDENTITY,
                faces(),
                pairs.all().figures(),
                List.of(roc(verification), similarities()),
                List.of(),
                List.of(String.format(
                        Locale.ROOT,
                        "%,d pairs of one person, %,d of two; the threshold of each fold is chosen on the others.",
                        verification.samePairs(),
                        verification.differentPairs())),
                pairs.fairness(),
                pairs.errors());
    }

    private static Chart roc(Verification verification) {
        List<Verification.RocPoint> points = verification.roc().stream()
                .filter(point -> point.falseAcceptRate() > 0)
                .toList();
        // Between corners a step adds nothing to a drawing.
        int step = Math.max(1, points.size() / 1000);
        List<Verification.RocPoint> drawn = new ArrayList<>();
        for (int i = 0; i < points.size(); i += step) {
            drawn.add(points.get(i));
        }
        return new Chart.Curves(
                "ROC",
                "True against false accept rate, over all thresholds.",
                "false accept rate, %",
                "true accept rate, %",
                true,
                List.of(new Chart.Series(
                        "",
                        drawn.stream()
                                .mapToDouble(point -> 100 * point.falseAcceptRate())
                                .toArray(),
                        drawn.stream()
                                .mapToDouble(point -> 100 * point.trueAcceptRate())
                                .toArray())));
    }

    private Chart similarities() {
        int bins = 40;
        double[] same = new double[bins];
        double[] different = new double[bins];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            names.add(String.format(Locale.ROOT, "%.2f", -0.2 + 1.2 * i / bins));
        }
        for (ScoredPair pair : pairs.all().pairs()) {
            int bin = (int) Math.max(0, Math.min(bins - 1, Math.floor((pair.similarity() + 0.2) / 1.2 * bins)));
            (pair.same() ? same : different)[bin]++;
        }
        return new Chart.Bars(
                "Similarities",
                "How many pairs are how alike; outer bars hold what lies beyond.",
                "pairs",
                names,
                List.of(
                        new Chart.Series("one person", new double[0], same),
                        new Chart.Series("two persons", new double[0], different)));
    }
}
