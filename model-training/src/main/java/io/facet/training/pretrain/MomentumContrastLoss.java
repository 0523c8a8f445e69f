package io.facet.training.pretrain;

import io.facet.training.loss.CrossEntropy;
import io.facet.training.tensor.Ops;

/** MCF's Eq. 6: each query finds the key of the same image among the keys of all. */
public final class MomentumContrastLoss {
    private MomentumContrastLoss() {}

    /** What is computed. */
    public enum Form {
        /** Of normalised queries and keys, times 2τ, as in MoCo v3. The default. */
        CODE,
        /** Eq. 6 as it is printed. */
        PAPER
    }

    /**
     * A scalar, the mean over queries.
     *
     * @param queries {@code [B, D]}, of the student
     * @param keys {@code [B, D]}, of the teacher, in the same order; no gradient passes to them
     * @param temperature τ
     */
    static <T> T of(Ops<T> ops, T queries, T keys, double temperature, Form form) {
        boolean code = form == Form.CODE;
        T fixed = ops.stopGradient(code ? ops.normalize(keys) : keys);
        T q = code ? ops.normalize(queries) : queries;
        T logits = ops.multiply(ops.matmul(q, ops.permute(ops.gatherFromAll(fixed), 1, 0)), 1 / temperature);
        T loss = CrossEntropy.mean(ops, logits, ops.rowsAmongAll(q));
        return code ? ops.multiply(loss, 2 * temperature) : loss;
    }
}
