package io.facet.training.engine.libtorch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.domain.bundle.TensorSpec;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.export.EncoderProgram;
import io.facet.training.export.OnnxProgram;
import io.facet.training.export.OnnxRun;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/** The features of an encoder in CLIP's layout, of both engines, each in a JVM of its own, and of ONNX Runtime. */
final class ForwardRun {
    private static final int IMAGES = 2;
    private static final double TOLERANCE = 1e-4;

    private ForwardRun() {}

    /** Arguments: engine, size of the encoder, file for the features. */
    public static void main(String[] arguments) throws IOException {
        EncoderProgram program = program(VitSettings.Size.valueOf(arguments[1]));
        try (Backend<?> backend = ParityRun.open(Kind.valueOf(arguments[0]))) {
            ParityRun.write(features(backend, program), Path.of(arguments[2]));
        }
    }

    private static <T> Map<String, HostTensor.Floats> features(Backend<T> backend, EncoderProgram program) {
        try (Inference<T> inference = new Inference<>(backend, program, parameters(program))) {
            return inference.run(images(program));
        }
    }

    /** Fails unless each two of the three agree. */
    static void assertAgree(VitSettings.Size size, String heap, Path folder) throws IOException, InterruptedException {
        Map<Kind, Map<String, HostTensor.Floats>> engines = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            Path file = folder.resolve(kind + ".bin");
            ChildJvm engine = ChildJvm.start(heap, ForwardRun.class, folder.resolve(kind + ".log"), kind, size, file);
            assertThat(engine.exitCode(300)).as(engine.output()).isZero();
            engines.put(kind, ParityRun.read(file));
        }
        Map<String, float[]> onnx = onnx(program(size));
        assertThat(onnx).hasSize(4);
        onnx.forEach((name, found) -> {
            float[] djl = engines.get(Kind.DJL).get(name).values();
            float[] libtorch = engines.get(Kind.LIBTORCH).get(name).values();
            assertThat(djl).hasSize(found.length);
            assertThat(difference(djl, libtorch))
                    .as("%s, DJL and libtorch", name)
                    .isLessThanOrEqualTo(TOLERANCE);
            assertThat(difference(djl, found)).as("%s, DJL and ONNX", name).isLessThanOrEqualTo(TOLERANCE);
            assertThat(difference(libtorch, found))
                    .as("%s, libtorch and ONNX", name)
                    .isLessThanOrEqualTo(TOLERANCE);
        });
    }

    private static Map<String, float[]> onnx(EncoderProgram program) {
        List<String> outputs = program.features().stream().map(TensorSpec::name).toList();
        byte[] model = OnnxProgram.write(
                "encoder",
                program,
                List.of(OnnxProgram.input(EncoderProgram.IMAGE, program.image())),
                parameters(program),
                outputs);
        return OnnxRun.run(model, images(program), outputs);
    }

    private static EncoderProgram program(VitSettings.Size size) {
        VitSettings settings = VitSettings.clip(size);
        return new EncoderProgram(
                new VisionTransformer("encoder", settings), VitSettings.usualLayers(settings.layers()));
    }

    private static Parameters parameters(EncoderProgram program) {
        Map<String, Shape> inputs = Map.of(EncoderProgram.IMAGE, program.image());
        return Parameters.initialize(Declaration.of(program, inputs).parameters(), 7);
    }

    private static Map<String, HostTensor> images(EncoderProgram program) {
        Shape shape = program.image().with(0, IMAGES);
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Map.of(EncoderProgram.IMAGE, new HostTensor.Floats(shape, values));
    }

    /** The largest; not a number where one of the values is not. */
    private static double difference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }
}
