package io.facet.training.probe;

import java.util.List;

/**
 * What a probe reached on the part held back.
 *
 * @param accuracy share of samples classified rightly
 * @param balancedAccuracy mean over the classes of the share classified rightly; classes without samples left out
 * @param majority accuracy of always saying the class most frequent in training
 * @param penalty that was chosen
 * @param trained samples the probe learnt from, those of the validation part among them
 * @param tested samples held back
 * @param classes by class, from 0
 */
public record ProbeReport(
        Figure accuracy,
        Figure balancedAccuracy,
        double majority,
        double penalty,
        int trained,
        int tested,
        List<ClassCount> classes) {
    /**
     * One class.
     *
     * @param label its number
     * @param trained samples of it to learn from
     * @param tested samples of it held back
     * @param correct of those held back, classified rightly
     */
    public record ClassCount(int label, int trained, int tested, int correct) {}

    public ProbeReport {
        classes = List.copyOf(classes);
    }
}
