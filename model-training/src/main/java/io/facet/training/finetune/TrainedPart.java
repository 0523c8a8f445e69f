package io.facet.training.finetune;

import java.util.List;
import java.util.Locale;

import io.facet.training.tensor.ParameterSpec;

/**
 * Which parameters fine-tuning changes (Faceptor §3.3, Table 9). Batch norms of what is frozen normalise by their statistics
 * and leave them as they are.
 */
public enum TrainedPart {
    /** Full fine-tuning. */
    ALL,
    /** All but the encoder: FaRL with a frozen backbone, Faceptor's decoder fine-tuning. */
    HEADS,
    /** Faceptor's prompt tuning: queries and their positions. */
    QUERIES,
    /** The second stage of layer-attention: layer-aware embeddings, and projections of the lower layers where they are own. */
    LAYER_AWARE;

    private static final String ENCODER = "encoder.";
    private static final List<String> QUERY = List.of("faceptor.queries.", "faceptor.queryPositions.");
    private static final List<String> AWARE = List.of("faceptor.layerAware.", "faceptor.lower.");

    /** Names, or how they begin, of the parameters that are not trained. */
    List<String> frozen(MultiTaskObjective objective) {
        return switch (this) {
            case ALL -> List.of();
            case HEADS -> List.of(ENCODER);
            case QUERIES -> allBut(QUERY, objective);
            case LAYER_AWARE -> allBut(AWARE, objective);
        };
    }

    private List<String> allBut(List<String> trained, MultiTaskObjective objective) {
        List<String> frozen = objective.parameters().stream()
                .map(ParameterSpec::name)
                .filter(name -> trained.stream().noneMatch(name::startsWith))
                .toList();
        Defaults.require(
                frozen.size() < objective.parameters().size(),
                "train",
                "a recipe with parameters under " + trained.get(0) + " for " + name().toLowerCase(Locale.ROOT),
                "none");
        return frozen;
    }
}
