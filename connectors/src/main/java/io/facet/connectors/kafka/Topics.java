package io.facet.connectors.kafka;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of Facet's topics.
 *
 * @param segments video segments, the job's input
 * @param observations one record for each analysed face
 * @param tracks one record for each finished track
 * @param stats one record for each finished stream
 * @param deadLetters one record for each refused input
 */
public record Topics(String segments, String observations, String tracks, String stats, String deadLetters) {

    /** Prefix of the names that documentation and examples use. */
    public static final String DEFAULT_PREFIX = "facet";

    /** Largest record of the segments topic in bytes; larger segments are split. */
    public static final int MAX_SEGMENT_BYTES = 8 << 20;

    /** Largest record of the dead-letters topic in bytes: the largest segment in base64, and what is said of it. */
    public static final int MAX_DEAD_LETTER_BYTES = 12 << 20;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    public Topics {
        for (String name : List.of(segments, observations, tracks, stats, deadLetters)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "expected a topic name of 1 to 249 letters, digits, dots, underscores and dashes, found '%s'"
                                .formatted(name));
            }
        }
    }

    /** {@code <prefix>.segments}, {@code .observations}, {@code .tracks}, {@code .stats}, {@code .dead-letters}. */
    public static Topics withPrefix(String prefix) {
        return new Topics(
                prefix + ".segments",
                prefix + ".observations",
                prefix + ".tracks",
                prefix + ".stats",
                prefix + ".dead-letters");
    }

    /** The topics a job writes. */
    public List<String> results() {
        return List.of(observations, tracks, stats, deadLetters);
    }
}
