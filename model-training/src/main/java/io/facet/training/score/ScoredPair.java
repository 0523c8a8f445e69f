package io.facet.training.score;

/**
 * Two pictures compared.
 *
 * @param similarity more means more alike
 * @param same whether they show one person
 * @param fold which part of the cross-validation the pair belongs to, 0-based
 */
public record ScoredPair(double similarity, boolean same, int fold) {
    public ScoredPair {
        if (!Double.isFinite(similarity) || fold < 0) {
            throw new IllegalArgumentException(
                    "expected a finite similarity and a fold from 0, got %s and %d".formatted(similarity, fold));
        }
    }
}
