package io.facet.jobs.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be measured on its own. */
public enum BenchPart {
    /** Segments to frames, beside the {@code ffmpeg} program. */
    DECODE,
    /** Frames to faces, to tracks and to crops. */
    DETECT,
    /** Crops to results, beside a bare loop around ONNX Runtime. */
    ANALYZE,
    /** The whole job between Kafka and Kafka. */
    JOB,
    /** The whole job beside a loop over published networks. */
    VERSUS,
    /** One encoder for all heads beside one for each. */
    SHARED;

    private static final String ALL = "all";

    /** Its name on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The parts of a key, or of {@code all}: the stages and the job.
     *
     * @throws IllegalArgumentException naming the keys there are
     */
    public static Set<BenchPart> ofKey(String key) {
        if (key.equals(ALL)) {
            return EnumSet.range(DECODE, JOB);
        }
        return Arrays.stream(values())
                .filter(part -> part.key().equals(key))
                .findFirst()
                .map(EnumSet::of)
                .orElseThrow(() -> new IllegalArgumentException("expected one of %s or %s, found '%s'"
                        .formatted(
                                Arrays.stream(values()).map(BenchPart::key).collect(Collectors.joining(", ")),
                                ALL,
                                key)));
    }
}
