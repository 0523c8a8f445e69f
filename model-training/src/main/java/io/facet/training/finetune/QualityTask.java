package io.facet.training.finetune;

import java.util.Map;
import java.util.Optional;

import io.facet.training.data.FaceLabels;
import io.facet.training.loss.BinaryCrossEntropy;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * How well a face can be seen, one number in [0, 1], by binary cross-entropy to that number. Score: {@code mae}.
 *
 * @param head name of its head, which gives one logit
 * @param weight default 1
 * @param label name of the label; default {@code quality}
 */
public record QualityTask(String head, Double weight, String label) implements Task {
    private static final String VALUES = "values";

    public QualityTask {
        weight = Defaults.weight(head, weight);
        label = Defaults.or(label, FaceLabels.QUALITY);
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public boolean ratesPictures() {
        return true;
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(0);
    }

    private static Map<String, HostTensor> tensors(double quality) {
        return Map.of(VALUES, new HostTensor.Floats(Shape.of(1, 1), new float[] {(float) quality}));
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        Double quality = taught ? null : face.sample().labels().get(label);
        if (quality == null) {
            return Optional.empty();
        }
        Defaults.requireLabel(quality >= 0 && quality <= 1, face.sample().key() + ", " + label, "0 to 1", quality);
        return Optional.of(tensors(quality));
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        T values = targets.get(VALUES);
        T rows = ops.sum(BinaryCrossEntropy.elements(ops, output, values), false, 1);
        T errors = ops.abs(ops.subtract(ops.sigmoid(ops.stopGradient(output)), values));
        return new Outcome<>(rows, Map.of("mae", Rows.weighted(ops, ops.sum(errors, false, 1), weights)));
    }
}
