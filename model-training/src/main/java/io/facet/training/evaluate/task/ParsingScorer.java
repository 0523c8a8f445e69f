package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.facet.domain.face.Point;
import io.facet.training.data.ClassMap;
import io.facet.training.score.ConfusionMatrix;

/**
 * F1 of each class and their mean without the background, as the papers give it (FaRL Tables 4 and 5), from one confusion
 * matrix over the pixels of all pictures. What a prediction does not show of a picture counts as background.
 */
final class ParsingScorer implements TaskScorer {
    private final Map<String, Integer> masksOfSet;
    private final int leastMasks;
    private final Set<String> onlyPredicted = new LinkedHashSet<>();
    private final GroupTallies<ParsingTally.Face, ParsingTally> faces;

    /**
     * @param masksOfSet in how many masks of the whole set each class is; empty where that is not known
     * @param leastMasks classes in more of them also have a mean of their own
     */
    ParsingScorer(Map<String, Integer> masksOfSet, int leastMasks) {
        this.masksOfSet = Map.copyOf(masksOfSet);
        this.leastMasks = leastMasks;
        this.faces = new GroupTallies<>(() -> new ParsingTally(this.masksOfSet, leastMasks));
    }

    @Override
    public void add(Judged face) {
        FaceValue.Mask truth = face.truth(FaceValue.Mask.class);
        ParsingTally.Face counted = new ParsingTally.Face(truth.labels());
        count(truth, face.predicted(FaceValue.Mask.class), counted);
        faces.add(face, counted, counted.error());
    }

    private void count(FaceValue.Mask truth, FaceValue.Mask predicted, ParsingTally.Face face) {
        ClassMap truths = truth.classes();
        ClassMap map = predicted.classes();
        int[] known = classes(truth.labels(), predicted.labels());
        int background = background(truth.labels());
        for (int y = 0; y < truths.height(); y++) {
            for (int x = 0; x < truths.width(); x++) {
                int there = truths.at(x, y);
                if (there == (ClassMap.UNKNOWN & 0xFF)) {
                    continue;
                }
                Point at = place(new Point(x + 0.5, y + 0.5), truths, predicted);
                int column = (int) Math.floor(at.x());
                int row = (int) Math.floor(at.y());
                boolean inside = column >= 0 && row >= 0 && column < map.width() && row < map.height();
                if (inside) {
                    face.addShown(there, known[map.at(column, row)]);
                } else {
                    face.addBeyond(there, background);
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
        return Math.max(0, labels.indexOf(ParsingTally.BACKGROUND));
    }

    @Override
    public int faces() {
        return faces.all().faces();
    }

    @Override
    public TaskScore score() {
        ConfusionMatrix picture = faces.all().picture();
        return new TaskScore(
                EvaluationTask.PARSING,
                faces(),
                faces.all().figures(),
                List.of(ClassCharts.f1(picture), ClassCharts.confusion(picture)),
                List.of(ClassCharts.table(picture)),
                notes(picture),
                faces.fairness(),
                faces.errors());
    }

    private List<String> notes(ConfusionMatrix picture) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Means leave the background out, as the papers do. What lies outside the aligned crop counts as"
                        + " background, which bounds what a head can reach; the score within the crop leaves those pixels out.");
        if (!masksOfSet.isEmpty()) {
            notes.add(rare());
        }
        notes.addAll(ClassCharts.absent(picture));
        if (!onlyPredicted.isEmpty()) {
            notes.add(
                    "Classes the set does not have, counted as background: " + String.join(", ", onlyPredicted) + ".");
        }
        return notes;
    }

    private String rare() {
        List<String> rare = faces.all().rare().stream()
                .map(name -> "%s (%d)".formatted(name, masksOfSet.getOrDefault(name, 0)))
                .toList();
        return rare.isEmpty()
                ? "Each class is in more than %d masks of the set.".formatted(leastMasks)
                : "Classes in at most %d masks of the whole set: %s.".formatted(leastMasks, String.join(", ", rare));
    }
}
