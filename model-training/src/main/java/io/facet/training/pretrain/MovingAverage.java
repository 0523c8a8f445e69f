package io.facet.training.pretrain;

/**
 * target ← momentum · target + (1 − momentum) · source, for all parameters under a prefix.
 *
 * @param target prefix of the averaged copies
 * @param source prefix of what they follow
 * @param momentum of the average
 */
public record MovingAverage(String target, String source, double momentum) {
    public MovingAverage {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("momentum is from 0 to 1, found " + momentum);
        }
    }
}
