package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;

/** Probabilities of exclusive classes. */
final class Softmax {
    private Softmax() {}

    /** In double precision, with the largest logit moved to 0 so that nothing overflows. */
    static double[] of(HeadSpec head, float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, HeadDecoder.requireFinite(head, logit));
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp(logits[i] - max);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
