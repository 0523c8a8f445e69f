package io.facet.training.cli;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.testing.CropPreprocessing;
import io.facet.inference.testing.TestCrops;
import io.facet.inference.testing.TinyBundle;
import io.facet.training.data.TestPictures;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Precision;
import io.facet.training.export.EncoderProgram;
import io.facet.training.export.ServedHead;
import io.facet.training.export.ServedProgram;
import io.facet.training.finetune.AgeTask;
import io.facet.training.finetune.LandmarksTask;
import io.facet.training.finetune.Task;
import io.facet.training.recipe.TrainedHeads;
import io.facet.training.recipe.TrainedRun;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A run whose losses read outputs otherwise than bundles do, exported: what is served is what the scores of training go by.
 * These take the served results as the truth, so that an error of 0 says that both are the same.
 */
class TrainedBundleTest {
    private static final int POINTS = 68;
    private static final int PICTURES = 24;
    private static final String RECIPE = """
            name: trial
            encoder: {imageSize: 32, patch: 8, width: 16, layers: 2, heads: 2}
            finetune:
              heads:
                landmarks: {kind: pixel, width: 8}
                age: {kind: farl-attributes, layers: [2]}
              tasks:
                landmarks: {kind: landmarks, head: landmarks, form: soft_labels}
                age: {kind: age, head: age, normalization: sigmoid}
              sets:
                points: {data: {kind: w300, path: points}, batch: 8, tasks: {landmarks: 1}}
                ages: {data: {kind: utkface, path: ages}, batch: 8, tasks: {age: 1}}
              augmentation: {shown: 1}
            schedule: {updates: 12, peak: 5.0e-3}
            checkpoints: {everyUpdates: 12, everyMinutes: 0, keep: 1, logEvery: 1}
            """;
    /** Tasks of the same outputs, read as bundles read them without more. */
    private static final Map<String, Task> AS_BUNDLES_DECODE = Map.of(
            "landmarks",
            new LandmarksTask("landmarks", null, null, null, null, null),
            "age",
            new AgeTask("age", null, null, null, null, null));

    @TempDir
    private Path folder;

