package io.facet.training.pretrain;

import io.facet.training.loss.CrossEntropy;
import io.facet.training.tensor.Ops;

/**
 * FaRL's Eq. 1: images and texts of the batches of all processes tell their partners from the others. Embeddings are
 * normalised and the two directions averaged, as in CLIP; the paper prints neither.
 */
final class ContrastiveLoss {
    private ContrastiveLoss() {}

    /**
     * The two directions and their mean, scalars.
     *
     * @param image L_I
     * @param text L_T
     * @param loss (L_I + L_T) / 2
     */
    record Directions<T>(T image, T text, T loss) {}

    /**
     * @param image {@code [B, D]}, of any length
     * @param text {@code [B, D]}, the partners in the same order
     * @param scale 1 / σ, {@code [1]} or a scalar
     */
    static <T> Directions<T> of(Ops<T> ops, T image, T text, T scale) {
        T images = ops.normalize(image);
        T texts = ops.normalize(text);
        T partners = ops.rowsAmongAll(images);
        T imageLoss = direction(ops, images, ops.gatherFromAll(texts), scale, partners);
        T textLoss = direction(ops, texts, ops.gatherFromAll(images), scale, partners);
        return new Directions<>(imageLoss, textLoss, ops.multiply(ops.add(imageLoss, textLoss), 0.5));
    }

    /** The mean cross-entropy of finding each query's partner among the candidates. */
    private static <T> T direction(Ops<T> ops, T queries, T candidates, T scale, T partners) {
        T logits = ops.multiply(ops.matmul(queries, ops.permute(candidates, 1, 0)), scale);
        return CrossEntropy.mean(ops, logits, partners);
    }
}
