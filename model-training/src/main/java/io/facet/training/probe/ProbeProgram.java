package io.facet.training.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * Multinomial logistic regression: {@code features} {@code [N, W]} and int64 {@code labels} {@code [N]} → {@code logits}
 * {@code [N, C]}, the mean {@code crossEntropy}, and the loss, which adds ½ penalty ‖weight‖².
 *
 * @param width W
 * @param classes C
 * @param penalty of the squared weights; the bias is free
 */
record ProbeProgram(int width, int classes, double penalty) implements Program {
    static final String FEATURES = "features";
    static final String LABELS = "labels";
    static final String LOGITS = "logits";
    static final String CROSS_ENTROPY = "crossEntropy";

    /** Zero at first: the loss is convex, so that where it starts makes no difference but time. */
    private ParameterSpec weight() {
        return new ParameterSpec("probe.weight", Shape.of(classes, width), Initialization.zeros());
    }

    private ParameterSpec bias() {
        return new ParameterSpec("probe.bias", Shape.of(classes), Initialization.zeros());
    }

    List<ParameterSpec> parameters() {
        return List.of(weight(), bias());
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        T weight = ops.parameter(weight());
        T logits = ops.linear(inputs.get(FEATURES), weight, ops.parameter(bias()));
        T likelihood = ops.pick(ops.logSoftmax(logits, -1), inputs.get(LABELS));
        T crossEntropy = ops.multiply(ops.mean(likelihood), -1);
        T norm = ops.sum(ops.multiply(weight, weight), false, 0, 1);
        Map<String, T> results = new LinkedHashMap<>();
        results.put(LOGITS, logits);
        results.put(CROSS_ENTROPY, crossEntropy);
        results.put(LOSS, ops.add(crossEntropy, ops.multiply(norm, penalty / 2)));
        return results;
    }
}
