package io.facet.training.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import io.facet.domain.UserError;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.inference.bundle.ManifestJson;
import io.facet.training.detect.DetectorCollator;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.network.detector.DetectorProgram;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.network.detector.FaceDetectorNetwork;
import io.facet.training.recipe.DetectorSection;
import io.facet.training.recipe.TrainedRun;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Makes what a bundle needs of a trained face detector: the ONNX file and how its outputs are read. */
public final class DetectorExport {
    /** Path in the bundle. */
    public static final String FILE = "detector.onnx";

    private static final int CHANNELS = 3;
    private static final long SEED = 20260102;

    /** Batch, height and width of what is compared: height and width are open, so they differ. */
    private static final int[][] COMPARED = {{1, 96, 160}, {3, 128, 64}};

    private DetectorExport() {}

    /**
     * What was made.
     *
     * @param model the ONNX file
     * @param spec for the bundle's manifest
     * @param parity how close ONNX Runtime and the engine are
     */
    public record Exported(byte[] model, DetectorSpec spec, ParityCheck.Parity parity) {}

    /**
     * Writes the detector of a run and compares it with the engine. The same run gives the same bytes.
     *
     * @param scoreThreshold from which a detection is a face; the recipe's where none is given
     * @param backend to compare with; stays open. Used by the calling thread
     * @throws UserError if the run trained something else, or ONNX Runtime and the engine differ by more than {@link
     *     ParityCheck#TOLERANCE}
     */
    public static Exported of(TrainedRun run, Optional<Double> scoreThreshold, Backend<?> backend) {
        DetectorSection section = run.recipe().detector();
        if (section == null) {
            throw new UserError(
                    "expected the run of a face detector, found " + run.recipe().name() + " in " + run.checkpoint());
        }
        FaceDetectorNetwork network = section.network();
        Parameters parameters = run.weights().under(network.name() + ".");
        byte[] model = model(network, parameters);
        ParityCheck.Parity parity = parity(backend, network, parameters, model);
        return new Exported(model, spec(scoreThreshold.orElse(section.scoreThreshold()), section.nmsIou()), parity);
    }

    /**
     * Writes the file and, beside it, how it is read: a folder that {@link DetectorPart#open} opens.
     *
     * @throws UserError if the folder cannot be written to
     */
    public static void write(Exported exported, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(exported.spec().file()), exported.model());
            Files.write(folder.resolve(DetectorPart.SPEC), ManifestJson.writeDetector(exported.spec()));
        } catch (IOException e) {
            throw new UserError("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The ONNX file alone. */
    public static byte[] model(FaceDetectorNetwork network, Parameters parameters) {
        return OnnxProgram.write(
                network.name(),
                new DetectorProgram(network),
                List.of(OnnxProgram.input(DetectorProgram.INPUT, DetectorProgram.image())),
                parameters,
                DetectorProgram.outputs());
    }

    /** How such a file is run and read. */
    public static DetectorSpec spec(double scoreThreshold, double nmsIou) {
        ImageInput input = new ImageInput(
                DetectorProgram.INPUT,
                0,
                0,
                DetectorShape.MULTIPLE,
                ColorOrder.RGB,
                1,
                Collections.nCopies(CHANNELS, DetectorCollator.MEAN),
                Collections.nCopies(CHANNELS, DetectorCollator.DEVIATION));
        return new DetectorSpec(
                FILE,
                DetectorSpec.Family.YUNET,
                input,
                DetectorShape.STRIDES,
                List.of(),
                DetectorProgram.outputs(),
                scoreThreshold,
                nmsIou);
    }

    private static <T> ParityCheck.Parity parity(
            Backend<T> backend, FaceDetectorNetwork network, Parameters parameters, byte[] model) {
        try (Inference<T> engine = new Inference<>(backend, new DetectorProgram(network), parameters)) {
            return ParityCheck.require(network.name(), model, engine, batches());
        }
    }

    private static List<Map<String, HostTensor>> batches() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, HostTensor>> batches = new ArrayList<>();
        for (int[] sizes : COMPARED) {
            Shape shape = Shape.of(sizes[0], CHANNELS, sizes[1], sizes[2]);
            float[] values = new float[Math.toIntExact(shape.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            batches.add(Map.of(DetectorProgram.INPUT, new HostTensor.Floats(shape, values)));
        }
        return batches;
    }
}
