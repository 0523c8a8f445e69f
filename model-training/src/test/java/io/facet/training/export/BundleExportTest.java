package io.facet.training.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.domain.bundle.TensorSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.ManifestJson;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.testing.TestCrops;
import io.facet.inference.testing.TinyBundle;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.network.Activation;
import io.facet.training.network.ConvStem;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.Head;
import io.facet.training.network.head.HeadSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole bundles of small networks: what is in them, that they run, and what is refused. */
class BundleExportTest {
    private static final VitSettings ENCODER = new VitSettings(
            32, 16, 32, 3, 2, Activation.QUICK_GELU, 1e-5, true, false, new ConvStem(List.of(4, 6), List.of(0, 1)));
    private static final List<Head> HEADS = List.of(
            new HeadSettings.Pixel(null, 8).head("dense", ENCODER, 5),
            new HeadSettings.FarlAttributes(List.of(1, 2)).head("people", ENCODER, 11),
            new HeadSettings.Identity(null).head("identity", ENCODER, 16),
            new HeadSettings.Identity(1).head("unused", ENCODER, 16));
    private static final List<ServedHead> SERVED = List.of(
            new ServedHead(
                    HeadTask.LANDMARKS,
                    "dense",
                    0,
                    2,
                    Decoding.HEATMAPS,
                    List.of(),
                    "two-points",
                    ServedForm.AS_TRAINED),
            new ServedHead(
                    HeadTask.PARSING,
                    "dense",
                    2,
                    5,
                    Decoding.CLASS_MAP,
                    List.of("none", "skin", "hair"),
                    null,
                    ServedForm.AS_TRAINED),
            new ServedHead(
                    HeadTask.AGE, "people", 0, 9, Decoding.AGE_EXPECTATION, List.of(), null, ServedForm.AS_TRAINED),
            new ServedHead(
                    HeadTask.GENDER,
                    "people",
                    9,
                    11,
                    Decoding.SOFTMAX,
                    List.of("male", "female"),
                    null,
                    ServedForm.AS_TRAINED),
            new ServedHead(
                    HeadTask.IDENTITY,
                    "identity",
                    0,
                    16,
                    Decoding.EMBEDDING,
                    List.of(),
                    "tiny-space",
                    ServedForm.AS_TRAINED));

