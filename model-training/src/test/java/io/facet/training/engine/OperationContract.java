package io.facet.training.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * What every engine's operations must do: values, gradients, shapes, refusals.
 *
 * @param <T> the engine's tensor
 */
public abstract class OperationContract<T> extends EngineContract<T> {
    /** Of the central differences that gradients are compared with. */
    private static final float DIFFERENCE = 1e-2f;

    @TestFactory
    Stream<DynamicTest> operation_inputs_givesValuesOfReference() {
        return OperationCases.<T>all().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name(),
                        () -> assertThat(run(each, each.inputs()))
                                .as(each.name())
                                .containsExactly(each.expected(), within(2e-5))));
    }

    @TestFactory
    Stream<DynamicTest> operation_inputs_hasGradientsOfDifferences() {
        return OperationCases.<T>all().stream()
                .filter(OperationCase::smooth)
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> compareGradients(each)));
    }

    @TestFactory
    Stream<DynamicTest> operation_inputs_hasDeclaredShape() {
        Map<String, OperationCase<Shape>> declared = new LinkedHashMap<>();
        OperationCases.<Shape>all().forEach(each -> declared.put(each.name(), each));
        return OperationCases.<T>all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    try (Backend.Scope scope = backend.scope()) {
                        Shape found = backend.shape(apply(each, each.inputs()));
                        assertThat(found).isEqualTo(declaredShape(declared.get(each.name())));
                    }
                }));
    }

    @Test
    void operation_shapesThatDoNotFit_namesThem() {
        refuses("[2, 3] and [4] do not broadcast", ops -> ops.add(zeros(2, 3), zeros(4)));
        refuses("matmul of [2, 3] and [2, 3]", ops -> ops.matmul(zeros(2, 3), zeros(2, 3)));
        refuses("linear of [2, 3] with weight [4, 2]", ops -> ops.linear(zeros(2, 3), zeros(4, 2)));
        refuses("bias: expected shape [4], found [3]", ops -> ops.linear(zeros(2, 3), zeros(4, 3), zeros(3)));
        refuses(
                "convolution of [1, 3, 4, 4] with weight [2, 4, 1, 1]",
                ops -> ops.conv2d(zeros(1, 3, 4, 4), zeros(2, 4, 1, 1), 1, 0));
        refuses(
                "transposed convolution of [1, 3, 4, 4] with weight [4, 3, 1, 1]",
                ops -> ops.convTranspose2d(zeros(1, 3, 4, 4), zeros(4, 3, 1, 1), zeros(3), 1, 0));
        refuses(
                "convolution of [1, 3, 4, 4] with weight [2, 1, 1, 1] in 2 groups",
                ops -> ops.conv2d(zeros(1, 3, 4, 4), zeros(2, 1, 1, 1), 1, 0, 2));
        refuses(
                "batch norm of [2, 3, 4, 4] with [4]: expected [N, C, ...] and [C]",
                ops -> ops.batchNorm(zeros(2, 3, 4, 4), zeros(3), zeros(3), zeros(3), zeros(4), 0.1, 1e-5));
        refuses("reshape of [2, 3] to [4, -1]", ops -> ops.reshape(zeros(2, 3), 4, -1));
        refuses("permute of [2, 3] by [0, 0]", ops -> ops.permute(zeros(2, 3), 0, 0));
        refuses(
                "concat along axis 0 of shapes [[2, 3], [2, 4]]",
                ops -> ops.concat(0, List.of(zeros(2, 3), zeros(2, 4))));
        refuses("slice [1, 4) of axis 1 of a tensor of shape [2, 3]", ops -> ops.slice(zeros(2, 3), 1, 1, 4));
        refuses("expected [1, ...] to repeat, found [2, 3]", ops -> ops.repeatAsBatchOf(zeros(2, 3), zeros(4)));
        refuses("axis 2 of a tensor of shape [2, 3]", ops -> ops.sum(zeros(2, 3), false, 2));
        refuses(
                "gain of the norm of [2, 3]: expected shape [3], found [2]",
                ops -> ops.layerNorm(zeros(2, 3), zeros(2), zeros(3), 1e-5));
        refuses(
                "attention of [1, 1, 4, 2], [1, 1, 4, 3], [1, 1, 4, 3]",
                ops -> ops.attention(zeros(1, 1, 4, 2), zeros(1, 1, 4, 3), zeros(1, 1, 4, 3), false));
    }

    @Test
    void normalize_rowOfZeros_staysZeroAndHasAFiniteGradient() {
        T leaf = backend.leaf(new HostTensor.Floats(Shape.of(2, 2), new float[] {0, 0, 3, 4}), true);
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            T normalized = backend.normalize(leaf);
            assertThat(backend.floats(normalized).values())
                    .containsExactly(new float[] {0, 0, 0.6f, 0.8f}, within(1e-6f));
            backend.backward(backend.sum(normalized, false, 0, 1), 1);
            for (float slope :
                    backend.floats(backend.gradient(leaf).orElseThrow()).values()) {
                assertThat(slope).isFinite();
            }
        } finally {
            backend.recordGradients(false);
            backend.release(leaf);
        }
    }

    @Test
    void parameter_notBoundOrOfAnotherShape_isRefusedByName() {
        assertThatThrownBy(() -> backend.parameter(Programs.spec("missing", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
        T leaf = backend.leaf(Reference.values(1, 3), true);
        backend.bind(Map.of("weight", leaf));
        assertThat(backend.shape(backend.parameter(Programs.spec("weight", 3)))).isEqualTo(Shape.of(3));
        assertThatThrownBy(() -> backend.parameter(Programs.spec("weight", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight: expected shape [2], found [3]");
        backend.release(leaf);
    }

    @Test
    void constant_hostTensors_comeBackAsTheyWere() {
        try (Backend.Scope scope = backend.scope()) {
            HostTensor.Floats floats = Reference.values(1, 2, 3);
            HostTensor.Longs longs = Reference.indices(Shape.of(3), 1L << 40, -5, 0);
            assertThat(backend.floats(backend.constant(floats)).values()).containsExactly(floats.values());
            assertThat(backend.longs(backend.constant(longs)).values()).containsExactly(longs.values());
            assertThat(backend.floats(backend.constant(HostTensor.Floats.scalar(2.5)))
                            .shape())
                    .isEqualTo(Shape.of());
        }
    }

    @Test
    void constant_arrayWrittenToLater_keepsItsValues() {
        try (Backend.Scope scope = backend.scope()) {
            HostTensor.Floats floats = Reference.values(1, 2, 3);
            T constant = backend.constant(floats);
            float before = floats.values()[0];
            floats.values()[0] = 100;
            assertThat(backend.floats(constant).values()[0]).isEqualTo(before);
        }
    }

    @Test
    void scope_nested_keepsTensorsOfTheOuterOne() {
        try (Backend.Scope outer = backend.scope()) {
            T kept = backend.constant(Reference.values(1, 4));
            try (Backend.Scope inner = backend.scope()) {
                assertThat(backend.floats(backend.multiply(kept, 2)).values()[0])
                        .isEqualTo(2 * Reference.values(1, 4).values()[0]);
            }
            assertThat(backend.floats(backend.add(kept, kept)).values()).hasSize(4);
        }
    }

    @Test
    void scope_closedTwice_closesOnce() {
        try (Backend.Scope outer = backend.scope()) {
            T kept = backend.constant(Reference.values(1, 4));
            Backend.Scope inner = backend.scope();
            inner.close();
            inner.close();
            assertThat(backend.floats(kept).values()).hasSize(4);
        }
    }

    @Test
    void description_open_namesLibraryDeviceAndPrecision() {
        assertThat(backend.description()).contains("CPU", "FP32", "1 thread");
        assertThat(backend.processes()).isEqualTo(1);
        assertThat(backend.rank()).isZero();
    }

    @Test
    void close_twice_closesOnce() {
        backend.close();
        backend.close();
    }

    private T zeros(long... sizes) {
        Shape shape = new Shape(sizes);
        return backend.constant(new HostTensor.Floats(shape, new float[(int) shape.elements()]));
    }

    private void refuses(String message, Function<Ops<T>, T> operation) {
        try (Backend.Scope scope = backend.scope()) {
            assertThatThrownBy(() -> operation.apply(backend))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
        }
    }

    private T apply(OperationCase<T> operation, List<? extends HostTensor> inputs) {
        return operation
                .operation()
                .apply(backend, inputs.stream().map(backend::constant).toList());
    }

    private static Shape declaredShape(OperationCase<Shape> operation) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (int i = 0; i < operation.inputs().size(); i++) {
            inputs.put("x" + i, operation.inputs().get(i).shape());
        }
        Program program = new ShapeProgram(operation);
        return Declaration.of(program, inputs).outputs().get("y");
    }

    /** Runs a case of shapes where the interpreter is the declaration. */
    private record ShapeProgram(OperationCase<Shape> operation) implements Program {
        @Override
        @SuppressWarnings("unchecked")
        public <S> Map<String, S> apply(Ops<S> ops, Map<String, S> inputs) {
            List<Shape> shapes = new ArrayList<>((Collection<Shape>) inputs.values());
            return Map.of("y", (S) operation.operation().apply((Ops<Shape>) ops, shapes));
        }
    }

    /** The values of an operation, int64 ones too. */
    private double[] run(OperationCase<T> operation, List<? extends HostTensor> inputs) {
        try (Backend.Scope scope = backend.scope()) {
            return values(operation, apply(operation, inputs));
        }
    }

    private double[] values(OperationCase<T> operation, T result) {
        if (operation.name().startsWith("argMax") || operation.name().startsWith("rowsAmongAll")) {
            long[] longs = backend.longs(result).values();
            double[] values = new double[longs.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = longs[i];
            }
            return values;
        }
        return Reference.each(backend.floats(result), value -> value);
    }

    private void compareGradients(OperationCase<T> operation) {
        List<HostTensor> inputs = operation.inputs();
        HostTensor.Floats weights = Reference.values(9, new long[] {operation.expected().length});
        List<HostTensor.Floats> gradients = gradients(operation, weights);
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof HostTensor.Floats x && gradients.get(i) != null) {
                double[] expected = differences(operation, weights, i, x);
                assertThat(Reference.each(gradients.get(i), value -> value))
                        .as("gradient of %s by input %d", operation.name(), i)
                        .containsExactly(expected, within(3e-3));
            }
        }
    }

    /** Of Σ weights · operation(inputs), by each float32 input; null where the input's values do not count. */
    private List<HostTensor.Floats> gradients(OperationCase<T> operation, HostTensor.Floats weights) {
        List<T> inputs = new ArrayList<>();
        List<HostTensor.Floats> gradients = new ArrayList<>();
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            for (HostTensor input : operation.inputs()) {
                inputs.add(input instanceof HostTensor.Floats x ? backend.leaf(x, true) : backend.constant(input));
            }
            T flat = backend.reshape(operation.operation().apply(backend, inputs), -1);
            backend.backward(backend.sum(backend.multiply(flat, backend.constant(weights)), false, 0), 1);
            for (int i = 0; i < inputs.size(); i++) {
                boolean isLeaf = operation.inputs().get(i) instanceof HostTensor.Floats;
                gradients.add(
                        isLeaf
                                ? backend.gradient(inputs.get(i))
                                        .map(backend::floats)
                                        .orElse(null)
                                : null);
            }
            assertThat(gradients.get(0)).as("gradient of %s", operation.name()).isNotNull();
        } finally {
            backend.recordGradients(false);
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (operation.inputs().get(i) instanceof HostTensor.Floats) {
                backend.release(inputs.get(i));
            }
        }
        return gradients;
    }

    private double[] differences(
            OperationCase<T> operation, HostTensor.Floats weights, int input, HostTensor.Floats x) {
        double[] differences = new double[x.values().length];
        for (int i = 0; i < differences.length; i++) {
            double above = weighted(operation, weights, input, moved(x, i, DIFFERENCE));
            double below = weighted(operation, weights, input, moved(x, i, -DIFFERENCE));
            differences[i] = (above - below) / (2 * DIFFERENCE);
        }
        return differences;
    }

    private double weighted(OperationCase<T> operation, HostTensor.Floats weights, int input, HostTensor.Floats value) {
        List<HostTensor> inputs = new ArrayList<>(operation.inputs());
        inputs.set(input, value);
        double[] results = run(operation, inputs);
        double sum = 0;
        for (int i = 0; i < results.length; i++) {
            sum += results[i] * weights.values()[i];
        }
        return sum;
    }

    static HostTensor.Floats moved(HostTensor.Floats x, int index, float by) {
        float[] values = x.values().clone();
        values[index] += by;
        return new HostTensor.Floats(x.shape(), values);
    }
}
