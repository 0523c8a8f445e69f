package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.score.ConfusionMatrix;

/** Pixels of masks, pooled over all faces. */
final class ParsingTally implements Tally<ParsingTally.Face> {
    static final String BACKGROUND = "background";
    private static final Set<String> NOT_IN_MEANS = Set.of(BACKGROUND);

    private final Map<String, Integer> masksOfSet;
    private final int leastMasks;
    private Face pooled;
    private int faces;

    /** The pixels of one mask; a sum of them where it is added to. */
    static final class Face {
        private final ConfusionMatrix picture;
        private final ConfusionMatrix shown;
        private final ConfusionMatrix faultless;

        /** @param labels names of the true mask's classes */
        Face(List<String> labels) {
            picture = new ConfusionMatrix(labels);
            shown = new ConfusionMatrix(labels);
            faultless = new ConfusionMatrix(labels);
        }

        /** A pixel that the prediction shows. */
        void addShown(int truth, int predicted) {
            picture.add(truth, predicted);
            shown.add(truth, predicted);
            faultless.add(truth, truth);
        }

        /** A pixel beyond what the prediction shows, which counts as background. */
        void addBeyond(int truth, int background) {
            picture.add(truth, background);
            faultless.add(truth, background);
        }

        private void addAll(Face other) {
            picture.addAll(other.picture);
            shown.addAll(other.shown);
            faultless.addAll(other.faultless);
        }

        /** 1 − mean F1; 0 where there is nothing but background. */
        double error() {
            return 1 - picture.meanF1(NOT_IN_MEANS).orElse(1);
        }
    }

    /**
     * @param masksOfSet in how many masks of the whole set each class is; empty where that is not known
     * @param leastMasks classes in more of them also have a mean of their own
     */
    ParsingTally(Map<String, Integer> masksOfSet, int leastMasks) {
        this.masksOfSet = masksOfSet;
        this.leastMasks = leastMasks;
    }

    @Override
    public void add(Face face) {
        if (pooled == null) {
            pooled = new Face(face.picture.classes());
        }
        pooled.addAll(face);
        faces++;
    }

    @Override
    public int faces() {
        return faces;
    }

    /** All pixels of all pictures. */
    ConfusionMatrix picture() {
        return pooled().picture;
    }

    private Face pooled() {
        if (pooled == null) {
            throw new IllegalStateException("expected at least one mask, found none");
        }
        return pooled;
    }

    /** Classes of the masks, without the background, that are in too few masks of the set for the mean of the others. */
    List<String> rare() {
        return picture().classes().stream()
                .filter(name -> !name.equals(BACKGROUND) && masksOfSet.getOrDefault(name, 0) <= leastMasks)
                .toList();
    }

    @Override
    public List<Figure> figures() {
        ConfusionMatrix picture = pooled().picture;
        ConfusionMatrix shown = pooled().shown;
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.share("mean F1", picture.meanF1(NOT_IN_MEANS), Better.HIGHER));
        if (!masksOfSet.isEmpty()) {
            Set<String> leftOut = rare().stream().collect(Collectors.toSet());
            leftOut.add(BACKGROUND);
            String frequent = "classes in more than %d masks".formatted(leastMasks);
            figures.add(Figure.share("mean F1 of " + frequent, picture.meanF1(leftOut), Better.HIGHER));
            figures.add(Figure.share("mean F1 within the crop of " + frequent, shown.meanF1(leftOut), Better.HIGHER));
        }
        figures.add(Figure.share("mean F1 within the crop", shown.meanF1(NOT_IN_MEANS), Better.HIGHER));
        figures.add(Figure.share(
                "mean F1 a faultless head would have", pooled().faultless.meanF1(NOT_IN_MEANS), Better.NEITHER));
        figures.add(Figure.share("pixel accuracy", picture.accuracy(), Better.HIGHER));
        figures.addAll(ClassFigures.f1(picture));
        return figures;
    }

    @Override
    public List<Figure> details() {
        List<Figure> details = new ArrayList<>(ClassFigures.precision(picture()));
        details.addAll(ClassFigures.recall(picture()));
        return details;
    }
}
