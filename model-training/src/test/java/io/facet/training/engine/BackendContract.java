package io.facet.training.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.training.engine.OptimizerSettings.RateFactor;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * What every engine must do: the operations, and training by {@link Learner}.
 *
 * @param <T> the engine's tensor
 */
public abstract class BackendContract<T> extends NormContract<T> {
    private static final Programs.Transformer NETWORK = new Programs.Transformer(8, 2);

    /** Of the affine program: decayed matrix (0.5, −0.25), shift 2. */
    private static final Parameters AFFINE = new Parameters(Map.of(
            "layer.matrix", new HostTensor.Floats(Shape.of(2, 1), new float[] {0.5f, -0.25f}),
            "layer.shift", new HostTensor.Floats(Shape.of(1), new float[] {2})));

    /** Means of its columns, which are the gradients of the matrix: 3 and −4. */
    private static final Map<String, HostTensor> BATCH =
            Map.of("x", new HostTensor.Floats(Shape.of(2, 2), new float[] {2, -3, 4, -5}));

    @Test
    void accumulate_affine_givesLossAndGradients() {
        try (Learner<T> learner = affine(OptimizerSettings.of(0, 0))) {
            Map<String, Double> scalars = learner.accumulate(BATCH, 1);
            assertThat(scalars).containsOnlyKeys(Program.LOSS);
            assertThat(scalars.get(Program.LOSS)).isCloseTo(3 * 0.5 + 4 * 0.25 + 2, within(1e-6));
            assertThat(values(learner.gradients(), "layer.matrix")).containsExactly(3, -4);
            assertThat(values(learner.gradients(), "layer.shift")).containsExactly(1);
        }
    }

    @Test
    void accumulate_halvesOfBatch_giveGradientsOfTheWhole() {
        try (Learner<T> whole = network(OptimizerSettings.of(0, 0));
                Learner<T> halves = network(OptimizerSettings.of(0, 0))) {
            Map<String, HostTensor> batch = Programs.Transformer.batch(8, 1);
            double loss = whole.accumulate(batch, 1).get(Program.LOSS);
            double first = halves.accumulate(half(batch, 0), 0.5).get(Program.LOSS);
            double second = halves.accumulate(half(batch, 1), 0.5).get(Program.LOSS);
            assertThat((first + second) / 2).isCloseTo(loss, within(1e-6));
            Parameters expected = whole.gradients();
            Parameters found = halves.gradients();
            assertThat(found.values().keySet()).isEqualTo(expected.values().keySet());
            expected.values()
                    .forEach((name, gradient) ->
                            assertThat(values(found, name)).as(name).containsExactly(gradient.values(), within(1e-6f)));
        }
    }

    @Test
    void accumulate_program_leavesVectorsOutOfScalars() {
        try (Learner<T> learner = network(OptimizerSettings.of(0, 0))) {
            assertThat(learner.accumulate(Programs.Transformer.batch(4, 1), 1))
                    .containsOnlyKeys(Program.LOSS, "largest");
        }
    }

    @Test
    void evaluate_afterwards_leavesNoGradients() {
        try (Learner<T> learner = network(OptimizerSettings.of(0, 0))) {
            Map<String, HostTensor> batch = Programs.Transformer.batch(4, 1);
            double evaluated = learner.evaluate(batch).get(Program.LOSS);
            assertThat(learner.gradients().values()).isEmpty();
            assertThat(learner.accumulate(batch, 1).get(Program.LOSS)).isCloseTo(evaluated, within(1e-7));
        }
    }

    @Test
    void update_firstStep_movesByRateAndDecay() {
        try (Learner<T> learner = affine(OptimizerSettings.of(0.1, 0))) {
            learner.accumulate(BATCH, 1);
            assertThat(learner.update(0.01)).isCloseTo(Math.sqrt(9 + 16 + 1), within(1e-6));
            // After one step the corrected moments are g and g²: each value moves by the rate, against the gradient.
            assertThat(values(learner.parameters(), "layer.matrix"))
                    .containsExactly(
                            new float[] {(float) (0.5 * (1 - 0.001) - 0.01), (float) (-0.25 * (1 - 0.001) + 0.01)},
                            within(1e-7f));
            assertThat(values(learner.parameters(), "layer.shift")).containsExactly(new float[] {1.99f}, within(1e-7f));
            LearnerState state = learner.state();
            assertThat(values(state.means(), "layer.matrix")).containsExactly(new float[] {0.3f, -0.4f}, within(1e-7f));
            assertThat(values(state.variances(), "layer.matrix"))
                    .containsExactly(new float[] {0.009f, 0.016f}, within(1e-8f));
            assertThat(state.updates()).isEqualTo(1);
            assertThat(learner.gradients().values()).isEmpty();
        }
    }

