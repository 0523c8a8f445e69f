package io.facet.training.data.faces;

/**
 * How faces are prepared.
 *
 * @param quality of the JPEG files, 1 to 100
 * @param unit pictures that make one shard
 */
public record FacesSettings(int quality, int unit) {
    public FacesSettings {
        require(quality >= 1 && quality <= 100, "the quality", "in 1 to 100", quality);
        require(unit >= 1 && unit <= 100_000, "pictures in a shard", "in 1 to 100000", unit);
    }

    private static void require(boolean holds, String name, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, expected, found));
        }
    }
}
