package io.facet.jobs.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

import me.tongfei.progressbar.ProgressBar;

import io.facet.console.StepProgress;

/**
 * Repeats measurements and takes medians: once unmeasured to warm up, then five times.
 *
 * @param progress shows how far a measurement is
 */
record Repetitions(StepProgress progress) {
    private static final int WARM_UPS = 1;
    private static final int MEASURED = 5;

    /** Something that can be done again. */
    @FunctionalInterface
    interface Measurement {

        /**
         * Measures once. What is to be compared is measured in turn in one call, so that what slows the machine down for
         * a while slows down all of it.
         *
         * @return what was found, always as many numbers
         */
        double[] measure() throws Exception;
    }

    /**
     * @param name what is measured, for the progress bar
     * @return the median of each number
     */
    double[] medians(String name, Measurement measurement) throws Exception {
        double[][] runs = new double[MEASURED][];
        try (ProgressBar bar = progress.show(name, WARM_UPS + MEASURED)) {
            for (int run = -WARM_UPS; run < MEASURED; run++) {
                double[] found = measurement.measure();
                if (run >= 0) {
                    runs[run] = found;
                }
                bar.step();
            }
        }
        return IntStream.range(0, runs[0].length)
                .mapToDouble(column -> median(
                        Arrays.stream(runs).mapToDouble(run -> run[column]).toArray()))
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
