package io.facet.training.probe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

import io.facet.training.data.SampleSource;
import io.facet.training.data.image.Augmentation;
import io.facet.training.engine.Backend;

/**
 * Probes encoders on one labelled set, whose two parts are the same for each.
 *
 * @param train samples to learn from; stays open
 * @param test samples held back, here and from pre-training; stays open
 * @param label name of the label, class numbers from 0
 * @param pooling how tokens become a feature
 * @param batch images at a time
 * @param settings of the probe
 */
public record ProbeTask(
        SampleSource train,
        SampleSource test,
        String label,
        FeaturePooling pooling,
        int batch,
        ProbeSettings settings) {
    /**
     * What one encoder reached.
     *
     * @param leftOut one line for each sample that could not be used, naming it
     */
    public record Outcome(ProbeReport report, List<String> leftOut) {}

    /** Samples that one encoder is run on. */
    public int samples() {
        return train.size() + test.size();
    }

    /**
     * Runs the encoder over both parts, then trains and measures.
     *
     * @param progress told how many of {@link #samples()} are done
     */
    public <T> Outcome run(Backend<T> backend, ProbedEncoder encoder, IntConsumer progress) {
        FeatureProgram program = new FeatureProgram(encoder.network(), pooling);
        EncoderFeatures.Extraction learnt;
        EncoderFeatures.Extraction heldBack;
        try (EncoderFeatures<T> features = new EncoderFeatures<>(
                backend, program, encoder.parameters(), new Augmentation(encoder.preparation()))) {
            learnt = features.extract(train, label, batch, progress);
            heldBack = features.extract(test, label, batch, done -> progress.accept(train.size() + done));
        }
        Set<String> leftOut = new LinkedHashSet<>(learnt.leftOut());
        leftOut.addAll(heldBack.leftOut());
        ProbeReport report = new LinearProbe<>(backend, settings).run(learnt.features(), heldBack.features());
        return new Outcome(report, new ArrayList<>(leftOut));
    }
}
