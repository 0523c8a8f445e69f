package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.ConfusionMatrix;

/** Accuracy, mean accuracy of the classes and F1 from one confusion matrix: gender, group, expression. */
final class LabelScorer implements TaskScorer {
    private final EvaluationTask task;
    private final ClassNames names;
    private final List<String[]> pairs = new ArrayList<>();
    private final GroupedErrors grouped = new GroupedErrors();

    /**
     * @param classes names in the order they are shown; others that appear come behind them
     */
    LabelScorer(EvaluationTask task, List<String> classes) {
        this.task = task;
        this.names = new ClassNames(classes);
    }

    @Override
    public void add(Judged face) {
        String truth = names.known(face.truth(FaceValue.Label.class).name());
        FaceValue.Label predicted = face.predicted(FaceValue.Label.class);
        String said = names.known(predicted.name());
        pairs.add(new String[] {truth, said});
        boolean right = said.equals(truth);
        double probability = predicted.probability().entrySet().stream()
                .filter(entry -> names.known(entry.getKey()).equals(truth))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(right ? 1 : 0);
        grouped.add(face, 1 - probability, right ? 1 : 0);
    }

    @Override
    public int faces() {
        return pairs.size();
    }

    @Override
    public TaskScore score() {
        ConfusionMatrix matrix = new ConfusionMatrix(names.all());
        pairs.forEach(pair -> matrix.add(pair[0], pair[1]));
        List<Figure> figures = List.of(
                Figure.share("accuracy", matrix.accuracy(), Better.HIGHER),
                Figure.share("mean accuracy of the classes", matrix.meanClassAccuracy(), Better.HIGHER),
                Figure.share("mean F1", matrix.meanF1(Set.of()), Better.HIGHER));
        return new TaskScore(
                task,
                faces(),
                figures,
                List.of(ClassCharts.confusion(matrix), ClassCharts.f1(matrix)),
                List.of(ClassCharts.table(matrix)),
                ClassCharts.absent(matrix),
                grouped.means("accuracy", Unit.SHARE),
                grouped.byKey());
    }
}
