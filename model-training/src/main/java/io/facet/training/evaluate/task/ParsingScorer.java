package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.facet.domain.face.Point;
import io.facet.training.data.ClassMap;
import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.ConfusionMatrix;

/**
 * F1 of each class and their mean without the background, as the papers give it (FaRL Tables 4 and 5), from one confusion
 * matrix over the pixels of all pictures. What a prediction does not show of a picture counts as background.
 */
final class ParsingScorer implements TaskScorer {
    private static final String BACKGROUND = "background";
    private static final Set<String> NOT_IN_MEANS = Set.of(BACKGROUND);

    private final Map<String, Integer> masksOfSet;
    private final int leastMasks;
    private final Set<String> onlyPredicted = new LinkedHashSet<>();
    private final GroupedErrors grouped = new GroupedErrors();
    private ConfusionMatrix picture;
    private ConfusionMatrix shown;
    private ConfusionMatrix faultless;
    private int faces;

    /**
     * @param masksOfSet in how many masks of the whole set each class is; empty where that is not known
     * @param leastMasks classes in more of them also have a mean of their own
     */
    ParsingScorer(Map<String, Integer> masksOfSet, int leastMasks) {
        this.masksOfSet = Map.copyOf(masksOfSet);
        this.leastMasks = leastMasks;
    }

    @Override
    public void add(Judged face) {
        FaceValue.Mask truth = face.truth(FaceValue.Mask.class);
        FaceValue.Mask predicted = face.predicted(FaceValue.Mask.class);
        if (picture == null) {
            picture = new ConfusionMatrix(truth.labels());
            shown = new ConfusionMatrix(truth.labels());
            faultless = new ConfusionMatrix(truth.labels());
        }
        ConfusionMatrix own = new ConfusionMatrix(truth.labels());
        ConfusionMatrix ownShown = new ConfusionMatrix(truth.labels());
        count(truth, predicted, own, ownShown);
        picture.addAll(own);
        shown.addAll(ownShown);
        double f1 = own.meanF1(NOT_IN_MEANS).orElse(1);
        grouped.add(face, 1 - f1, f1);
        faces++;
    }

    private void count(FaceValue.Mask truth, FaceValue.Mask predicted, ConfusionMatrix picture, ConfusionMatrix shown) {
        ClassMap truths = truth.classes();
        ClassMap map = predicted.classes();
        int[] known = classes(truth.labels(), predicted.labels());
        int background = background(truth.labels());
        for (int y = 0; y < truths.height(); y++) {
            for (int x = 0; x < truths.width(); x++) {
                if (truths.at(x, y) == (ClassMap.UNKNOWN & 0xFF)) {
                    continue;
                }
                Point at = place(new Point(x + 0.5, y + 0.5), truths, predicted);
                int column = (int) Math.floor(at.x());
                int row = (int) Math.floor(at.y());
                boolean inside = column >= 0 && row >= 0 && column < map.width() && row < map.height();
                int said = inside ? known[map.at(column, row)] : background;
                picture.add(truths.at(x, y), said);
                faultless.add(truths.at(x, y), inside ? truths.at(x, y) : background);
                if (inside) {
                    shown.add(truths.at(x, y), said);
                }
            }
        }
    }

    private static Point place(Point point, ClassMap truths, FaceValue.Mask predicted) {
        if (predicted.place() != null) {
            return predicted.place().toCrop(point);
        }
        return new Point(
                point.x() * predicted.classes().width() / truths.width(),
                point.y() * predicted.classes().height() / truths.height());
    }

    /** For each class of the prediction the same of the truth; what the set does not know is background there. */
    private int[] classes(List<String> truth, List<String> predicted) {
        List<String> normal = truth.stream().map(ClassNames::normal).toList();
        int[] classes = new int[256];
        for (int i = 0; i < predicted.size(); i++) {
            int same = normal.indexOf(ClassNames.normal(predicted.get(i)));
            if (same < 0) {
                onlyPredicted.add(predicted.get(i));
            }
            classes[i] = same < 0 ? background(truth) : same;
        }
        return classes;
    }

    private static int background(List<String> labels) {
        return Math.max(0, labels.indexOf(BACKGROUND));
    }

    @Override
    public int faces() {
        return faces;
    }

    @Override
    public TaskScore score() {
        if (picture == null) {
            throw new IllegalStateException("expected at least one mask, found none");
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.share("mean F1", picture.meanF1(NOT_IN_MEANS), Better.HIGHER));
        List<String> notes = new ArrayList<>();
        notes.add(
                "Means leave the background out, as the papers do. What lies outside the aligned crop counts as"
                        + " background, which bounds what a head can reach; the score within the crop leaves those pixels out.");
        addFrequent(figures, notes);
        figures.add(Figure.share("mean F1 within the crop", shown.meanF1(NOT_IN_MEANS), Better.HIGHER));
        figures.add(
                Figure.share("mean F1 a faultless head would have", faultless.meanF1(NOT_IN_MEANS), Better.NEITHER));
        figures.add(Figure.share("pixel accuracy", picture.accuracy(), Better.HIGHER));
        for (int i = 0; i < picture.classes().size(); i++) {
            figures.add(Figure.share("F1 " + picture.classes().get(i), picture.f1(i), Better.HIGHER));
        }
        notes.addAll(ClassCharts.absent(picture));
        if (!onlyPredicted.isEmpty()) {
            notes.add(
                    "Classes the set does not have, counted as background: " + String.join(", ", onlyPredicted) + ".");
        }
        return new TaskScore(
                EvaluationTask.PARSING,
                faces,
                figures,
                List.of(ClassCharts.f1(picture), ClassCharts.confusion(picture)),
                List.of(ClassCharts.table(picture)),
                notes,
                grouped.means("mean F1 of a face", Unit.SHARE),
                grouped.byKey());
    }

    private void addFrequent(List<Figure> figures, List<String> notes) {
        if (masksOfSet.isEmpty()) {
            return;
        }
        Set<String> leftOut = picture.classes().stream()
                .filter(name -> masksOfSet.getOrDefault(name, 0) <= leastMasks || name.equals(BACKGROUND))
                .collect(Collectors.toSet());
        OptionalDouble mean = picture.meanF1(leftOut);
        String frequent = "classes in more than %d masks".formatted(leastMasks);
        figures.add(Figure.share("mean F1 of " + frequent, mean, Better.HIGHER));
        figures.add(Figure.share("mean F1 within the crop of " + frequent, shown.meanF1(leftOut), Better.HIGHER));
        List<String> rare = IntStream.range(0, picture.classes().size())
                .mapToObj(picture.classes()::get)
                .filter(name -> leftOut.contains(name) && !name.equals(BACKGROUND))
                .map(name -> "%s (%d)".formatted(name, masksOfSet.getOrDefault(name, 0)))
                .toList();
        notes.add(
                rare.isEmpty()
                        ? "Each class is in more than %d masks of the set.".formatted(leastMasks)
                        : "Classes in at most %d masks of the whole set: %s."
                                .formatted(leastMasks, String.join(", ", rare)));
    }
}
