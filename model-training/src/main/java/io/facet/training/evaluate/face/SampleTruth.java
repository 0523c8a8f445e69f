package io.facet.training.evaluate.face;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.face.Box;
import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;
import io.facet.training.data.source.Points;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * What a set says of one picture, task by task.
 *
 * @param key of the picture
 * @param group of the person, one of seven where the set tells so many, else of five; null where it is not said
 * @param values by task; identity is not among them, it is about pairs
 */
record SampleTruth(String key, String group, Map<EvaluationTask, FaceValue> values) {

    /**
     * @param attributes names of the attributes that a bundle tells
     */
    static SampleTruth of(Sample sample, List<String> attributes) {
        Map<String, Double> labels = sample.labels();
        Map<EvaluationTask, FaceValue> values = new EnumMap<>(EvaluationTask.class);
        landmarks(sample).ifPresent(points -> values.put(EvaluationTask.LANDMARKS, points));
        mask(sample.targets().mask()).ifPresent(mask -> values.put(EvaluationTask.PARSING, mask));
        number(labels, FaceLabels.AGE)
                .or(() -> label(labels, FaceLabels.AGE_GROUP, FaceLabels.AGE_GROUPS))
                .ifPresent(age -> values.put(EvaluationTask.AGE, age));
        number(labels, FaceLabels.QUALITY).ifPresent(quality -> values.put(EvaluationTask.QUALITY, quality));
        label(labels, FaceLabels.GENDER, FaceLabels.GENDERS).ifPresent(name -> values.put(EvaluationTask.GENDER, name));
        label(labels, FaceLabels.RACE, FaceLabels.RACES).ifPresent(name -> values.put(EvaluationTask.GROUP, name));
        label(labels, FaceLabels.EXPRESSION, FaceLabels.EXPRESSIONS)
                .or(() -> label(labels, FaceLabels.EXPRESSION_8, FaceLabels.EXPRESSIONS_8))
                .ifPresent(name -> values.put(EvaluationTask.EXPRESSION, name));
        attributes(labels, attributes).ifPresent(known -> values.put(EvaluationTask.ATTRIBUTES, known));
        return new SampleTruth(sample.key(), group(labels), values);
    }

    private static String group(Map<String, Double> labels) {
        return name(labels, FaceLabels.RACE_7, FaceLabels.RACES_7)
                .or(() -> name(labels, FaceLabels.RACE, FaceLabels.RACES))
                .orElse(null);
    }

    private static Optional<FaceValue> landmarks(Sample sample) {
        float[] points = sample.targets().landmarks();
        return points == null
                ? Optional.empty()
                : LandmarkScheme.of(points.length / 2)
                        .map(scheme -> new FaceValue.Points(scheme.name(), points, box(sample.targets())));
    }

    /** The set's own; null where it has none. */
    private static Box box(Targets targets) {
        float[] box = targets.vectors().get(Points.BOX);
        return box == null ? null : new Box(box[0], box[1], box[2], box[3]);
    }

    private static Optional<FaceValue> mask(ClassMap mask) {
        return mask == null
                ? Optional.empty()
                : Optional.of(new FaceValue.Mask(FaceLabels.parts(mask.labels()), mask, null));
    }

    private static Optional<FaceValue> number(Map<String, Double> labels, String name) {
        return Optional.ofNullable(labels.get(name)).map(FaceValue.Number::new);
    }

    private static Optional<FaceValue> label(Map<String, Double> labels, String name, List<String> classes) {
        return name(labels, name, classes).map(known -> new FaceValue.Label(known, Map.of()));
    }

    private static Optional<String> name(Map<String, Double> labels, String label, List<String> classes) {
        return Optional.ofNullable(labels.get(label)).map(number -> classes.get(number.intValue()));
    }

    private static Optional<FaceValue> attributes(Map<String, Double> labels, List<String> attributes) {
        Map<String, Double> known = new LinkedHashMap<>();
        attributes.forEach(name -> Optional.ofNullable(labels.get(name)).ifPresent(value -> known.put(name, value)));
        return known.isEmpty() ? Optional.empty() : Optional.of(new FaceValue.Attributes(known));
    }
}
