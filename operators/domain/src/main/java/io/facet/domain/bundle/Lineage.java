package io.facet.domain.bundle;

import java.util.List;

/**
 * Where a bundle comes from.
 *
 * @param createdBy the program and version that wrote the bundle
 * @param runCard path of the RunCard in the bundle, or null when the models were not trained by Facet
 * @param sources the models it was made of
 */
public record Lineage(String createdBy, String runCard, List<ModelSource> sources) {
    public Lineage {
        sources = List.copyOf(sources);
    }

    /**
     * A model as it came in, before the bundle's own adaptations.
     *
     * @param file path in the bundle
     * @param origin name of the original file or of the training run
     * @param sha256 hash of the original file
     * @param licence its licence
     * @param adaptations what was changed on the way in, for example {@code opset 9 -> 20}, in order
     */
    public record ModelSource(String file, String origin, String sha256, String licence, List<String> adaptations) {
        public ModelSource {
            adaptations = List.copyOf(adaptations);
        }
    }
}
