package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.ScoredPair;
import io.facet.training.score.Verification;

/** Pairs of pictures that were compared. */
final class IdentityTally implements Tally<ScoredPair> {
    private static final double[] RATES = {0.1, 0.01, 0.001};

    private final Set<Integer> folds;
    private final List<ScoredPair> pairs = new ArrayList<>();

    /** @param folds of all pairs of the set, once the scores are asked for */
    IdentityTally(Set<Integer> folds) {
        this.folds = folds;
    }

    @Override
    public void add(ScoredPair pair) {
        pairs.add(pair);
    }

    @Override
    public int faces() {
        return pairs.size();
    }

    /** In the order they came. */
    List<ScoredPair> pairs() {
        return List.copyOf(pairs);
    }

    /** @throws IllegalArgumentException if there are no pairs of one person, or none of two */
    Verification verification() {
        return new Verification(pairs);
    }

    /** None where all pairs are of one sort; no accuracy where some fold of the set has none of them. */
    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (pairs.stream().map(ScoredPair::same).distinct().count() == 2) {
            Verification verification = verification();
            addFolds(figures, verification);
            figures.add(Figure.share("area under ROC", verification.areaUnderRoc(), Better.HIGHER));
            addRates(figures, verification);
        }
        return figures;
    }

    private void addFolds(List<Figure> figures, Verification verification) {
        long own = pairs.stream().map(ScoredPair::fold).distinct().count();
        if (own > 1 && own == folds.size()) {
            Verification.FoldAccuracy accuracy = verification.crossValidated();
            figures.add(Figure.share(own + "-fold accuracy", accuracy.mean(), Better.HIGHER));
            figures.add(Figure.share("its standard deviation over folds", accuracy.deviation(), Better.NEITHER));
            figures.add(Figure.of("mean threshold", accuracy.threshold(), Unit.NUMBER, Better.NEITHER));
        }
    }

    private static void addRates(List<Figure> figures, Verification verification) {
        for (double rate : RATES) {
            if (rate * verification.differentPairs() >= 1) {
                figures.add(Figure.share(
                        String.format(Locale.ROOT, "TAR at FAR %s", rate),
                        verification.trueAcceptRate(rate),
                        Better.HIGHER));
            }
        }
    }
}
