package io.facet.training.data.source;

import java.util.List;
import java.util.Optional;

/**
 * A sample as it is stored.
 *
 * @param key names it
 * @param image the picture
 * @param companions what else belongs to it: text, description, mask
 * @param captions texts from a table; else empty
 */
record StoredSample(String key, StoredFile image, List<StoredFile> companions, List<String> captions) {
    StoredSample {
        companions = List.copyOf(companions);
        captions = List.copyOf(captions);
    }

    Optional<StoredFile> companion(String extension) {
        return companions.stream()
                .filter(file -> file.extension().equals(extension))
                .findFirst();
    }
}
