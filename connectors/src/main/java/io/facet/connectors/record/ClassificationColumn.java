package io.facet.connectors.record;

import java.util.Map;

import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

import static java.util.Objects.requireNonNull;

/**
 * One of several exclusive classes.
 *
 * @param label the likeliest class
 * @param probabilities in [0, 1] by class name, in the bundle's order
 */
public record ClassificationColumn(String label, Map<String, Double> probabilities) {
    public ClassificationColumn {
        requireNonNull(label, "label is missing");
        requireNonNull(probabilities, "probabilities is missing");
    }

    static ClassificationColumn from(HeadResult.Classification classification) {
        return new ClassificationColumn(classification.label(), Decimals.fractions(classification.probabilities()));
    }

    HeadResult toDomain(HeadTask task) {
        return new HeadResult.Classification(task, label, probabilities);
    }
}
