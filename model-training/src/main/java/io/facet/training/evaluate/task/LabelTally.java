package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.score.ConfusionMatrix;

/** Classes that were predicted, beside the true ones. */
final class LabelTally implements Tally<LabelTally.Face> {
    private final ClassNames names;
    private final List<Face> faces = new ArrayList<>();

    /** Names of classes, as {@link ClassNames} knows them. */
    record Face(String truth, String predicted) {}

    /** @param names all there are once the scores are asked for */
    LabelTally(ClassNames names) {
        this.names = names;
    }

    @Override
    public void add(Face face) {
        faces.add(face);
    }

    @Override
    public int faces() {
        return faces.size();
    }

    ConfusionMatrix matrix() {
        ConfusionMatrix matrix = new ConfusionMatrix(names.all());
        faces.forEach(face -> matrix.add(face.truth(), face.predicted()));
        return matrix;
    }

    @Override
    public List<Figure> figures() {
        ConfusionMatrix matrix = matrix();
        return List.of(
                Figure.share("accuracy", matrix.accuracy(), Better.HIGHER),
                Figure.share("mean accuracy of the classes", matrix.meanClassAccuracy(), Better.HIGHER),
                Figure.share("mean F1", matrix.meanF1(Set.of()), Better.HIGHER));
    }

    @Override
    public List<Figure> details() {
        ConfusionMatrix matrix = matrix();
        List<Figure> details = new ArrayList<>(ClassFigures.f1(matrix));
        details.addAll(ClassFigures.precision(matrix));
        details.addAll(ClassFigures.recall(matrix));
        return details;
    }
}
