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
 * @param ratio median, over turns, of the trainer's images a second divided by PyTorch's
 * @param processorRatio the same of images a processor second: other processes move it less
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
        double processorRatio,
        double firstLossDifference) {
    /**
     * One side.
     *
     * @param library its name and version
     * @param imagesPerSecond median over turns
     * @param imagesPerProcessorSecond median over turns
     * @param turns each of them
     */
    record Side(String library, double imagesPerSecond, double imagesPerProcessorSecond, List<Turn> turns) {
        Side {
            turns = List.copyOf(turns);
        }

        static Side of(String library, List<Turn> turns) {
            return new Side(
                    library,
                    median(turns.stream().map(Turn::imagesPerSecond).toList()),
                    median(turns.stream().map(Turn::imagesPerProcessorSecond).toList()),
                    turns);
        }
    }

    /** One turn. */
    record Turn(double imagesPerSecond, double imagesPerProcessorSecond) {}

    /** The lower of the two in the middle where their number is even. */
    static double median(List<Double> values) {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }
}
