package io.facet.training.export;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import io.facet.domain.UserError;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Inference;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Whether an exported file computes in ONNX Runtime what the training engine computes. */
public final class ParityCheck {
    /** Largest difference allowed, as a share of the larger of 1 and the largest value: float32 has no absolute one. */
    public static final double TOLERANCE = 1e-4;

    private static final int[] BATCHES = {1, 3};

    private ParityCheck() {}

    /**
     * What was found.
     *
     * @param largestDifference between two values that should be the same; not a number if one of them is not
     * @param largestValue of the engine, without its sign, of those that are finite
     * @param output where the difference is
     * @param batch size of the batch it is in
     */
    public record Parity(double largestDifference, double largestValue, String output, long batch) {
        /** The largest difference allowed. */
        public double allowed() {
            return TOLERANCE * Math.max(1, largestValue);
        }

        /** Whether the difference is allowed. */
        public boolean holds() {
            return largestDifference <= allowed();
        }

        /**
         * Refuses a difference that is not allowed.
         *
         * @param name what to call the file in messages
         * @throws UserError with expected and found
         */
        void require(String name) {
            if (!holds()) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "%s: expected ONNX Runtime within %.2e of the training engine, found %s",
                        name,
                        allowed(),
                        text()));
            }
        }

        /** What a person reads. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "largest difference %.2e of values up to %.4g, in %s of a batch of %d",
                    largestDifference,
                    largestValue,
                    output,
                    batch);
        }

        private double excess() {
            // Not a number is worse than any difference.
            return Double.isNaN(largestDifference) ? Double.POSITIVE_INFINITY : largestDifference / allowed();
        }
    }

    /**
     * Runs the file and the engine on the same batches.
     *
     * @param name what to call the file in messages
     * @param model an ONNX file's bytes
     * @param engine runs the program that was exported, with the parameters that were
     * @return the worst of what was found
     * @throws UserError with expected and found, if the file cannot be run or differs by more than {@link #TOLERANCE}
     */
    public static Parity require(
            String name, byte[] model, Inference<?> engine, List<Map<String, HostTensor>> batches) {
        Parity worst;
        try {
            worst = measure(name, model, engine, batches);
        } catch (InferenceException e) {
            throw new UserError(
                    "%s: expected a model that ONNX Runtime runs, found: %s".formatted(name, e.getMessage()), e);
        }
        worst.require(name);
        return worst;
    }

    /** As {@link #require}, whatever the difference. */
    public static Parity measure(
            String name, byte[] model, Inference<?> engine, List<Map<String, HostTensor>> batches) {
        List<Parity> found = new ArrayList<>();
        try (OnnxSession session = OnnxSession.open(name, model, SessionSettings.singleThread())) {
            List<String> outputs = List.copyOf(session.outputs().keySet());
            for (Map<String, HostTensor> batch : batches) {
                Map<String, Tensor.Floats> given = session.run(feeds(batch), outputs);
                Map<String, HostTensor.Floats> expected = engine.run(batch);
                outputs.forEach(output -> found.add(compare(output, expected.get(output), given.get(output))));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected a batch to compare, found none");
        }
        return worst(found);
    }

    /** The one that is furthest from what is allowed; of at least one. */
    static Parity worst(List<Parity> all) {
        return all.stream()
                .max(Comparator.comparingDouble(Parity::excess))
                .orElseThrow(() -> new IllegalArgumentException("expected at least one comparison, found none"));
    }

    /**
     * A batch of one and a batch of three, normally distributed.
     *
     * @param inputs float32 ones
     */
    public static List<Map<String, HostTensor>> randomBatches(List<TensorPort> inputs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, HostTensor>> batches = new ArrayList<>();
        for (int batch : BATCHES) {
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            inputs.forEach(input -> tensors.put(input.name(), normal(input, batch, random)));
            batches.add(tensors);
        }
        return batches;
    }

    private static HostTensor.Floats normal(TensorPort input, int batch, SplittableRandom random) {
        if (input.type() != ElementType.FLOAT32) {
            throw new IllegalArgumentException("input %s: expected FLOAT32, found %s".formatted(input, input.type()));
        }
        Shape shape =
                new Shape(input.shape().stream().mapToLong(Long::longValue).toArray()).with(0, batch);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new HostTensor.Floats(shape, values);
    }

    private static Map<String, Tensor> feeds(Map<String, HostTensor> batch) {
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        batch.forEach((name, value) -> {
            List<Long> shape = LongStream.of(value.shape().sizes()).boxed().toList();
            feeds.put(
                    name,
                    value instanceof HostTensor.Floats floats
                            ? new Tensor.Floats(FloatBuffer.wrap(floats.values()), shape)
                            : new Tensor.Longs(LongBuffer.wrap(((HostTensor.Longs) value).values()), shape));
        });
        return feeds;
    }

    /** One output of the engine and of ONNX Runtime. */
    static Parity compare(String output, HostTensor.Floats expected, Tensor.Floats found) {
        Shape shape =
                new Shape(found.shape().stream().mapToLong(Long::longValue).toArray());
        if (expected == null || !expected.shape().equals(shape)) {
            throw new UserError("output %s: expected shape %s, found %s"
                    .formatted(output, expected == null ? "none" : expected.shape(), shape));
        }
        double difference = 0;
        double largest = 0;
        float[] values = expected.values();
        for (int i = 0; i < values.length; i++) {
            // Math.max keeps what is not a number.
            difference = Math.max(
                    difference, Math.abs((double) values[i] - found.data().get(i)));
            largest = Float.isFinite(values[i]) ? Math.max(largest, Math.abs(values[i])) : largest;
        }
        return new Parity(difference, largest, output, shape.rank() == 0 ? 1 : shape.size(0));
    }
}
