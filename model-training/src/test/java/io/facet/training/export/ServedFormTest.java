package io.facet.training.export;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What ONNX Runtime gives in each form, against the formulas worked out in double precision. */
class ServedFormTest {
    /** The form of an input, nothing else. */
    private record Formed(ServedForm form) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            return Map.of("output", form.apply(ops, inputs.get("x")));
        }
    }

    private static float[] run(ServedForm form, Shape shape, float... values) {
        Map<String, HostTensor> inputs = Map.of("x", new HostTensor.Floats(shape, values));
        return OnnxRun.run(new Formed(form), inputs, "output", "x");
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void apply_agesBySigmoid_softmaxIsTheSigmoidsDividedByTheirSum() {
        float[] trained = {-60, -2, 0, 1.5f, 40};
        float[] served = run(ServedForm.AGES_BY_SIGMOID, Shape.of(1, 5), trained);

        double sigmoids = 0;
        double exponentials = 0;
        for (int age = 0; age < trained.length; age++) {
            sigmoids += sigmoid(trained[age]);
            exponentials += Math.exp(served[age]);
        }
        for (int age = 0; age < trained.length; age++) {
            assertThat(Math.exp(served[age]) / exponentials)
                    .as("age %d", age)
                    .isCloseTo(sigmoid(trained[age]) / sigmoids, within(1e-6));
        }
    }

    @Test
    void apply_mapsBySoftmax_sigmoidIsInProportionToThePixelsShare() {
        float[] trained = {0, 1, -3, 4, 2, 2, -7, 2};
        float[] served = run(ServedForm.MAPS_BY_SOFTMAX, Shape.of(1, 2, 2, 2), trained);

        for (int first = 0; first < trained.length; first += 4) {
            double shares = 0;
            double mass = 0;
            for (int pixel = first; pixel < first + 4; pixel++) {
                shares += Math.exp(trained[pixel]);
                mass += sigmoid(served[pixel]);
            }
            for (int pixel = first; pixel < first + 4; pixel++) {
                assertThat(sigmoid(served[pixel]) / mass)
                        .as("pixel %d", pixel)
                        .isCloseTo(Math.exp(trained[pixel]) / shares, within(4e-6));
            }
        }
    }

    @Test
    void apply_mapWithAllItsMassInOnePixel_isFinite() {
        float[] served = run(ServedForm.MAPS_BY_SOFTMAX, Shape.of(1, 1, 1, 3), -200, 300, -200);

        assertThat(served).containsExactly(-512, -12, -512);
    }
}
