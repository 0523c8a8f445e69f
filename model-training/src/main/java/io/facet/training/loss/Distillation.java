package io.facet.training.loss;

import io.facet.training.tensor.Ops;

/** What a student learns from a teacher's outputs. No gradient reaches the teacher. */
public final class Distillation {
    private Distillation() {}

    /** {@code [N]}: 1 − cosine of two vectors {@code [N, D]}. */
    public static <T> T cosine(Ops<T> ops, T student, T teacher) {
        return ops.add(ops.multiply(similarity(ops, student, teacher), -1), 1);
    }

    /** {@code [N]}: cosine of two vectors {@code [N, D]}. */
    public static <T> T similarity(Ops<T> ops, T student, T teacher) {
        T product = ops.multiply(ops.normalize(student), ops.normalize(ops.stopGradient(teacher)));
        return ops.sum(product, false, 1);
    }

    /** {@code [N]}: mean squared difference of two vectors {@code [N, D]}. */
    public static <T> T squaredError(Ops<T> ops, T student, T teacher) {
        T difference = ops.subtract(student, ops.stopGradient(teacher));
        return ops.mean(ops.multiply(difference, difference), false, 1);
    }

    /**
     * {@code [N]}: τ² KL(teacher ‖ student) of logits {@code [N, C]} softened by τ (Hinton et al., "Distilling the
     * Knowledge in a Neural Network", 2015).
     */
    public static <T> T divergence(Ops<T> ops, T student, T teacher, double temperature) {
        T wanted = ops.logSoftmax(ops.multiply(ops.stopGradient(teacher), 1 / temperature), 1);
        T found = ops.logSoftmax(ops.multiply(student, 1 / temperature), 1);
        T divergence = ops.sum(ops.multiply(ops.exp(wanted), ops.subtract(wanted, found)), false, 1);
        return ops.multiply(divergence, temperature * temperature);
    }
}
