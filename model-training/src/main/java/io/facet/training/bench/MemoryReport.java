package io.facet.training.bench;

import java.util.List;

/**
 * Resident memory of the process while it trains.
 *
 * @param recipe what was trained
 * @param library what trained it
 * @param images in a batch
 * @param samples one at each interval
 * @param growthBytesPerStep slope of the line through the samples of the second half, by least squares
 */
record MemoryReport(String recipe, String library, int images, List<Sample> samples, double growthBytesPerStep) {
    /** Memory after so many steps. */
    record Sample(long step, long residentBytes) {}

    MemoryReport {
        samples = List.copyOf(samples);
    }
}
