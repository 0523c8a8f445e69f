package io.facet.training.loss;

import io.facet.training.tensor.Ops;

/**
 * Softmax over cosines to a learnt vector of each person, with a margin that the right one must win by.
 *
 * @param form where the margin is
 * @param margin m
 * @param scale s of the logits
 */
public record MarginSoftmax(Form form, double margin, double scale) {
    /** Logit of the right person; that of others is s cos θ. */
    public enum Form {
        /** s (cos θ − m) (Wang et al., "CosFace", 2018, Eq. 4). */
        COSFACE,
        /** s cos(θ + m) (Deng et al., "ArcFace", 2019, Eq. 3); beyond θ = π − m, where it would rise: s (cos θ − m sin m). */
        ARCFACE
    }

    public MarginSoftmax {
        if (!(margin >= 0) || !(scale > 0)) {
            throw new IllegalArgumentException(
                    "a margin is 0 or more and the scale above 0, found " + margin + " and " + scale);
        }
    }

    /** Faceptor's and Wang et al.'s CosFace: m 0.4, s 64. */
    public static MarginSoftmax cosFace() {
        return new MarginSoftmax(Form.COSFACE, 0.4, 64);
    }

    /** Deng et al.: m 0.5, s 64. */
    public static MarginSoftmax arcFace() {
        return new MarginSoftmax(Form.ARCFACE, 0.5, 64);
    }

    /**
     * {@code [N]}.
     *
     * @param embedding {@code [N, D]}, of any length
     * @param persons {@code [C, D]}, of any length
     * @param classes int64 {@code [N]}
     */
    public <T> T rows(Ops<T> ops, T embedding, T persons, T classes) {
        T cosines = cosines(ops, embedding, persons);
        int count = Math.toIntExact(ops.shape(persons).size(0));
        T right = ops.pick(cosines, classes);
        T change = ops.reshape(ops.subtract(withMargin(ops, right), right), -1, 1);
        T changed = ops.add(cosines, ops.multiply(Indicator.oneHot(ops, classes, count), change));
        return CrossEntropy.rows(ops, ops.multiply(changed, scale), classes, 0);
    }

    /** {@code [N, C]}. */
    public static <T> T cosines(Ops<T> ops, T embedding, T persons) {
        return ops.linear(ops.normalize(embedding), ops.normalize(persons));
    }

    private <T> T withMargin(Ops<T> ops, T cosine) {
        if (form == Form.COSFACE) {
            return ops.add(cosine, -margin);
        }
        // Away from ±1, where the sine's slope has no end.
        T bounded = ops.clamp(cosine, -1 + 1e-6, 1 - 1e-6);
        T sine = ops.sqrt(ops.add(ops.multiply(ops.multiply(bounded, bounded), -1), 1));
        T turned = ops.subtract(ops.multiply(bounded, Math.cos(margin)), ops.multiply(sine, Math.sin(margin)));
        T beyond = ops.add(bounded, -margin * Math.sin(margin));
        T falls = ops.stopGradient(Indicator.positive(ops, ops.add(bounded, Math.cos(margin))));
        return ops.add(beyond, ops.multiply(falls, ops.subtract(turned, beyond)));
    }
}
