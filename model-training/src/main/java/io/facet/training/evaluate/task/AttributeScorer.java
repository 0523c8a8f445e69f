package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.AttributeAccuracy;

/** Accuracy of each attribute and their mean; a prediction of one half or more says yes. */
final class AttributeScorer implements TaskScorer {
    private final AttributeAccuracy accuracy = new AttributeAccuracy();
    private final GroupedErrors grouped = new GroupedErrors();
    private int faces;

    @Override
    public void add(Judged face) {
        Map<String, Double> predicted = byName(face.predicted(FaceValue.Attributes.class));
        int wrong = 0;
        Map<String, Double> truth = face.truth(FaceValue.Attributes.class).values();
        for (Map.Entry<String, Double> attribute : truth.entrySet()) {
            Double probability = predicted.get(ClassNames.normal(attribute.getKey()));
            if (probability == null) {
                throw new IllegalArgumentException("face %s: expected a prediction of %s, found those of %s"
                        .formatted(face.key(), attribute.getKey(), predicted.keySet()));
            }
            boolean yes = attribute.getValue() >= 0.5;
            accuracy.add(attribute.getKey(), yes, probability >= 0.5);
            wrong += yes == probability >= 0.5 ? 0 : 1;
        }
        if (!truth.isEmpty()) {
            double share = (double) wrong / truth.size();
            grouped.add(face, share, 1 - share);
            faces++;
        }
    }

    private static Map<String, Double> byName(FaceValue.Attributes attributes) {
        Map<String, Double> byName = new LinkedHashMap<>();
        attributes.values().forEach((name, value) -> byName.put(ClassNames.normal(name), value));
        return byName;
    }

    @Override
    public int faces() {
        return faces;
    }

    @Override
    public TaskScore score() {
        Map<String, AttributeAccuracy.Tally> tallies = accuracy.tallies();
        List<List<String>> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> rows.add(List.of(
                name,
                Long.toString(tally.faces()),
                Figure.text((double) tally.present() / tally.faces(), Unit.SHARE),
                Figure.text(tally.accuracy(), Unit.SHARE))));
        Chart bars = new Chart.Bars(
                "Accuracy by attribute",
                "On the faces labelled with it.",
                "%",
                List.copyOf(tallies.keySet()),
                List.of(new Chart.Series(
                        "",
                        new double[0],
                        tallies.values().stream()
                                .mapToDouble(tally -> 100 * tally.accuracy())
                                .toArray())));
        return new TaskScore(
                EvaluationTask.ATTRIBUTES,
                faces,
                List.of(Figure.share("mean accuracy", accuracy.mean(), Better.HIGHER)),
                List.of(bars),
                List.of(new TaskScore.Table(
                        "By attribute", List.of("attribute", "faces", "have it", "accuracy"), rows)),
                List.of(),
                grouped.means("mean accuracy", Unit.SHARE),
                grouped.byKey());
    }
}
