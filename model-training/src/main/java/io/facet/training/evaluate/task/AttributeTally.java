package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.score.AttributeAccuracy;

/** Attributes that were predicted, beside the true ones. */
final class AttributeTally implements Tally<AttributeTally.Face> {
    private final AttributeAccuracy accuracy = new AttributeAccuracy();
    private int faces;

    /** Whether one attribute is there, and whether that was predicted. */
    record Answer(String attribute, boolean truth, boolean predicted) {
        boolean right() {
            return truth == predicted;
        }
    }

    /** All that is known of a face; at least one. */
    record Face(List<Answer> answers) {
        Face {
            answers = List.copyOf(answers);
        }

        /** Wrong answers of all, in [0, 1]. */
        double error() {
            return (double) answers.stream().filter(answer -> !answer.right()).count() / answers.size();
        }
    }

    @Override
    public void add(Face face) {
        face.answers().forEach(answer -> accuracy.add(answer.attribute(), answer.truth(), answer.predicted()));
        faces++;
    }

    @Override
    public int faces() {
        return faces;
    }

    /** By attribute, in the order first seen. */
    Map<String, AttributeAccuracy.Tally> byAttribute() {
        return accuracy.tallies();
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.share("mean accuracy", accuracy.mean(), Better.HIGHER));
    }

    @Override
    public List<Figure> details() {
        List<Figure> details = new ArrayList<>();
        byAttribute()
                .forEach((name, tally) ->
                        details.add(Figure.share("accuracy " + name, tally.accuracy(), Better.HIGHER)));
        return details;
    }
}
