package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.training.score.ConfusionMatrix;

/** Accuracy, mean accuracy of the classes and F1 from one confusion matrix: gender, group, expression. */
final class LabelScorer implements TaskScorer {
    private final EvaluationTask task;
    private final ClassNames names;
    private final GroupTallies<LabelTally.Face, LabelTally> faces;

    /**
     * @param classes names in the order they are shown; others that appear come behind them
     */
    LabelScorer(EvaluationTask task, List<String> classes) {
        this.task = task;
        this.names = new ClassNames(classes);
        this.faces = new GroupTallies<>(() -> new LabelTally(names));
    }

    @Override
    public void add(Judged face) {
        String truth = names.known(face.truth(FaceValue.Label.class).name());
        FaceValue.Label predicted = face.predicted(FaceValue.Label.class);
        String said = names.known(predicted.name());
        double probability = predicted.probability().entrySet().stream()
                .filter(entry -> names.known(entry.getKey()).equals(truth))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(said.equals(truth) ? 1 : 0);
        faces.add(face, new LabelTally.Face(truth, said), 1 - probability);
    }

    @Override
    public int faces() {
        return faces.all().faces();
    }

    @Override
    public TaskScore score() {
        return score(task, faces, List.of());
    }

    /** @param notes that come before those on classes */
    static TaskScore score(EvaluationTask task, GroupTallies<LabelTally.Face, LabelTally> faces, List<String> notes) {
        ConfusionMatrix matrix = faces.all().matrix();
        List<String> allNotes = new ArrayList<>(notes);
        allNotes.addAll(ClassCharts.absent(matrix));
        return new TaskScore(
                task,
                faces.all().faces(),
                faces.all().figures(),
                List.of(ClassCharts.confusion(matrix), ClassCharts.f1(matrix)),
                List.of(ClassCharts.table(matrix)),
                allNotes,
                faces.fairness(),
                faces.errors());
    }
}
