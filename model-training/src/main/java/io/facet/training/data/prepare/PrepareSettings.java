package io.facet.training.data.prepare;

/**
 * How face crops are made.
 *
 * @param minScore detections must score higher; the paper keeps more than 0.9 (FaRL, section 3.1)
 * @param faces which faces of a picture are kept
 * @param minFace shortest side of a face's box, in pixels of the picture; smaller faces are left out
 * @param needsText whether pictures without text are left out
 * @param size side of the crops in pixels
 * @param quality of the JPEG files, 1 to 100
 * @param unit pictures that make one output shard
 * @param output how crops are stored
 * @param seed chooses the face where one is kept
 */
public record PrepareSettings(
        double minScore,
        Faces faces,
        int minFace,
        boolean needsText,
        int size,
        int quality,
        int unit,
        Output output,
        long seed) {

    /** Which faces of a picture are kept. */
    public enum Faces {
        EVERY,
        /** One, at random: FaRL, section 3.4. */
        ONE
    }

    /** How crops are stored. */
    public enum Output {
        /** WebDataset: one tar file for each unit. */
        TAR,
        /** One folder for each unit. */
        FOLDER
    }

    public PrepareSettings {
        require(minScore >= 0 && minScore < 1, "the score", "in [0, 1)", minScore);
        require(minFace >= 0, "the smallest face", "at least 0", minFace);
        require(size >= 16 && size <= 4096, "the size", "in 16 to 4096", size);
        require(quality >= 1 && quality <= 100, "the quality", "in 1 to 100", quality);
        require(unit >= 1 && unit <= 100_000, "pictures in a shard", "in 1 to 100000", unit);
    }

    private static void require(boolean holds, String name, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, expected, found));
        }
    }
}
