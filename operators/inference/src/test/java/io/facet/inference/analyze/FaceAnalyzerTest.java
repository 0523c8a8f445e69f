package io.facet.inference.analyze;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleAssembler;
import io.facet.inference.onnx.Attributes;
import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.TensorPort;
import io.facet.inference.testing.ExactResults;
import io.facet.inference.testing.TinyBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FaceAnalyzerTest {
    private static final int SIZE = 224;
    private static final int FACES = 32;

    @TempDir
    private static Path folder;

    private static Bundle bundle;
    private static Set<HeadTask> tasks;
    private static FaceAnalyzer analyzer;
    private static List<AlignedCrop> crops;

    @BeforeAll
    static void openAnalyzer() {
        TinyBundle.write(folder.resolve("bundle"));
        bundle = Bundle.open(folder.resolve("bundle"));
        tasks = bundle.manifest().heads().stream()
                .map(HeadSpec::task)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(HeadTask.class)));
        analyzer = FaceAnalyzer.open(bundle, tasks, SessionSettings.singleThread());
        crops = IntStream.range(0, FACES).mapToObj(FaceAnalyzerTest::crop).toList();
    }

    @AfterAll
    static void closeAnalyzer() {
        analyzer.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void analyze_inOtherBatches_givesEachFaceTheSameBitByBit(int batch) {
        List<List<HeadResult>> results = new ArrayList<>();
        for (int from = 0; from < FACES; from += batch) {
            results.addAll(analyzer.analyze(crops.subList(from, Math.min(FACES, from + batch))));
        }
        assertThat(ExactResults.of(results)).isEqualTo(ExactResults.of(analyzer.analyze(crops)));
    }

    @Test
    void analyze_allHeads_givesOneResultEachInTheOrderOfTheTasks() {
        List<HeadResult> results = analyzer.analyze(List.of(crops.get(0))).get(0);
        assertThat(results).extracting(HeadResult::task).containsExactlyElementsOf(tasks);
    }

    @Test
    void analyze_oneHead_givesWhatItGivesAmongAll() {
        try (FaceAnalyzer ages = FaceAnalyzer.open(bundle, Set.of(HeadTask.AGE), SessionSettings.singleThread())) {
            List<HeadResult> alone = ages.analyze(List.of(crops.get(3))).get(0);
            assertThat(alone)
                    .singleElement()
                    .isInstanceOf(Age.class)
                    .isEqualTo(analyzer.analyze(List.of(crops.get(3))).get(0).get(HeadTask.AGE.ordinal()));
        }
    }

    @Test
    void analyze_facesThatDiffer_getResultsThatDiffer() {
        List<List<HeadResult>> results = analyzer.analyze(crops.subList(0, 2));
        assertThat(results.get(0).get(0)).isNotEqualTo(results.get(1).get(0));
    }

    @Test
    void analyze_sameCropFromElsewhere_movesLandmarksWithIt() {
        CropTransform moved = new CropTransform(0.5, 0, -10, -20);
        AlignedCrop here = new AlignedCrop(crops.get(0).rgb(), SIZE, new CropTransform(1, 0, 0, 0));
        AlignedCrop there = new AlignedCrop(crops.get(0).rgb(), SIZE, moved);
        List<List<HeadResult>> results = analyzer.analyze(List.of(here, there));
        List<Point> inCrop = ((Landmarks) results.get(0).get(0)).points();
        List<Point> inSource = ((Landmarks) results.get(1).get(0)).points();
        for (int i = 0; i < inCrop.size(); i++) {
            assertThat(inSource.get(i).x()).isCloseTo((inCrop.get(i).x() + 10) * 2, within(1e-9));
            assertThat(inSource.get(i).y()).isCloseTo((inCrop.get(i).y() + 20) * 2, within(1e-9));
        }
    }

    @Test
    void encoderPasses_afterManyRuns_equalTheFaces() {
        long before = analyzer.encoderPasses();
        analyzer.analyze(crops);
        analyzer.analyze(crops.subList(0, 5));
        analyzer.analyze(List.of());
        assertThat(analyzer.encoderPasses() - before).isEqualTo(FACES + 5);
    }

    @Test
    void analyze_cropOfAnotherSize_isRefused() {
        AlignedCrop misfit = new AlignedCrop(new byte[3 * 112 * 112], 112, new CropTransform(1, 0, 0, 0));
        assertThatThrownBy(() -> analyzer.analyze(List.of(misfit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a crop of side 224, got 112");
    }

    @Test
    void open_headTheBundleLacks_isRefused() {
        TinyBundle.writeAlternative(folder.resolve("alternative"));
        Bundle alternative = Bundle.open(folder.resolve("alternative"));
        assertThatThrownBy(() -> FaceAnalyzer.open(
                        alternative, Set.of(HeadTask.AGE, HeadTask.PARSING), SessionSettings.singleThread()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parsing");
    }

    @Test
    void analyze_pointsAndExpectedAge_areWithinTheirRange() {
        TinyBundle.writeAlternative(folder.resolve("points"));
        Bundle points = Bundle.open(folder.resolve("points"));
        try (FaceAnalyzer other = FaceAnalyzer.open(
                points, EnumSet.of(HeadTask.LANDMARKS, HeadTask.AGE), SessionSettings.singleThread())) {
            for (List<HeadResult> face : other.analyze(crops.subList(0, 4))) {
                assertThat(((Landmarks) face.get(0)).points()).hasSize(5);
                assertThat(((Age) face.get(1)).years()).isBetween(0.0, 100.0);
            }
        }
    }

    @Test
    void analyze_oneFaceThatAHeadGivesNoNumber_losesThatResultOnly() throws IOException {
        Path models = Files.createDirectory(folder.resolve("odd-models"));
        TinyBundle.writeSources("tiny.yaml", models);
        Files.write(models.resolve("gender-age.onnx"), notANumberWhenBlack());
        BundleAssembler.assemble(models.resolve("tiny.yaml"), models, folder.resolve("odd"));
        AlignedCrop black = new AlignedCrop(new byte[3 * SIZE * SIZE], SIZE, new CropTransform(1, 0, 0, 0));
        try (FaceAnalyzer odd = FaceAnalyzer.open(
                Bundle.open(folder.resolve("odd")),
                EnumSet.of(HeadTask.IDENTITY, HeadTask.AGE),
                SessionSettings.singleThread())) {
            List<List<HeadResult>> results = odd.analyze(List.of(crops.get(0), black, crops.get(1)));
            assertThat(results.get(0)).extracting(HeadResult::task).contains(HeadTask.IDENTITY, HeadTask.AGE);
            assertThat(results.get(1)).extracting(HeadResult::task).containsExactly(HeadTask.IDENTITY);
            assertThat(results.get(2)).extracting(HeadResult::task).contains(HeadTask.IDENTITY, HeadTask.AGE);
            assertThat(odd.unreadable()).isEqualTo(1);
        }
    }

    /** A network like that for gender and age whose every output is 0 / 0 for a picture without light, else 1. */
    private static byte[] notANumberWhenBlack() {
        GraphBuilder graph = new GraphBuilder();
        String max = graph.node(
                "ReduceMax", "max", List.of("data", graph.ints("axes", 1, 2, 3)), Attributes.of("keepdims", 1L));
        // Black is -127.5 / 128 to this network.
        String light = graph.node("Add", "light", List.of(max, graph.floats("black", List.of(), 127.5f / 128)));
        String flat = graph.node("Flatten", "flat", List.of(light));
        String one = graph.node("Div", "one", List.of(flat, flat));
        float[] ones = new float[22];
        Arrays.fill(ones, 1);
        graph.node("Mul", "fc", List.of(one, graph.floats("ones", List.of(1L, 22L), ones)));
        return OnnxModels.write(OnnxModels.of(graph.build(
                "odd",
                List.of(new TensorPort("data", ElementType.FLOAT32, List.of(-1L, 3L, 64L, 64L))),
                List.of(new TensorPort("fc", ElementType.FLOAT32, List.of(-1L, 22L))))));
    }

    private static AlignedCrop crop(int seed) {
        Random random = new Random(seed);
        byte[] rgb = new byte[3 * SIZE * SIZE];
        random.nextBytes(rgb);
        // Noise averages out in the encoder: a brightness of its own tells the faces apart.
        int darker = random.nextInt(1, 200);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((rgb[i] & 0xFF) * darker / 255);
        }
        return new AlignedCrop(rgb, SIZE, new CropTransform(1.5, 0.25, -3 * seed, 7));
    }
}