    /** The scores of tasks on what a trained network gives. */
    private record Scores(TrainedHeads heads, Map<String, Task> tasks) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            EncoderProgram encoder = EncoderProgram.serving(heads.encoder(), heads.heads());
            Map<String, T> outputs = new ServedProgram(encoder, heads.heads()).apply(ops, inputs);
            Map<String, T> scores = new LinkedHashMap<>();
            for (ServedHead served : heads.served()) {
                T channels = ops.slice(outputs.get(served.head()), 1, served.from(), served.to());
                String name = served.task().key();
                scores.putAll(tasks.get(name)
                        .loss(ops, name, channels, inputs, inputs.get("weights"))
                        .scores());
            }
            return scores;
        }
    }

    @AfterAll
    static void logAsBefore() {
        Configurator.reconfigure();
    }

    @Test
    void exportBundle_softLabelsAndSigmoids_servesWhatTrainingDecodes() throws IOException {
        Path run = train();
        Path out = export(run);

        TrainedRun trained = TrainedRun.open(run);
        TrainedHeads heads = TrainedHeads.of(trained.recipe(), "space");
        Map<String, HostTensor> batch = served(Bundle.open(out));
        Map<String, Double> errors =
                scores(trained, new Scores(heads, trained.recipe().finetune().tasks()), batch);
        Map<String, Double> misread = scores(trained, new Scores(heads, AS_BUNDLES_DECODE), batch);

        assertThat(errors.get("nme")).isCloseTo(0, within(1e-4));
        assertThat(errors.get("mae")).isCloseTo(0, within(1e-2));
        // Were it no matter how they are read, zeros would say nothing.
        assertThat(misread.get("nme")).isGreaterThan(1e-2);
        assertThat(misread.get("mae")).isGreaterThan(0.5);
    }

    private Path train() throws IOException {
        Path ages = Files.createDirectory(folder.resolve("ages"));
        Path points = Files.createDirectory(folder.resolve("points"));
        for (int i = 0; i < PICTURES; i++) {
            byte[] picture = ImageEncoder.png(TestPictures.flat(20, 20, 9 * i, 100, 220 - 9 * i));
            Files.write(ages.resolve("%d_0_0_2017%04d.png".formatted(5 + i / 4, i)), picture);
            Files.write(points.resolve(i + ".png"), picture);
            Files.writeString(points.resolve(i + ".pts"), points(i), StandardCharsets.US_ASCII);
        }
        Path recipe = Files.writeString(folder.resolve("trial.yaml"), RECIPE);
        Path run = folder.resolve("run");
        assertThat(CommandRun.of(
                        "train", "finetune", "--recipe", recipe, "--data", folder, "--threads", 1, "--out", run))
                .isEqualTo(new CommandRun(0, ""));
        return run;
    }

    /** All near the upper left. */
    private static String points(int picture) {
        return "version: 1\nn_points: 68\n{\n" + (3 + picture % 4 + " 4.5\n").repeat(POINTS) + "}\n";
    }

    private Path export(Path run) {
        TinyBundle.write(folder.resolve("detector"));
        Path out = folder.resolve("bundle");
        assertThat(CommandRun.of(
                        "train",
                        "export-bundle",
                        "--run",
                        run,
                        "--detector",
                        folder.resolve("detector"),
                        "--threads",
                        1,
                        "--out",
                        out))
                .isEqualTo(new CommandRun(0, ""));
        return out;
    }

    /** Faces as the engine takes them, and as truth what the bundle says of them. */
    private static Map<String, HostTensor> served(Bundle bundle) {
        List<byte[]> faces = List.of(TestCrops.crop(0), TestCrops.crop(1), TestCrops.crop(2));
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put(EncoderProgram.IMAGE, seen(faces, bundle.manifest().encoder().input()));
        batch.putAll(truth(bundle, faces));
        batch.put("known", ones(Shape.of(faces.size(), POINTS)));
        batch.put("unit", ones(Shape.of(faces.size())));
        batch.put("weights", ones(Shape.of(faces.size())));
        return batch;
    }

    private static HostTensor.Floats seen(List<byte[]> faces, ImageInput input) {
        Region whole = new Region(0, 0, TestCrops.SIZE, TestCrops.SIZE);
        Shape shape = Shape.of(faces.size(), 3, input.height(), input.width());
        FloatBuffer pixels = FloatBuffer.allocate(Math.toIntExact(shape.elements()));
        faces.forEach(face -> pixels.put(CropPreprocessing.apply(face, TestCrops.SIZE, whole, input)));
        return new HostTensor.Floats(shape, pixels.array());
    }

    private static Map<String, HostTensor> truth(Bundle bundle, List<byte[]> faces) {
        float[] years = new float[faces.size()];
        float[] points = new float[faces.size() * 2 * POINTS];
        Set<HeadTask> tasks = Set.of(HeadTask.AGE, HeadTask.LANDMARKS);
        try (FaceAnalyzer analyzer = FaceAnalyzer.open(bundle, tasks, SessionSettings.singleThread())) {
            List<List<HeadResult>> results =
                    analyzer.analyze(faces.stream().map(TrainedBundleTest::crop).toList());
            for (int face = 0; face < years.length; face++) {
                // In the order of HeadTask.
                Landmarks landmarks = (Landmarks) results.get(face).get(0);
                put(points, face * 2 * POINTS, landmarks.points());
                years[face] = (float) ((Age) results.get(face).get(1)).years();
            }
        }
        return Map.of(
                "years",
                new HostTensor.Floats(Shape.of(years.length, 1), years),
                "points",
                new HostTensor.Floats(Shape.of(years.length, POINTS, 2), points));
    }

    private static AlignedCrop crop(byte[] rgb) {
        return new AlignedCrop(rgb, TestCrops.SIZE, new CropTransform(1, 0, 0, 0));
    }

    /** In [0, 1] of the crop. */
    private static void put(float[] points, int at, List<Point> found) {
        for (int i = 0; i < found.size(); i++) {
            points[at + 2 * i] = (float) (found.get(i).x() / TestCrops.SIZE);
            points[at + 2 * i + 1] = (float) (found.get(i).y() / TestCrops.SIZE);
        }
    }

    private static HostTensor.Floats ones(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        Arrays.fill(values, 1);
        return new HostTensor.Floats(shape, values);
    }

    private static Map<String, Double> scores(TrainedRun trained, Program program, Map<String, HostTensor> batch) {
        EngineSettings settings = new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1);
        try (Backend<?> backend = Engines.open(settings)) {
            return scores(backend, trained, program, batch);
        }
    }

    private static <T> Map<String, Double> scores(
            Backend<T> backend, TrainedRun trained, Program program, Map<String, HostTensor> batch) {
        Map<String, Double> scores = new LinkedHashMap<>();
        try (Inference<T> engine = new Inference<>(backend, program, trained.weights())) {
            engine.run(batch).forEach((name, value) -> scores.put(name, (double) value.values()[0]));
        }
        return scores;
    }
}
