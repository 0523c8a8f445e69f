package io.facet.training.export;

import io.facet.training.loss.AgeDistribution;
import io.facet.training.loss.HeatMapLoss;
import io.facet.training.tensor.Ops;

/**
 * What a bundle's graph makes of a task's channels. Losses of one task may read a network's output each in its own way; a
 * bundle has one decoding for it, and what was trained otherwise is put into that form where the network ends.
 */
public enum ServedForm {
    /** Nothing: it is read as it was trained. */
    AS_TRAINED,
    /**
     * {@code [N, ages]}, trained by sigmoids divided by their sum (Faceptor's code): their logarithms, whose softmax, as {@link
     * io.facet.domain.bundle.HeadSpec.Decoding#AGE_EXPECTATION} takes it, is that distribution.
     */
    AGES_BY_SIGMOID,
    /**
     * {@code [N, K, h, w]}, trained by a softmax over the pixels of each map (FaRL §3.5): logits whose centre of mass by sigmoid,
     * as {@link io.facet.domain.bundle.HeadSpec.Decoding#HEATMAPS} takes it, is that of the softmax.
     */
    MAPS_BY_SOFTMAX;

    /**
     * The channels as a bundle gives them, of the same shape.
     *
     * @param channels those of one task, along axis 1
     */
    public <T> T apply(Ops<T> ops, T channels) {
        return switch (this) {
            case AS_TRAINED -> channels;
            case AGES_BY_SIGMOID -> AgeDistribution.Normalization.SIGMOID.logits(ops, channels);
            case MAPS_BY_SOFTMAX -> HeatMapLoss.Form.SOFT_LABELS.masses(ops, channels);
        };
    }
}
