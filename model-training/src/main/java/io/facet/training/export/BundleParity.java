package io.facet.training.export;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.face.HeadTask;
import io.facet.inference.onnx.ComposedGraph;
import io.facet.inference.onnx.GraphComposer;
import io.facet.inference.onnx.OnnxFormatException;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * Whether the composed graph of a bundle, as jobs run it, gives what the training engine gives, on pictures of noise and of
 * smooth shades.
 */
final class BundleParity {
    private static final int[] BATCHES = {1, 3};
    private static final long SEED = 20260101;

    private final BundleManifest manifest;
    private final Map<String, byte[]> files;
    private final ServedProgram program;
    private final ImageInput input;

    /**
     * @param manifest whose crops have the encoder's side, so that nothing is resized
     * @param files bytes by path in the bundle
     * @param program what was trained
     */
    BundleParity(BundleManifest manifest, Map<String, byte[]> files, ServedProgram program) {
        this.manifest = manifest;
        this.files = files;
        this.program = program;
        this.input = manifest.encoder().input();
    }

    /**
     * @return the worst of what was found
     * @throws UserError with expected and found, if the graph cannot be run or differs too much
     */
    <T> ParityCheck.Parity require(Backend<T> backend, List<ServedHead> served, Parameters parameters) {
        TreeSet<HeadTask> tasks = served.stream().map(ServedHead::task).collect(Collectors.toCollection(TreeSet::new));
        try (Inference<T> engine = new Inference<>(backend, program, declared(parameters))) {
            ComposedGraph graph = GraphComposer.composeFiles(manifest, files, tasks);
            Map<String, String> outputs = new LinkedHashMap<>();
            served.forEach(task -> outputs.put(task.head(), graph.outputs().get(task.task())));
            ParityCheck.Parity worst = compare(engine, graph, outputs);
            worst.require(manifest.name());
            return worst;
        } catch (OnnxFormatException | InferenceException e) {
            throw new UserError(
                    "%s: expected a graph that ONNX Runtime runs, found: %s".formatted(manifest.name(), e.getMessage()),
                    e);
        }
    }

    private Parameters declared(Parameters parameters) {
        Map<String, HostTensor.Floats> own = new LinkedHashMap<>();
        Map<String, Shape> image =
                Map.of(EncoderProgram.IMAGE, program.encoder().image());
        for (ParameterSpec spec : Declaration.of(program, image).parameters()) {
            own.put(spec.name(), parameters.get(spec.name()));
        }
        return new Parameters(own);
    }

    private ParityCheck.Parity compare(Inference<?> engine, ComposedGraph graph, Map<String, String> outputs) {
        List<ParityCheck.Parity> found = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        try (OnnxSession session = OnnxSession.open(manifest.name(), graph.model(), SessionSettings.singleThread())) {
            for (int batch : BATCHES) {
                byte[] crops = crops(batch, random);
                Map<String, HostTensor.Floats> expected =
                        engine.run(Map.of(EncoderProgram.IMAGE, new HostTensor.Floats(image(batch), seen(crops))));
                Map<String, Tensor.Floats> given = session.run(
                        Map.of(graph.inputName(), new Tensor.Bytes(ByteBuffer.wrap(crops), sizes(image(batch)))),
                        outputs.values().stream().distinct().toList());
                outputs.forEach(
                        (head, output) -> found.add(ParityCheck.compare(head, expected.get(head), given.get(output))));
            }
        }
        return ParityCheck.worst(found);
    }

    private Shape image(int batch) {
        return program.encoder().image().with(0, batch);
    }

    private static List<Long> sizes(Shape shape) {
        List<Long> sizes = new ArrayList<>();
        for (long size : shape.sizes()) {
            sizes.add(size);
        }
        return sizes;
    }

    /** Planes of red, green and blue for each crop: noise over a slope that differs by plane. */
    private byte[] crops(int batch, SplittableRandom random) {
        int side = input.width();
        byte[] crops = new byte[batch * 3 * side * side];
        for (int plane = 0; plane < batch * 3; plane++) {
            double noise = random.nextDouble(100);
            double across = random.nextDouble(-1, 1);
            for (int at = 0; at < side * side; at++) {
                double shade = 128 + across * 100 * (2.0 * (at % side) / side - 1) + noise * random.nextDouble(-1, 1);
                crops[plane * side * side + at] = (byte) Math.min(Math.max(shade, 0), 255);
            }
        }
        return crops;
    }

    /** As the encoder wants them. */
    private float[] seen(byte[] crops) {
        int plane = input.width() * input.height();
        float[] seen = new float[crops.length];
        for (int i = 0; i < seen.length; i++) {
            int channel = i / plane % 3;
            double sample = (crops[i] & 0xFF) * input.scale();
            seen[i] =
                    (float) ((sample - input.mean().get(channel)) / input.std().get(channel));
        }
        return seen;
    }
}
