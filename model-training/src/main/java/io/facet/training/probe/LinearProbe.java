package io.facet.training.probe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;

/**
 * Multinomial logistic regression on frozen features, standardised on the training part; the penalty of the weights is
 * chosen on a part of it, then all of it is learnt from. Used by one thread.
 *
 * @param <T> the backend's tensor
 */
public final class LinearProbe<T> {
    private final Backend<T> backend;
    private final ProbeSettings settings;

    /** @param backend stays open, and is used by nobody else meanwhile */
    public LinearProbe(Backend<T> backend, ProbeSettings settings) {
        this.backend = backend;
        this.settings = settings;
    }

    /**
     * Trains and measures.
     *
     * @param train to learn from, validation part included
     * @param test held back
     * @throws UserError if there is nothing to tell apart
     */
    public ProbeReport run(LabelledFeatures train, LabelledFeatures test) {
        requireClasses(train, test);
        int classes = Math.max(train.classes(), test.classes());
        double penalty = settings.penalties().size() == 1 ? settings.penalties().get(0) : choose(train, classes);
        Standardization standard = Standardization.of(train);
        ProbeProgram program = new ProbeProgram(train.width(), classes, penalty);
        Parameters learnt = learn(program, batch(standard.apply(train)));
        int[] predicted = predict(program, learnt, batch(standard.apply(test)), classes);
        return report(train, new Predictions(labels(test), predicted, classes), penalty);
    }

    private static void requireClasses(LabelledFeatures train, LabelledFeatures test) {
        long different = train.rows().stream()
                .mapToInt(LabelledFeatures.Row::label)
                .distinct()
                .count();
        if (different < 2 || test.size() < 1) {
            throw new UserError("a probe needs samples of two classes and some held back; found " + train.size()
                    + " samples of " + different + " classes, and " + test.size() + " held back");
        }
    }

    /** The penalty of the smallest cross-entropy on the validation part; of equals the first. */
    private double choose(LabelledFeatures train, int classes) {
        HoldOut.Parts parts = new HoldOut(settings.validation(), settings.seed()).split(train);
        Standardization standard = Standardization.of(parts.kept());
        Map<String, HostTensor> kept = batch(standard.apply(parts.kept()));
        Map<String, HostTensor> heldBack = batch(standard.apply(parts.heldBack()));
        double best = Double.POSITIVE_INFINITY;
        double chosen = settings.penalties().get(0);
        for (double penalty : settings.penalties()) {
            ProbeProgram program = new ProbeProgram(train.width(), classes, penalty);
            double found = crossEntropy(program, learn(program, kept), heldBack);
            if (found < best) {
                best = found;
                chosen = penalty;
            }
        }
        return chosen;
    }

    private Parameters learn(ProbeProgram program, Map<String, HostTensor> batch) {
        Parameters initial = Parameters.initialize(program.parameters(), settings.seed());
        OptimizerSettings optimizer = OptimizerSettings.of(0, 0);
        try (Learner<T> learner = Learner.start(backend, program, program.parameters(), initial, optimizer)) {
            for (int update = 0; update < settings.updates(); update++) {
                learner.accumulate(batch, 1);
                learner.update(settings.rate() * (1 + Math.cos(Math.PI * update / settings.updates())) / 2);
            }
            return learner.parameters();
        }
    }

    private double crossEntropy(ProbeProgram program, Parameters learnt, Map<String, HostTensor> batch) {
        return results(program, learnt, batch).get(ProbeProgram.CROSS_ENTROPY).values()[0];
    }

    private int[] predict(ProbeProgram program, Parameters learnt, Map<String, HostTensor> batch, int classes) {
        float[] logits =
                results(program, learnt, batch).get(ProbeProgram.LOGITS).values();
        return IntStream.range(0, logits.length / classes)
                .map(row -> largest(logits, row * classes, classes))
                .toArray();
    }

    private static int largest(float[] logits, int from, int classes) {
        int best = 0;
        for (int label = 1; label < classes; label++) {
            if (logits[from + label] > logits[from + best]) {
                best = label;
            }
        }
        return best;
    }

    private Map<String, HostTensor.Floats> results(
            ProbeProgram program, Parameters learnt, Map<String, HostTensor> batch) {
        try (Inference<T> inference = new Inference<>(backend, program, learnt)) {
            return inference.run(batch);
        }
    }

    private static Map<String, HostTensor> batch(LabelledFeatures set) {
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put(ProbeProgram.FEATURES, set.features());
        batch.put(ProbeProgram.LABELS, set.labels());
        return batch;
    }

    private static int[] labels(LabelledFeatures set) {
        return set.rows().stream().mapToInt(LabelledFeatures.Row::label).toArray();
    }

    private ProbeReport report(LabelledFeatures train, Predictions test, double penalty) {
        int[] trained = new int[test.classes()];
        train.rows().forEach(row -> trained[row.label()]++);
        int[] tested = test.count(false);
        int[] correct = test.count(true);
        List<ProbeReport.ClassCount> classes = IntStream.range(0, test.classes())
                .mapToObj(label -> new ProbeReport.ClassCount(label, trained[label], tested[label], correct[label]))
                .toList();
        int frequent = IntStream.range(0, trained.length)
                .reduce((a, b) -> trained[b] > trained[a] ? b : a)
                .orElseThrow();
        return new ProbeReport(
                test.figure(Predictions::accuracy, settings.resamples(), settings.seed()),
                test.figure(Predictions::balancedAccuracy, settings.resamples(), settings.seed()),
                (double) tested[frequent] / test.size(),
                penalty,
                Arrays.stream(trained).sum(),
                test.size(),
                classes);
    }
}
