package io.facet.training.probe;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.facet.training.data.Sha256;

/**
 * Holds a part of the samples back. Which ones, their keys and the seed alone say: the same in every order and, nearly,
 * when samples come or go.
 *
 * @param share of the samples held back, in (0, 1)
 * @param seed chooses other samples
 */
record HoldOut(double share, long seed) {
    /** A set in two parts, both in the order of the keys' digests. */
    record Parts(LabelledFeatures kept, LabelledFeatures heldBack) {}

    HoldOut {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the share that is held back lies between 0 and 1, found " + share);
        }
    }

    /** Splits so that at least one sample, and the rounded share, is held back. */
    Parts split(LabelledFeatures all) {
        Map<String, String> digests = all.rows().stream()
                .map(LabelledFeatures.Row::key)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), this::digest));
        List<LabelledFeatures.Row> rows = all.rows().stream()
                .sorted(Comparator.comparing(row -> digests.get(row.key())))
                .toList();
        int heldBack = (int) Math.max(1, Math.round(share * rows.size()));
        return new Parts(
                new LabelledFeatures(rows.subList(heldBack, rows.size()), all.width()),
                new LabelledFeatures(rows.subList(0, heldBack), all.width()));
    }

    private String digest(String key) {
        return Sha256.ofBytes((seed + "/" + key).getBytes(StandardCharsets.UTF_8));
    }
}
