package io.facet.training.finetune;

import java.util.Map;
import java.util.Optional;

import io.facet.training.data.Targets;
import io.facet.training.loss.Distillation;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Identity as a teacher network sees it. Score: {@code cosine}, to the teacher's vector.
 *
 * @param head name of its head, which gives an embedding
 * @param weight default 1
 * @param dimension of the embedding and the teacher's; default 128
 * @param form default cosine
 */
public record DistilledIdentityTask(String head, Double weight, Integer dimension, Form form) implements Task {
    /** What is minimised. */
    public enum Form {
        /** 1 − cosine. */
        COSINE,
        /** Mean squared difference. */
        SQUARED_ERROR
    }

    private static final String VECTORS = "vectors";

    public DistilledIdentityTask {
        weight = Defaults.weight(head, weight);
        dimension = Defaults.or(dimension, 128);
        form = Defaults.or(form, Form.COSINE);
        Defaults.require(dimension >= 1, "dimension", "1 or more", dimension);
    }

    @Override
    public int outputs() {
        return dimension;
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(new float[dimension]);
    }

    private static Map<String, HostTensor> tensors(float[] vector) {
        return Map.of(VECTORS, new HostTensor.Floats(Shape.of(1, vector.length), vector));
    }

    @Override
    public boolean learnsFromLabels() {
        return false;
    }

    @Override
    public boolean learnsFromTeacher() {
        return true;
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        float[] vector = taught ? face.sample().targets().vectors().get(Targets.TEACHER_IDENTITY) : null;
        if (vector == null) {
            return Optional.empty();
        }
        Defaults.requireLabel(
                vector.length == dimension, face.sample().key() + ", identity", dimension + " numbers", vector.length);
        return Optional.of(tensors(vector));
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T teacher = targets.get(VECTORS);
        T cosines = Distillation.similarity(ops, ops.stopGradient(output), teacher);
        T rows = form == Form.COSINE
                ? Distillation.cosine(ops, output, teacher)
                : Distillation.squaredError(ops, output, teacher);
        return new Outcome<>(rows, Map.of("cosine", Rows.weighted(ops, cosines, weights)));
    }
}