    @Test
    void update_secondStep_followsMomentsWorkedOutByHand() {
        OptimizerSettings settings = new OptimizerSettings(0.5, 0.75, 0.5, 0.2, 0, List.of(), List.of());
        try (Learner<T> learner = affine(settings)) {
            learner.accumulate(BATCH, 1);
            learner.update(0.1);
            learner.accumulate(BATCH, 0.5);
            learner.update(0.2);
            double[] values = {0.5, -0.25};
            double[] gradients = {3, -4};
            float[] expected = new float[2];
            for (int i = 0; i < 2; i++) {
                double g = gradients[i];
                double first = values[i] * (1 - 0.1 * 0.2) - 0.1 * g / (Math.abs(g) + 0.5);
                double mean = (0.5 * 0.5 * g + 0.5 * g / 2) / (1 - 0.25);
                double variance = (0.75 * 0.25 * g * g + 0.25 * g * g / 4) / (1 - 0.75 * 0.75);
                expected[i] = (float) (first * (1 - 0.2 * 0.2) - 0.2 * mean / (Math.sqrt(variance) + 0.5));
            }
            assertThat(values(learner.parameters(), "layer.matrix")).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void update_normAboveClip_scalesGradients() {
        // With epsilon this large a step is nearly rate · g / epsilon: it shows the size of the gradient.
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e3, 0, 1, List.of(), List.of());
        try (Learner<T> learner = affine(settings)) {
            learner.accumulate(BATCH, 1);
            double norm = learner.update(10);
            assertThat(norm).isCloseTo(Math.sqrt(26), within(1e-5));
            LearnerState state = learner.state();
            assertThat(values(state.means(), "layer.matrix"))
                    .containsExactly(
                            new float[] {(float) (0.3 / Math.sqrt(26)), (float) (-0.4 / Math.sqrt(26))}, within(1e-7f));
            double clipped = 1 / Math.sqrt(26);
            assertThat(values(state.parameters(), "layer.shift"))
                    .containsExactly(new float[] {(float) (2 - 10 * clipped / (clipped + 1e3))}, within(1e-5f));
        }
    }

    @Test
    void update_rateFactors_takesTheLongestPrefix() {
        OptimizerSettings settings = new OptimizerSettings(
                0.9,
                0.999,
                1e-8,
                0,
                0,
                List.of(),
                List.of(new RateFactor("layer.", 0.5), new RateFactor("layer.shift", 0.1)));
        try (Learner<T> learner = affine(settings)) {
            learner.accumulate(BATCH, 1);
            learner.update(0.1);
            assertThat(values(learner.parameters(), "layer.matrix"))
                    .containsExactly(new float[] {0.45f, -0.2f}, within(1e-6f));
            assertThat(values(learner.parameters(), "layer.shift")).containsExactly(new float[] {1.99f}, within(1e-6f));
        }
    }

    @Test
    void update_frozenPrefix_leavesItAlone() {
        OptimizerSettings settings =
                new OptimizerSettings(0.9, 0.999, 1e-8, 0.1, 0, List.of("layer.matrix"), List.of());
        try (Learner<T> learner = affine(settings)) {
            learner.accumulate(BATCH, 1);
            assertThat(learner.gradients().values()).containsOnlyKeys("layer.shift");
            assertThat(learner.update(0.1)).isCloseTo(1, within(1e-6));
            assertThat(values(learner.parameters(), "layer.matrix")).containsExactly(0.5f, -0.25f);
            assertThat(values(learner.parameters(), "layer.shift")).containsExactly(new float[] {1.9f}, within(1e-6f));
            assertThat(learner.state().means().values()).containsOnlyKeys("layer.shift");
        }
    }

    @Test
    void update_gradientNotFinite_changesNothingAndNextStepIsClean() {
        Parameters initial = Parameters.initialize(Programs.Logarithm.SPECS, 1);
        try (Learner<T> learner = logarithm(initial);
                Learner<T> untouched = logarithm(initial)) {
            learner.accumulate(row(-1, Math.E), 1);
            assertThat(learner.update(0.1)).isNotFinite();
            assertThat(learner.state().updates()).isZero();
            assertSame(learner.parameters(), initial);
            assertThat(learner.gradients().values()).isEmpty();
            for (Learner<T> each : List.of(learner, untouched)) {
                each.accumulate(row(Math.E, Math.E), 1);
                assertThat(each.update(0.1)).isCloseTo(Math.sqrt(0.5), within(1e-6));
            }
            assertSame(learner.parameters(), untouched.parameters());
        }
    }

    @Test
    void update_parameterWithoutGradient_isLeftAloneEvenByDecay() {
        Parameters initial = Parameters.initialize(Programs.Logarithm.SPECS, 1);
        try (Learner<T> learner = logarithm(initial)) {
            learner.accumulate(row(Math.E, Math.E), 1);
            assertThat(learner.gradients().values()).containsOnlyKeys("weight");
            learner.update(0.1);
            assertThat(values(learner.parameters(), "unused"))
                    .containsExactly(initial.get("unused").values());
        }
    }

    @Test
    void update_manySteps_learns() {
        try (Learner<T> learner = network(OptimizerSettings.of(0.01, 1))) {
            double first = learner.evaluate(Programs.Transformer.batch(12, 0)).get(Program.LOSS);
            train(learner, 0, 40);
            assertThat(learner.evaluate(Programs.Transformer.batch(12, 0)).get(Program.LOSS))
                    .isLessThan(first / 3);
        }
    }

    @Test
    void restore_state_continuesBitIdentically() {
        try (Learner<T> learner = network(OptimizerSettings.of(0.05, 1));
                Learner<T> resumed = network(OptimizerSettings.of(0.05, 1))) {
            train(learner, 0, 5);
            LearnerState state = learner.state();
            train(learner, 5, 5);
            resumed.restore(state);
            train(resumed, 5, 5);
            assertSame(resumed.parameters(), learner.parameters());
            assertSame(resumed.state().means(), learner.state().means());
            assertSame(resumed.state().variances(), learner.state().variances());
            assertThat(resumed.state().updates()).isEqualTo(10);
        }
    }

    @Test
    void restore_sameLearner_goesBack() {
        try (Learner<T> learner = network(OptimizerSettings.of(0.05, 1))) {
            LearnerState fresh = learner.state();
            train(learner, 0, 3);
            Parameters once = learner.parameters();
            learner.restore(fresh);
            assertSame(learner.parameters(), fresh.parameters());
            train(learner, 0, 3);
            assertSame(learner.parameters(), once);
        }
    }

    @Test
    void average_prefixes_movesTargetTowardsSource() {
        List<ParameterSpec> specs = List.of(Programs.spec("teacher.weight", 2), Programs.spec("student.weight", 2));
        Parameters initial = new Parameters(Map.of(
                "teacher.weight", new HostTensor.Floats(Shape.of(2), new float[] {1, 2}),
                "student.weight", new HostTensor.Floats(Shape.of(2), new float[] {3, -2})));
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-8, 0, 0, List.of("teacher."), List.of());
        try (Learner<T> learner = Learner.start(backend, new Programs.Affine(), specs, initial, settings)) {
            learner.average("teacher.", "student.", 0.75);
            assertThat(values(learner.parameters(), "teacher.weight")).containsExactly(1.5f, 1);
            learner.average("teacher.", "student.", 0);
            assertThat(values(learner.parameters(), "teacher.weight")).containsExactly(3, -2);
            assertThat(values(learner.parameters(), "student.weight")).containsExactly(3, -2);
            assertThatThrownBy(() -> learner.average("teacher.", "nobody.", 0.5))
                    .hasMessageContaining("nobody.weight");
        }
    }

