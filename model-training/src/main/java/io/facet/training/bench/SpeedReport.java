package io.facet.training.bench;

import java.util.List;

/**
 * What a comparison measured.
 *
 * @param recipe what was trained
 * @param images in a batch
 * @param weights numbers in all parameters, frozen ones included
 * @param threads of one operation
 * @param stepsPerTurn steps between two changes of turn
 * @param java the trainer's own figures
 * @param python PyTorch's
 * @param ratio median of the trainer's images a second divided by PyTorch's, turn by turn
 * @param firstLossDifference of the two first losses, relative: the same network gives nearly the same
 */
record SpeedReport(
        String recipe,
        int images,
        long weights,
        int threads,
        int stepsPerTurn,
        Side java,
        Side python,
        double ratio,
        double firstLossDifference) {
    /**
     * One side.
     *
     * @param library its name and version
     * @param imagesPerSecond median over turns
     * @param turns images a second of each turn
     */
    record Side(String library, double imagesPerSecond, List<Double> turns) {
        Side {
            turns = List.copyOf(turns);
        }
    }
}