    private static Backend<?> backend;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openBackend() {
        backend = Engines.open(new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1));
    }

    @AfterAll
    static void closeBackend() {
        backend.close();
    }

    @Test
    void run_headsAndDetector_givesABundleThatAnalysesFaces() {
        BundleExport.Exported exported = export(contents(SERVED), parameters());
        Bundle bundle = Bundle.open(folder.resolve("out"));

        assertThat(exported.parity().largestDifference()).isBetween(0.0, 1e-4);
        assertThat(exported.bytes()).isPositive();
        assertThat(bundle.manifest()).isEqualTo(exported.manifest());
        assertThat(bundle.manifest().alignment().name()).isEqualTo("facet-224-v1");
        assertThat(bundle.manifest().encoder().features())
                .extracting(TensorSpec::name)
                .containsExactly("features.1", "features.2", "features.3", "stem.4");
        assertThat(bundle.manifest().files())
                .extracting(file -> file.path())
                .containsExactly(
                        "attached/pretraining.json",
                        "card.md",
                        "detector.onnx",
                        "encoder.onnx",
                        "heads/dense.onnx",
                        "heads/identity.onnx",
                        "heads/people.onnx");
        Set<HeadTask> tasks =
                Set.of(HeadTask.LANDMARKS, HeadTask.PARSING, HeadTask.AGE, HeadTask.GENDER, HeadTask.IDENTITY);
        try (FaceAnalyzer analyzer = FaceAnalyzer.open(bundle, tasks, SessionSettings.singleThread())) {
            List<List<HeadResult>> results = analyzer.analyze(List.of(crop(1), crop(2)));
            assertThat(results).hasSize(2).allMatch(face -> face.size() == 5);
            assertThat(analyzer.unreadable()).isZero();
        }
    }

    @Test
    void run_tasksInAnotherForm_changesTheirChannelsAndNoOthers() {
        List<ServedHead> formed = SERVED.stream().map(BundleExportTest::formed).toList();
        BundleExport.Exported plain = export(contents(SERVED), parameters());
        BundleExport.Exported changed = BundleExport.run(
                backend, contents(formed), parameters(), Releases.release(Optional.empty()), folder.resolve("formed"));

        assertThat(changed.parity().holds()).isTrue();
        assertThat(changed.manifest().heads()).isEqualTo(plain.manifest().heads());
        Map<HeadTask, HeadResult> before = results(folder.resolve("out"));
        Map<HeadTask, HeadResult> after = results(folder.resolve("formed"));
        assertThat(after.keySet()).isEqualTo(before.keySet()).hasSize(5);
        after.forEach((task, result) -> {
            RecursiveComparisonAssert<?> served =
                    assertThat(result).as(task.key()).usingRecursiveComparison();
            if (task == HeadTask.LANDMARKS || task == HeadTask.AGE) {
                served.isNotEqualTo(before.get(task));
            } else {
                served.isEqualTo(before.get(task));
            }
        });
    }

    private static ServedHead formed(ServedHead task) {
        ServedForm form = switch (task.task()) {
            case LANDMARKS -> ServedForm.MAPS_BY_SOFTMAX;
            case AGE -> ServedForm.AGES_BY_SIGMOID;
            default -> ServedForm.AS_TRAINED;
        };
        return new ServedHead(
                task.task(), task.head(), task.from(), task.to(), task.decoding(), task.labels(), task.scheme(), form);
    }

    private static Map<HeadTask, HeadResult> results(Path bundle) {
        Set<HeadTask> tasks = SERVED.stream().map(ServedHead::task).collect(Collectors.toSet());
        Map<HeadTask, HeadResult> results = new EnumMap<>(HeadTask.class);
        try (FaceAnalyzer analyzer = FaceAnalyzer.open(Bundle.open(bundle), tasks, SessionSettings.singleThread())) {
            analyzer.analyze(List.of(crop(1))).get(0).forEach(result -> results.put(result.task(), result));
        }
        return results;
    }

    @Test
    void run_twice_givesTheSameManifest() {
        assertThat(export(contents(SERVED), parameters()).manifest())
                .isEqualTo(BundleExport.run(
                                backend,
                                contents(SERVED),
                                parameters(),
                                Releases.release(Optional.empty()),
                                folder.resolve("again"))
                        .manifest());
    }

    @Test
    void run_card_tellsOfTasksAndDetector() {
        export(contents(SERVED), parameters());
        String card = new String(Bundle.open(folder.resolve("out")).bytes("card.md"), StandardCharsets.UTF_8);

        assertThat(card)
                .contains("# tiny-encoder 1.0.0", "- Licence: research-only", "- Detector: ")
                .contains("- `gender`, by `heads/people.onnx`: male, female")
                .contains("- `landmarks`, by `heads/dense.onnx`, two-points")
                .contains("- Score `probe.gender`: 0.75");
    }

    @Test
    void run_parametersThatAreNoNumbers_isRefusedAndLeavesNothing() {
        Map<String, HostTensor.Floats> values = new LinkedHashMap<>(parameters().values());
        HostTensor.Floats bias = values.get("head.people.classify.bias");
        values.put("head.people.classify.bias", new HostTensor.Floats(bias.shape(), nans(bias.values().length)));

        assertThatThrownBy(() -> export(contents(SERVED), new Parameters(values)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("tiny-encoder: expected ONNX Runtime within ")
                .hasMessageContaining("in people of a batch of 1");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void run_decodingThatDoesNotFit_isRefusedAndLeavesNothing() {
        List<ServedHead> wrong = List.of(new ServedHead(
                HeadTask.GENDER,
                "people",
                0,
                2,
                Decoding.SIGMOID,
                List.of("male", "female"),
                null,
                ServedForm.AS_TRAINED));

        assertThatThrownBy(() -> export(contents(wrong), parameters()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("heads.gender.decoding: expected one of [SOFTMAX], found SIGMOID");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void run_folderInUse_isRefused() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        Files.writeString(folder.resolve("out/precious.txt"), "keep me");

        assertThatThrownBy(() -> export(contents(SERVED), parameters()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected an empty directory, found precious.txt in it");
    }

    @Test
    void contents_taskOfAHeadThatIsNotThere_isRefused() {
        ServedHead lost = new ServedHead(
                HeadTask.AGE, "lost", 0, 9, Decoding.AGE_EXPECTATION, List.of(), null, ServedForm.AS_TRAINED);

        assertThatThrownBy(() -> contents(List.of(lost)))
                .hasMessage("task age: expected a head out of [dense, people, identity, unused], found lost");
    }

    @Test
    void detector_ofAFolder_isThatOfTheBundleItWasWrittenFrom() throws IOException {
        DetectorPart ours = detector();
        Path apart = Files.createDirectory(folder.resolve("apart"));
        Files.write(apart.resolve("detector.onnx"), ours.model());
        Files.write(apart.resolve(DetectorPart.SPEC), ManifestJson.writeDetector(ours.spec()));
        DetectorPart read = DetectorPart.open(apart, "MIT");

        assertThat(read.spec()).isEqualTo(ours.spec());
        assertThat(read.model()).isEqualTo(ours.model());
        assertThat(read.source().licence()).isEqualTo("MIT");
        assertThat(read.source().origin()).isEqualTo("apart/detector.onnx");
    }

    private BundleExport.Exported export(BundleContents contents, Parameters parameters) {
        return BundleExport.run(
                backend, contents, parameters, Releases.release(Optional.empty()), folder.resolve("out"));
    }

    private BundleContents contents(List<ServedHead> served) {
        byte[] card = "{}".getBytes(StandardCharsets.UTF_8);
        return new BundleContents(
                new VisionTransformer("encoder", ENCODER),
                HEADS,
                served,
                detector(),
                new TreeMap<>(Map.of("attached/pretraining.json", card)));
    }

    private DetectorPart detector() {
        Path bundle = folder.resolve("detector");
        if (Files.notExists(bundle)) {
            TinyBundle.write(bundle);
        }
        return DetectorPart.open(bundle, "research-only");
    }

    private static Parameters parameters() {
        EncoderProgram encoder = EncoderProgram.serving(new VisionTransformer("encoder", ENCODER), HEADS);
        List<ParameterSpec> specs = new ArrayList<>(
                Declaration.of(new ServedProgram(encoder, HEADS), Map.of(EncoderProgram.IMAGE, encoder.image()))
                        .parameters());
        return Parameters.initialize(specs, 7);
    }

    private static AlignedCrop crop(int seed) {
        return new AlignedCrop(TestCrops.crop(seed), TestCrops.SIZE, new CropTransform(1, 0, 0, 0));
    }

    private static float[] nans(int count) {
        float[] values = new float[count];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
