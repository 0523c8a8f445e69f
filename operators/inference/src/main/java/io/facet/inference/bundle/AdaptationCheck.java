package io.facet.inference.bundle;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;

/** Whether an adapted network still computes what the original does. */
final class AdaptationCheck {
    /** Largest difference allowed, as a share of the larger of 1 and the largest value. */
    static final double TOLERANCE = 1e-5;

    private static final int BATCH = 3;
    private static final long SEED = 20260101;

    private final String file;
    private final List<RandomInput> inputs;
    private final List<String> outputs;

    /**
     * An input to fill with random values.
     *
     * @param port its shape, the first dimension being the batch
     * @param low smallest value
     * @param high largest value
     */
    record RandomInput(TensorPort port, double low, double high) {}

    AdaptationCheck(String file, List<RandomInput> inputs, List<TensorSpec> outputs) {
        this.file = file;
        this.inputs = inputs;
        this.outputs = outputs.stream().map(TensorSpec::name).distinct().toList();
    }

    /**
     * Runs the original on one item after the other, and the adapted network on all at once.
     *
     * @throws BundleException if any value differs by more than {@link #TOLERANCE}
     */
    void require(byte[] original, byte[] adapted) {
        Map<String, float[]> values = randomValues();
        try (OnnxSession before = OnnxSession.open(file, original, SessionSettings.singleThread());
                OnnxSession after = OnnxSession.open(file, adapted, SessionSettings.singleThread())) {
            Map<String, Tensor.Floats> all = after.run(feeds(values, 0, BATCH), outputs);
            for (int item = 0; item < BATCH; item++) {
                Map<String, Tensor.Floats> one = before.run(feeds(values, item, 1), outputs);
                for (String output : outputs) {
                    requireClose(output, one.get(output).data(), all.get(output).data(), item);
                }
            }
        }
    }

    private void requireClose(String output, FloatBuffer expected, FloatBuffer all, int item) {
        int size = expected.remaining();
        double largest = 1;
        double difference = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            difference = Math.max(difference, Math.abs(expected.get(i) - all.get(item * size + i)));
        }
        if (!(difference <= TOLERANCE * largest)) {
            throw new BundleException("%s: output %s: expected the adapted network within %s of the original, found %s"
                    .formatted(file, output, TOLERANCE * largest, difference));
        }
    }

    private Map<String, float[]> randomValues() {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (RandomInput input : inputs) {
            float[] filled = new float[BATCH * itemSize(input.port())];
            for (int i = 0; i < filled.length; i++) {
                filled[i] = (float) random.nextDouble(input.low(), input.high());
            }
            values.put(input.port().name(), filled);
        }
        return values;
    }

    private Map<String, Tensor> feeds(Map<String, float[]> values, int first, int count) {
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        for (RandomInput input : inputs) {
            int size = itemSize(input.port());
            List<Long> shape = new ArrayList<>(input.port().shape());
            shape.set(0, (long) count);
            FloatBuffer part = FloatBuffer.wrap(values.get(input.port().name()), first * size, count * size);
            feeds.put(input.port().name(), new Tensor.Floats(part.slice(), shape));
        }
        return feeds;
    }

    private static int itemSize(TensorPort port) {
        return Math.toIntExact(
                port.shape().stream().skip(1).mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
    }
}
