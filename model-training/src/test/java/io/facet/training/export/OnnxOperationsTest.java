package io.facet.training.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.facet.training.engine.OperationCase;
import io.facet.training.engine.OperationCases;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Each operation in ONNX Runtime against loops in Java: the cases that training engines are held to. */
class OnnxOperationsTest {
    private static final String OUTPUT = "y";
    private static final int MOST_INDICES = 8;

    /** Asks for the processes of a training run. */
    private static final Set<String> NOT_EXPORTED = Set.of("rowsAmongAll");

    /** A case's operation as a program. */
    private record Single(int number) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            OperationCase<T> operation = OperationCases.<T>all().get(number);
            T result = operation.operation().apply(ops, List.copyOf(inputs.values()));
            // Outputs are float32: indices leave as the numbers they stand for.
            T floats = operation.name().startsWith("argMax") ? ops.gatherRows(numbers(ops), result) : result;
            return Map.of(OUTPUT, floats);
        }

        private static <T> T numbers(Ops<T> ops) {
            float[] numbers = new float[MOST_INDICES];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i;
            }
            return ops.constant(new HostTensor.Floats(Shape.of(numbers.length), numbers));
        }
    }

    @TestFactory
    Stream<DynamicTest> operation_inOnnxRuntime_givesValuesOfReference() {
        List<OperationCase<Shape>> cases = OperationCases.all();
        return cases.stream()
                .filter(each -> !NOT_EXPORTED.contains(each.name()))
                .map(each -> DynamicTest.dynamicTest(
                        each.name(),
                        () -> assertThat(run(cases.indexOf(each), each.inputs()))
                                .containsExactly(each.expected(), within(2e-5))));
    }

    @Test
    void operation_ofTrainingOnly_isRefusedByName() {
        List<OperationCase<Shape>> cases = OperationCases.all();
        for (OperationCase<Shape> each : cases) {
            if (NOT_EXPORTED.contains(each.name())) {
                assertThatThrownBy(() -> run(cases.indexOf(each), each.inputs()))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining(each.name());
            }
        }
    }

    /** What depends on the batch, on batches of other sizes than the file was written for. */
    private record Batched() implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T x = inputs.get("x");
            T first = ops.constant(new HostTensor.Floats(Shape.of(1, 1, 2), new float[] {10, 20}));
            T one = ops.constant(new HostTensor.Floats(Shape.of(1), new float[] {100}));
            T joined = ops.concat(1, List.of(ops.repeatAsBatchOf(first, x), x));
            T flat = ops.reshape(joined, -1, 2);
            T sums = ops.reshape(ops.sum(flat, false, 1), -1, 3);
            T chosen = ops.pick(sums, inputs.get("column"));
            return Map.of("sums", sums, "chosen", ops.add(chosen, ops.repeatAsBatchOf(one, x)));
        }
    }

    @Test
    void program_batchesOfOtherSizes_areServedByOneFile() {
        Map<String, HostTensor> three = new LinkedHashMap<>();
        three.put("x", floats(Shape.of(3, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        three.put("column", new HostTensor.Longs(Shape.of(3), new long[] {0, 1, 2}));
        Map<String, HostTensor> one = new LinkedHashMap<>();
        one.put("x", floats(Shape.of(1, 2, 2), 1, 2, 3, 4));
        one.put("column", new HostTensor.Longs(Shape.of(1), new long[] {2}));
        byte[] model = OnnxProgram.write(
                "batched",
                new Batched(),
                OnnxRun.ports(three, "x", "column"),
                new Parameters(Map.of()),
                List.of("sums", "chosen"));

        assertThat(OnnxRun.run(model, three, "sums")).containsExactly(30, 3, 7, 30, 11, 15, 30, 19, 23);
        assertThat(OnnxRun.run(model, three, "chosen")).containsExactly(130, 111, 123);
        assertThat(OnnxRun.run(model, one, "sums")).containsExactly(30, 3, 7);
        assertThat(OnnxRun.run(model, one, "chosen")).containsExactly(107);
    }

    private static double[] run(int number, List<HostTensor> values) {
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        for (HostTensor value : values) {
            inputs.put("x" + inputs.size(), value);
        }
        float[] results = OnnxRun.run(new Single(number), inputs, OUTPUT);
        double[] doubles = new double[results.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = results[i];
        }
        return doubles;
    }

    private static HostTensor.Floats floats(Shape shape, float... values) {
        return new HostTensor.Floats(shape, values);
    }
}
