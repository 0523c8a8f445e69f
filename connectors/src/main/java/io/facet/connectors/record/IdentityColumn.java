package io.facet.connectors.record;

import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.HeadResult;

import static java.util.Objects.requireNonNull;

/**
 * An identity embedding.
 *
 * @param embedding of unit length, rounded to 6 decimals; compare by cosine
 */
public record IdentityColumn(List<Float> embedding) {
    public IdentityColumn {
        requireNonNull(embedding, "embedding is missing");
    }

    static IdentityColumn from(HeadResult.Identity identity) {
        List<Float> rounded = new ArrayList<>(identity.embedding().length);
        for (float component : identity.embedding()) {
            rounded.add((float) Decimals.fraction(component));
        }
        return new IdentityColumn(rounded);
    }

    HeadResult toDomain() {
        float[] vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = embedding.get(i);
        }
        return new HeadResult.Identity(vector);
    }
}
