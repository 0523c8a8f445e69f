package io.facet.jobs.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured, on what, with what.
 *
 * @param machine where
 * @param bundle {@code name@version}
 * @param input the video and what is known of it
 * @param options the job's options by name
 * @param figures in the order they should be shown
 */
public record BenchReport(
        Machine machine, String bundle, Input input, Map<String, String> options, List<Figure> figures) {

    public BenchReport {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        figures = List.copyOf(figures);
    }

    /**
     * The measured video.
     *
     * @param file its name as it was given
     * @param codec FFmpeg's name
     * @param width in pixels
     * @param height in pixels
     * @param seconds of one pass
     * @param segments of one pass
     */
    public record Input(String file, String codec, int width, int height, double seconds, int segments) {}

    /** Whether every figure that was measured keeps to its limit. */
    public boolean passes() {
        return figures.stream().noneMatch(Figure::fails);
    }
}
