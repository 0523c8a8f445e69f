package io.facet.training.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * The smallest experiment with all that a loop meets: a network of one hidden layer learns the sine of the sum of four numbers;
 * a second, averaged copy of the output layer trails the first one.
 */
final class Regression implements Experiment {
    static final int BATCH = 8;
    static final int BATCHES_PER_EPOCH = 20;
    private static final long HELD_BACK = -2;

    private final int width;
    private final Numbers numbers;

    /**
     * @param beforeBatch called with the number of each batch before it is given
     * @param poisoned number of a batch with values that are not finite; −1 for none
     */
    Regression(int width, LongConsumer beforeBatch, long poisoned) {
        this.width = width;
        this.numbers = new Numbers(beforeBatch, poisoned);
    }

    static Regression plain() {
        return new Regression(16, batch -> {}, -1);
    }

    private record Network(int width) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T hidden = ops.tanh(ops.linear(
                    inputs.get("x"),
                    ops.parameter(
                            new ParameterSpec("hidden.weight", Shape.of(width, 4), Initialization.xavier(4, width))),
                    ops.parameter(new ParameterSpec("hidden.bias", Shape.of(width), Initialization.zeros()))));
            T output = ops.linear(hidden, out(ops, "out.weight"));
            T slow = ops.linear(hidden, ops.stopGradient(out(ops, "teacher.weight")));
            T error = ops.subtract(output, inputs.get("y"));
            Map<String, T> results = new LinkedHashMap<>();
            results.put("distance", ops.mean(ops.abs(ops.subtract(slow, ops.stopGradient(output)))));
            results.put(LOSS, ops.mean(ops.multiply(error, error)));
            results.put("output", output);
            return results;
        }

        private <T> T out(Ops<T> ops, String name) {
            return ops.parameter(new ParameterSpec(name, Shape.of(1, width), Initialization.xavier(width, 1)));
        }
    }

    private static final class Numbers implements BatchSource {
        private final LongConsumer beforeBatch;
        private final long poisoned;
        private long number;

        private Numbers(LongConsumer beforeBatch, long poisoned) {
            this.beforeBatch = beforeBatch;
            this.poisoned = poisoned;
        }

        @Override
        public long batchesPerEpoch() {
            return BATCHES_PER_EPOCH;
        }

        @Override
        public Batch next() throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            beforeBatch.accept(number);
            return batch(number++);
        }

        private Batch batch(long which) {
            SplittableRandom random = new SplittableRandom(which);
            float[] x = new float[BATCH * 4];
            float[] y = new float[BATCH];
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                double sum = 0;
                for (int j = 0; j < 4; j++) {
                    x[4 * i + j] = (float) random.nextDouble(-1, 1);
                    sum += x[4 * i + j];
                }
                y[i] = which == poisoned ? Float.NaN : (float) Math.sin(sum);
                keys.add("sample-" + which + "-" + i);
            }
            Map<String, HostTensor> tensors = Map.of(
                    "x", new HostTensor.Floats(Shape.of(BATCH, 4), x),
                    "y", new HostTensor.Floats(Shape.of(BATCH, 1), y));
            return new Batch(tensors, keys);
        }

        @Override
        public void seek(long batch) {
            number = batch;
        }

        @Override
        public long skipped() {
            return number / 10;
        }

        @Override
        public void close() {}
    }

    @Override
    public Program program() {
        return new Network(width);
    }

    @Override
    public List<ParameterSpec> parameters() {
        Map<String, Shape> inputs = Map.of("x", Shape.of(Shape.ANY, 4), "y", Shape.of(Shape.ANY, 1));
        return Declaration.of(program(), inputs).parameters();
    }

    @Override
    public Parameters initial(long seed) {
        return Parameters.initialize(parameters(), seed);
    }

    @Override
    public OptimizerSettings optimizer() {
        return new OptimizerSettings(0.9, 0.999, 1e-8, 0.05, 1, List.of("teacher."), List.of());
    }

    @Override
    public BatchSource batches() {
        return numbers;
    }

    @Override
    public <T> void afterUpdate(Learner<T> learner, long update) {
        learner.average("teacher.", "out.", 0.9);
    }

    @Override
    public <T> Map<String, Double> evaluate(Learner<T> learner, long update) {
        return Map.of(
                "held-back loss",
                learner.evaluate(numbers.batch(HELD_BACK).tensors()).get(Program.LOSS));
    }

    @Override
    public void close() {
        numbers.close();
    }
}
