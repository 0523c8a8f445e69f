package io.facet.training.finetune;

import java.util.List;


/** Which parameters fine-tuning changes. Batch norms of what is frozen keep their statistics, too. */
public enum TrainedPart {
    /** Full fine-tuning. */
    ALL,
    /** All but the encoder (FaRL with a frozen backbone; Faceptor's decoder fine-tuning). */
    HEADS;

    private static final String ENCODER = "encoder.";

    /** Names, or how they begin, of the parameters that are not trained. */
    List<String> frozen(MultiTaskObjective objective) {
        return switch (this) {
            case ALL -> List.of();
            case HEADS -> List.of(ENCODER);
        };
    }
}