    @Test
    void limit_valuesAboveTheBound_areBroughtDownToIt() {
        try (Learner<T> learner = affine(OptimizerSettings.of(0, 0))) {
            learner.limit("layer.matrix", 0.125);
            learner.limit("layer.shift", 3);
            assertThat(values(learner.parameters(), "layer.matrix")).containsExactly(0.125f, -0.25f);
            assertThat(values(learner.parameters(), "layer.shift")).containsExactly(2);
        }
    }

    @Test
    void gradientNorm_manyLeaves_isThatOfAllValues() {
        ParameterSpec table = new ParameterSpec("tokens.weight", Shape.of(4000, 64), Initialization.normal(1));
        T leaf = backend.leaf(Parameters.initialize(List.of(table), 3).get(table.name()), true);
        T other = backend.leaf(Reference.values(1, 7), true);
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            T squares =
                    backend.add(backend.sum(backend.multiply(leaf, leaf), false, 0, 1), backend.sum(other, false, 0));
            backend.backward(squares, 0.5);
            backend.recordGradients(false);
            double sum = 7 * 0.25;
            for (float value : backend.floats(leaf).values()) {
                sum += (double) value * value;
            }
            double norm = Math.sqrt(sum);
            assertThat(backend.gradientNorm(List.of(leaf, other))).isCloseTo(norm, within(norm * 1e-6));
            backend.scaleGradients(List.of(leaf, other), 0.5);
            assertThat(backend.gradientNorm(List.of(leaf, other))).isCloseTo(norm / 2, within(norm * 1e-6));
            backend.clearGradients(List.of(leaf, other));
            assertThat(backend.gradient(leaf)).isEmpty();
            assertThat(backend.gradientNorm(List.of(leaf, other))).isZero();
        } finally {
            backend.recordGradients(false);
            backend.release(leaf);
            backend.release(other);
        }
    }

    @Test
    void assign_valueOfAnotherShape_isRefused() {
        T leaf = backend.leaf(Reference.values(1, 2, 3), true);
        backend.assign(leaf, Reference.values(5, 2, 3));
        assertThat(backend.floats(leaf).values())
                .containsExactly(Reference.values(5, 2, 3).values());
        assertThatThrownBy(() -> backend.assign(leaf, Reference.values(1, 3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected shape [2, 3], found [3, 2]");
        backend.release(leaf);
    }

    @Test
    void inference_parameters_givesResultsOfTraining() {
        Parameters parameters = Parameters.initialize(NETWORK.specs(), 1);
        Map<String, HostTensor> batch = Programs.Transformer.batch(4, 2);
        try (Inference<T> inference = new Inference<>(backend, NETWORK, parameters);
                Learner<T> learner = network(OptimizerSettings.of(0, 0))) {
            Map<String, HostTensor.Floats> results = inference.run(batch);
            assertThat(results.get("logits").shape()).isEqualTo(Shape.of(4, Programs.Transformer.CLASSES));
            assertThat((double) results.get(Program.LOSS).values()[0])
                    .isCloseTo(learner.evaluate(batch).get(Program.LOSS), within(1e-6));
        }
    }

    /** Trains on batches from the given number on. */
    protected static void train(Learner<?> learner, int first, int steps) {
        for (int step = first; step < first + steps; step++) {
            learner.accumulate(Programs.Transformer.batch(12, step), 1);
            learner.update(0.01);
        }
    }

    protected final Learner<T> network(OptimizerSettings settings) {
        List<ParameterSpec> specs = NETWORK.specs();
        return Learner.start(backend, NETWORK, specs, Parameters.initialize(specs, 1), settings);
    }

    private Learner<T> affine(OptimizerSettings settings) {
        return Learner.start(backend, new Programs.Affine(), Programs.Affine.SPECS, AFFINE, settings);
    }

    private Learner<T> logarithm(Parameters initial) {
        return Learner.start(
                backend, new Programs.Logarithm(), Programs.Logarithm.SPECS, initial, OptimizerSettings.of(0.1, 1));
    }

    private static Map<String, HostTensor> row(double... values) {
        return Map.of("x", new HostTensor.Floats(Shape.of(1, 2), new float[] {(float) values[0], (float) values[1]}));
    }

    private static Map<String, HostTensor> half(Map<String, HostTensor> batch, int index) {
        Map<String, HostTensor> half = new LinkedHashMap<>();
        batch.forEach((name, value) -> {
            long[] all = ((HostTensor.Longs) value).values();
            long[] part = new long[all.length / 2];
            System.arraycopy(all, index * part.length, part, 0, part.length);
            half.put(
                    name,
                    new HostTensor.Longs(value.shape().with(0, value.shape().size(0) / 2), part));
        });
        return half;
    }

    private static float[] values(Parameters parameters, String name) {
        return parameters.get(name).values();
    }

    private static void assertSame(Parameters found, Parameters expected) {
        assertThat(found.values().keySet())
                .containsExactlyInAnyOrderElementsOf(expected.values().keySet());
        expected.values()
                .forEach((name, value) ->
                        assertThat(values(found, name)).as(name).containsExactly(value.values()));
    }
}
