package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.AttributeAccuracy;

/** Accuracy of each attribute and their mean; a prediction of one half or more says yes. */
final class AttributeScorer implements TaskScorer {
    private final GroupTallies<AttributeTally.Face, AttributeTally> faces = new GroupTallies<>(AttributeTally::new);

    @Override
    public void add(Judged face) {
        Map<String, Double> predicted = byName(face.predicted(FaceValue.Attributes.class));
        List<AttributeTally.Answer> answers = new ArrayList<>();
        face.truth(FaceValue.Attributes.class).values().forEach((name, truth) -> {
            Double probability = predicted.get(ClassNames.normal(name));
            if (probability == null) {
                throw new IllegalArgumentException("face %s: expected a prediction of %s, found those of %s"
                        .formatted(face.key(), name, predicted.keySet()));
            }
            answers.add(new AttributeTally.Answer(name, truth >= 0.5, probability >= 0.5));
        });
        if (!answers.isEmpty()) {
            AttributeTally.Face counted = new AttributeTally.Face(answers);
            faces.add(face, counted, counted.error());
        }
    }

    private static Map<String, Double> byName(FaceValue.Attributes attributes) {
        Map<String, Double> byName = new LinkedHashMap<>();
        attributes.values().forEach((name, value) -> byName.put(ClassNames.normal(name), value));
        return byName;
    }

    @Override
    public int faces() {
        return faces.all().faces();
    }

    @Override
    public TaskScore score() {
        Map<String, AttributeAccuracy.Tally> tallies = faces.all().byAttribute();
        return new TaskScore(
                EvaluationTask.ATTRIBUTES,
                faces(),
                faces.all().figures(),
                List.of(bars(tallies)),
                List.of(table(tallies)),
                List.of(),
                faces.fairness(),
                faces.errors());
    }

    private static Chart bars(Map<String, AttributeAccuracy.Tally> tallies) {
        return new Chart.Bars(
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
    }

    private static TaskScore.Table table(Map<String, AttributeAccuracy.Tally> tallies) {
        List<List<String>> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> rows.add(List.of(
                name,
                Long.toString(tally.faces()),
                Figure.text((double) tally.present() / tally.faces(), Unit.SHARE),
                Figure.text(tally.accuracy(), Unit.SHARE))));
        return new TaskScore.Table("By attribute", List.of("attribute", "faces", "have it", "accuracy"), rows);
    }
}
