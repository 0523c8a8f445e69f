package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.ScoredPair;
import io.facet.training.score.Verification;

/** Verification of pairs: accuracy by cross-validation, TAR at FAR, ROC. */
final class IdentityScorer implements TaskScorer {
    private static final double[] RATES = {0.1, 0.01, 0.001};

    private final List<ScoredPair> pairs = new ArrayList<>();
    private final Map<String, Double> errors = new LinkedHashMap<>();

    @Override
    public void add(Judged face) {
        FaceValue.Pair truth = face.truth(FaceValue.Pair.class);
        double similarity = face.predicted(FaceValue.Number.class).value();
        pairs.add(new ScoredPair(similarity, truth.same(), truth.fold()));
        errors.put(face.key(), truth.same() ? -similarity : similarity);
    }

    @Override
    public int faces() {
        return pairs.size();
    }

    @Override
    public TaskScore score() {
        Verification verification = new Verification(pairs);
        List<Figure> figures = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "%,d pairs of one person, %,d of two; the threshold of each fold is chosen on the others.",
                verification.samePairs(),
                verification.differentPairs()));
        long folds = pairs.stream().map(ScoredPair::fold).distinct().count();
        if (folds > 1) {
            Verification.FoldAccuracy accuracy = verification.crossValidated();
            figures.add(Figure.share(folds + "-fold accuracy", accuracy.mean(), Better.HIGHER));
            figures.add(Figure.share("its standard deviation over folds", accuracy.deviation(), Better.NEITHER));
            figures.add(Figure.of("mean threshold", accuracy.threshold(), Unit.NUMBER, Better.NEITHER));
        }
        figures.add(Figure.share("area under ROC", verification.areaUnderRoc(), Better.HIGHER));
        for (double rate : RATES) {
            if (rate * verification.differentPairs() >= 1) {
                figures.add(Figure.share(
                        String.format(Locale.ROOT, "TAR at FAR %s", rate),
                        verification.trueAcceptRate(rate),
                        Better.HIGHER));
            }
        }
        return new TaskScore(
                EvaluationTask.IDENTITY,
                pairs.size(),
                figures,
                List.of(roc(verification), similarities()),
                List.of(),
                notes,
                Optional.empty(),
                errors);
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
        for (ScoredPair pair : pairs) {
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
