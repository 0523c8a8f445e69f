package io.facet.training.finetune;

import java.util.Map;
import java.util.Optional;

import io.facet.training.data.FaceLabels;
import io.facet.training.loss.AgeDistribution;
import io.facet.training.loss.Rows;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Age by label distribution and expectation. Score: {@code mae}, the mean error in years.
 *
 * @param head name of its head, which gives logits of the ages 0 to {@code ages} − 1
 * @param weight default 1
 * @param ages default 101, as Faceptor
 * @param normalization default softmax
 * @param sigma of the label distribution in years; default 2
 * @param errorWeight of the absolute error beside the divergence; default 1
 */
public record AgeTask(
        String head,
        Double weight,
        Integer ages,
        AgeDistribution.Normalization normalization,
        Double sigma,
        Double errorWeight)
        implements Task {
    private static final String YEARS = "years";

    public AgeTask {
        weight = Defaults.weight(head, weight);
        ages = Defaults.or(ages, 101);
        normalization = Defaults.or(normalization, AgeDistribution.Normalization.SOFTMAX);
        sigma = Defaults.or(sigma, 2.0);
        errorWeight = Defaults.or(errorWeight, 1.0);
        Defaults.require(ages >= 2, "ages", "2 or more", ages);
    }

    @Override
    public int outputs() {
        return ages;
    }

    @Override
    public Map<String, HostTensor> blank() {
        return tensors(0);
    }

    private static Map<String, HostTensor> tensors(double years) {
        return Map.of(YEARS, new HostTensor.Floats(Shape.of(1, 1), new float[] {(float) years}));
    }

    @Override
    public Optional<Map<String, HostTensor>> targets(FaceView face, boolean taught) {
        Double age = taught ? null : face.sample().labels().get(FaceLabels.AGE);
        return Optional.ofNullable(age).map(AgeTask::tensors);
    }

    @Override
    public <T> Outcome<T> loss(Ops<T> ops, String name, T output, Map<String, T> targets, T weights) {
        AgeDistribution loss = new AgeDistribution(normalization, sigma, errorWeight);
        T years = targets.get(YEARS);
        T expected = loss.expectation(ops, ops.stopGradient(output));
        T errors = ops.abs(ops.subtract(expected, ops.reshape(years, -1)));
        return new Outcome<>(loss.rows(ops, output, years), Map.of("mae", Rows.weighted(ops, errors, weights)));
    }
}
