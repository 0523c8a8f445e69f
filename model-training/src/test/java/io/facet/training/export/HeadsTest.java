package io.facet.training.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.engine.djl.DjlBackend;
import io.facet.training.network.Activation;
import io.facet.training.network.ConvStem;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.FaceptorDecoder;
import io.facet.training.network.head.HeadSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/** Every head: its shape, its gradients, and that ONNX Runtime computes what the training engine does. */
class HeadsTest {
    private static final VitSettings PLAIN = new VitSettings(64, 16, 32, 12, 2, Activation.GELU, 1e-6, false, true);
    private static final VitSettings STEM = PLAIN.withStem(new ConvStem(List.of(4, 6, 8), List.of(0, 0, 0)));

    private static final FaceptorDecoder FIRST_STAGE = new FaceptorDecoder(16, 2, 2, 24, false, null, null);
    private static final FaceptorDecoder PAPER =
            new FaceptorDecoder(16, 2, 2, 24, true, FaceptorDecoder.Projections.SHARED, FaceptorDecoder.Places.LEARNT);

    private static Backend<NDArray> engine;

    /** A head on an encoder, and what it is to give. */
    private record Case(String name, HeadSettings settings, VitSettings encoder, int outputs, Shape output) {
        HeadProgram program() {
            return new HeadProgram(settings.head("test", encoder, outputs), encoder);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("pixel", new HeadSettings.Pixel(null, 8), PLAIN, 5, Shape.of(Shape.ANY, 5, 32, 32)),
                new Case("pixel, stem", new HeadSettings.Pixel(6, 8), STEM, 5, Shape.of(Shape.ANY, 5, 32, 32)),
                new Case("attributes", new HeadSettings.FarlAttributes(null), PLAIN, 40, Shape.of(Shape.ANY, 40)),
                new Case("identity", new HeadSettings.Identity(null), PLAIN, 16, Shape.of(Shape.ANY, 16)),
                maps("upernet", new HeadSettings.UperNet(null, 8, null), PLAIN, 64),
                maps("upernet, odd grid", new HeadSettings.UperNet(null, 8, 40), PLAIN.withImageSize(80), 40),
                values("naive attributes", new HeadSettings.NaiveAttributes(null, 32)),
                maps("faceptor, maps", new HeadSettings.FaceptorMaps(FIRST_STAGE, 32), PLAIN, 32),
                values("faceptor, values", new HeadSettings.FaceptorValues(FIRST_STAGE)),
                values("faceptor, layer-attention", new HeadSettings.FaceptorValues(FIRST_STAGE.withLayerAttention())),
                maps("faceptor as in the paper", new HeadSettings.FaceptorMaps(PAPER, null), PLAIN, 64));
    }

    private static Case maps(String name, HeadSettings settings, VitSettings encoder, int side) {
        return new Case(name, settings, encoder, 5, Shape.of(Shape.ANY, 5, side, side));
    }

    private static Case values(String name, HeadSettings settings) {
        return new Case(name, settings, PLAIN, 7, Shape.of(Shape.ANY, 7));
    }

    @BeforeAll
    static void openEngine() {
        engine = DjlBackend.open(new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1));
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void output_hasDeclaredShape(Case each) {
        assertThat(each.program().output()).isEqualTo(each.output());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parameters_areUnderTheHeadsPrefix(Case each) {
        assertThat(each.program().declared().parameters())
                .extracting(ParameterSpec::name)
                .allMatch(name -> name.startsWith(each.program().head().prefix() + "."));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onnxFile_givesWhatTheEngineGives(Case each) {
        HeadProgram program = each.program();
        Parameters parameters = shaken(program.declared());
        byte[] model = OnnxProgram.write("head", program, program.inputs(), parameters, List.of(HeadProgram.OUTPUT));

        try (Inference<NDArray> inference = new Inference<>(engine, program, parameters)) {
            ParityCheck.Parity parity =
                    ParityCheck.require("head", model, inference, ParityCheck.randomBatches(program.inputs(), 3));
            assertThat(parity.largestValue()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradient_reachesEveryParameter(Case each) {
        HeadProgram program = each.program();
        Declaration.Declared declared = program.declared();
        Parameters parameters = shaken(declared);
        Map<String, NDArray> leaves = new LinkedHashMap<>();
        declared.parameters()
                .forEach(spec -> leaves.put(spec.name(), engine.leaf(parameters.get(spec.name()), !spec.statistic())));

        List<String> unreached = new ArrayList<>();
        engine.bind(leaves);
        engine.recordGradients(true);
        try (Backend.Scope scope = engine.scope()) {
            engine.backward(weighted(program), 1);
            declared.parameters().stream()
                    .filter(spec -> !spec.statistic())
                    .filter(spec -> engine.gradientNorm(List.of(leaves.get(spec.name()))) < 1e-9)
                    .forEach(spec -> unreached.add(spec.name()));
        } finally {
            engine.recordGradients(false);
            engine.clearGradients(leaves.values());
            leaves.values().forEach(engine::release);
        }
        assertThat(unreached).isEmpty();
    }

    /** A sum of outputs whose weights are all different, so that no norm cancels it. */
    private static NDArray weighted(HeadProgram program) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        ParityCheck.randomBatches(program.inputs(), 5)
                .get(1)
                .forEach((name, value) -> inputs.put(name, engine.constant(value)));
        NDArray output = program.apply(engine, inputs).get(HeadProgram.OUTPUT);
        Shape shape = engine.shape(output);
        HostTensor weights = normal(shape, new SplittableRandom(9), 0, 1);
        return engine.mean(engine.multiply(output, engine.constant(weights)));
    }

    /** Values as after some training: none of them 0 or 1 by its beginning, variances positive. */
    private static Parameters shaken(Declaration.Declared declared) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, HostTensor.Floats> values = new LinkedHashMap<>();
        Parameters.initialize(declared.parameters(), 7).values().forEach((name, value) -> {
            float[] noise = normal(value.shape(), random, 0, 0.1).values();
            for (int i = 0; i < noise.length; i++) {
                noise[i] = name.endsWith("Variance")
                        ? value.values()[i] + Math.abs(noise[i])
                        : value.values()[i] + noise[i];
            }
            values.put(name, new HostTensor.Floats(value.shape(), noise));
        });
        return new Parameters(values);
    }

    private static HostTensor.Floats normal(Shape shape, SplittableRandom random, double mean, double deviation) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return new HostTensor.Floats(shape, values);
    }
}
