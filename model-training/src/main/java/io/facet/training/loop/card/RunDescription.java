package io.facet.training.loop.card;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.Sha256;

/**
 * What a run was asked for.
 *
 * @param experiment for titles, for example {@code farl-tiny}
 * @param recipe the recipe as it was read, to the letter; empty where there is none
 * @param data fingerprint (SHA-256, hex) by data set
 * @param begunFrom what the networks were begun with or learnt from, by its role: a name and a SHA-256
 * @param commit the git commit of the program, where it is known
 */
public record RunDescription(
        String experiment,
        String recipe,
        Map<String, String> data,
        Map<String, String> begunFrom,
        Optional<String> commit) {
    public RunDescription {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        begunFrom = Collections.unmodifiableMap(new LinkedHashMap<>(begunFrom));
    }

    /** SHA-256, in hex, of the recipe's UTF-8 bytes. */
    public String recipeSha256() {
        return Sha256.ofBytes(recipe.getBytes(StandardCharsets.UTF_8));
    }
}
