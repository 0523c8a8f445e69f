package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Repeats measurements and takes their medians. Several are repeated in turn, so that what slows the machine down for a
 * while slows down all of them.
 */
final class Repetitions {
    private static final int WARM_UPS = 1;
    private static final int MEASURED = 5;

    /** Runs of each measurement, the unmeasured first ones included. */
    static final int RUNS = WARM_UPS + MEASURED;

    private Repetitions() {}

    /** Something that can be done again and says what it found, for example things per second. */
    @FunctionalInterface
    interface Measurement {
        double measure() throws Exception;
    }

    /**
     * @param progress told after each run of all measurements
     * @return the median of each measurement, in the order given
     */
    static double[] medians(Runnable progress, List<Measurement> measurements) throws Exception {
        List<double[]> values = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            double[] found = new double[measurements.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = measurements.get(i).measure();
            }
            if (run >= WARM_UPS) {
                values.add(found);
            }
            progress.run();
        }
        double[] medians = new double[measurements.size()];
        for (int i = 0; i < medians.length; i++) {
            int of = i;
            medians[i] = median(values.stream().mapToDouble(found -> found[of]).toArray());
        }
        return medians;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
