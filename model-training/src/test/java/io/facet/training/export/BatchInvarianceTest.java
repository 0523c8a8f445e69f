package io.facet.training.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.training.engine.Parameters;
import io.facet.training.network.Activation;
import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/** A face's result must not depend, to the last bit, on the faces in its batch: what serving promises. */
class BatchInvarianceTest {
    private static final int BATCH = 7;

    /** An encoder, and what heads do with its features. */
    private record Heads() implements Program {
        static final VisionTransformer ENCODER =
                Releases.smallest(Activation.GELU).encoder();

        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T image = inputs.get("image");
            T tokens = ENCODER.encode(ops, image);
            T weight = ops.parameter(new ParameterSpec("weight", Shape.of(5, 32), Initialization.normal(0.2)));
            Map<String, T> outputs = new LinkedHashMap<>();
            outputs.put("tokens", tokens);
            outputs.put("linear", ops.linear(ENCODER.classFeature(ops, ENCODER.patches(ops, image)), weight));
            outputs.put("mean of tokens", ops.mean(tokens, false, 1));
            outputs.put("sum of tokens", ops.sum(tokens, true, 1));
            outputs.put("mean of all", ops.mean(tokens, false, 1, 2));
            outputs.put("normalized", ops.normalize(tokens));
            outputs.put("probabilities", ops.softmax(tokens, 1));
            outputs.put("ages by sigmoid", ServedForm.AGES_BY_SIGMOID.apply(ops, outputs.get("linear")));
            T maps = ops.reshape(tokens, -1, 32, ops.shape(tokens).size(1), 1);
            outputs.put("maps by softmax", ServedForm.MAPS_BY_SOFTMAX.apply(ops, maps));
            return outputs;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens",
                "linear",
                "mean of tokens",
                "sum of tokens",
                "mean of all",
                "normalized",
                "probabilities",
                "ages by sigmoid",
                "maps by softmax"
            })
    void output_inAnyBatch_isTheSameToTheBit(String output) {
        Program program = new Heads();
        Shape image = Shape.of(Shape.ANY, 3, 32, 32);
        Parameters parameters = Parameters.initialize(
                Declaration.of(program, Map.of("image", image)).parameters(), 7);
        byte[] model = OnnxProgram.write(
                "heads", program, List.of(OnnxProgram.input("image", image)), parameters, List.of(output));

        float[] pixels = new float[BATCH * 3 * 32 * 32];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(0.37 * i * (1 + i / 1000));
        }
        float[] together = run(model, output, pixels, BATCH);
        for (int item = 0; item < BATCH; item++) {
            float[] alone = run(model, output, part(pixels, item), 1);
            assertThat(alone).isEqualTo(part(together, item));
        }
    }

    private static float[] run(byte[] model, String output, float[] pixels, int batch) {
        Map<String, HostTensor> image = Map.of("image", new HostTensor.Floats(Shape.of(batch, 3, 32, 32), pixels));
        return OnnxRun.run(model, image, output);
    }

    private static float[] part(float[] values, int item) {
        int size = values.length / BATCH;
        float[] part = new float[size];
        System.arraycopy(values, item * size, part, 0, size);
        return part;
    }
}
