package io.facet.inference.onnx;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.face.HeadTask;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;
import io.facet.inference.testing.CropPreprocessing;
import io.facet.inference.testing.FloatArrays;
import io.facet.inference.testing.TestCrops;
import io.facet.inference.testing.TinyBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GraphComposerTest {
    private static final int SIZE = TestCrops.SIZE;

    @TempDir
    static Path directory;

    private static Bundle bundle;
    private static Bundle alternative;

    @BeforeAll
    static void assemble() {
        TinyBundle.write(directory.resolve("tiny"));
        TinyBundle.writeAlternative(directory.resolve("alternative"));
        bundle = Bundle.open(directory.resolve("tiny"));
        alternative = Bundle.open(directory.resolve("alternative"));
    }

    @Test
    void compose_allHeads_givesWhatTheNetworksGiveOneByOne() {
        for (Bundle each : List.of(bundle, alternative)) {
            ComposedGraph graph = compose(each, EnumSet.allOf(HeadTask.class));
            for (int crop = 0; crop < 3; crop++) {
                Map<String, float[]> composed = runComposed(graph, crop);
                for (HeadSpec head : each.manifest().heads()) {
                    float[] whole = composed.get(graph.outputs().get(head.task()));
                    float[] alone = runAlone(each, head, TestCrops.crop(crop));
                    assertThat(FloatArrays.largestDifference(whole, alone))
                            .as("%s of crop %d", head.task(), crop)
                            .isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void compose_headsOfOneFile_holdItOnceAndShareItsOutput() {
        ComposedGraph graph = compose(bundle, Set.of(HeadTask.AGE, HeadTask.GENDER));
        assertThat(graph.outputs().get(HeadTask.AGE))
                .isEqualTo(graph.outputs().get(HeadTask.GENDER))
                .isEqualTo("heads/gender-age.onnx/fc");
        assertThat(nodes(graph).filter(node -> node.getOpType().equals("Gemm"))).hasSize(1);
        assertThat(parse(graph).getOutputCount()).isEqualTo(1);
    }

    @Test
    void compose_headsOnTheCropOnly_leaveTheEncoderOut() {
        ComposedGraph graph = compose(bundle, Set.of(HeadTask.AGE));
        assertThat(names(graph)).noneMatch(name -> name.startsWith("encoder.onnx/"));
    }

    @Test
    void compose_someHeads_holdsNothingTheyDoNotNeed() {
        ComposedGraph graph = compose(bundle, Set.of(HeadTask.PARSING));
        assertThat(names(graph))
                .noneMatch(name -> name.startsWith("heads/") && !name.startsWith("heads/parsing.onnx/"))
                // Parsing reads the map; the layers behind it are for others.
                .noneMatch(name -> name.startsWith("encoder.onnx/deep"))
                .contains("encoder.onnx/map");
        assertThat(names(compose(bundle, EnumSet.allOf(HeadTask.class))))
                .noneMatch(name -> name.startsWith("encoder.onnx/unused"));
    }

    @Test
    void compose_sameRequest_givesTheSameBytes() {
        byte[] first = compose(bundle, EnumSet.allOf(HeadTask.class)).model();
        Set<HeadTask> other = Set.of(HeadTask.values());
        assertThat(compose(bundle, other).model()).isEqualTo(first);
    }

    @Test
    void compose_headTheBundleLacks_isRefused() {
        assertThatThrownBy(() ->
                        GraphComposer.compose(alternative.manifest(), alternative::model, Set.of(HeadTask.PARSING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bundle facet-tiny-alternative@1.0.0 has no head 'parsing', only [landmarks, age]");
        assertThatThrownBy(() -> GraphComposer.compose(bundle.manifest(), bundle::model, Set.of()))
                .hasMessage("expected at least one head of bundle facet-tiny@1.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        // Shrinking and enlarging, inside and over each edge, evenly and not.
        "15,   9, 192, 192, 112, 112, RGB",
        "27,  60, 170, 170,  64,  64, GRAY",
        "-9, -17, 242, 242, 256, 256, RGB",
        "40,  -8, 200, 200,  64,  64, BGR",
        " 0,   0, 224, 224, 224, 224, BGR",
        "50,  30,  60,  90, 100, 200, RGB",
        "-20, 100, 260, 140, 97,  81, GRAY",
        "10,  20,  64,  48,  64,  48, RGB",
    })
    void cropReader_region_givesWhatPlainPreprocessingGives(
            int x, int y, int width, int height, int toWidth, int toHeight, ImageInput.ColorOrder color) {
        Region region = new Region(x, y, width, height);
        List<Double> mean = List.of(0.485, 0.456, 0.406).subList(0, color.channels());
        List<Double> std = List.of(0.229, 0.224, 0.225).subList(0, color.channels());
        ImageInput image = new ImageInput("input", toWidth, toHeight, 1, color, 1 / 255.0, mean, std);
        GraphBuilder graph = new GraphBuilder();
        String output = new CropReader(graph, SIZE).read("pixels", region, image, "crop/");
        GraphProto proto = graph.build(
                "reader",
                List.of(new TensorPort("pixels", ElementType.FLOAT32, List.of(-1L, 3L, 224L, 224L))),
                List.of(new TensorPort(
                        output, ElementType.FLOAT32, List.of(-1L, (long) color.channels(), (long) toHeight, (long)
                                toWidth))));
        byte[] crop = TestCrops.crop(3);
        FloatBuffer pixels = FloatBuffer.allocate(crop.length);
        for (byte sample : crop) {
            pixels.put(sample & 0xFF);
        }
        Tensor feed = new Tensor.Floats(pixels.flip(), List.of(1L, 3L, 224L, 224L));
        byte[] model = OnnxModels.write(OnnxModels.of(proto));
        try (OnnxSession session = OnnxSession.open("reader", model, SessionSettings.singleThread())) {
            float[] read = session.run(Map.of("pixels", feed), List.of(output))
                    .get(output)
                    .data()
                    .array();
            assertThat(FloatArrays.largestDifference(read, CropPreprocessing.apply(crop, SIZE, region, image)))
                    .isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void run_batches_doNotChangeAFace(int threads) {
        for (Bundle each : List.of(bundle, alternative)) {
            BatchInvariance.check(compose(each, EnumSet.allOf(HeadTask.class)), threads, 1, 2, 7, 32);
        }
    }

    private static ComposedGraph compose(Bundle bundle, Set<HeadTask> tasks) {
        Set<HeadTask> there = EnumSet.noneOf(HeadTask.class);
        bundle.manifest().heads().stream()
                .map(HeadSpec::task)
                .filter(tasks::contains)
                .forEach(there::add);
        return GraphComposer.compose(bundle.manifest(), bundle::model, there);
    }

    private static Map<String, float[]> runComposed(ComposedGraph graph, int crop) {
        Map<String, float[]> values = new HashMap<>();
        try (OnnxSession session = OnnxSession.open("composed", graph.model(), SessionSettings.singleThread())) {
            session.run(
                            Map.of(graph.inputName(), TestCrops.batch(crop, 1)),
                            graph.outputs().values().stream().distinct().toList())
                    .forEach((name, tensor) -> values.put(name, tensor.data().array()));
        }
        return values;
    }

    /** What a head gives without composition: pictures prepared in Java, one session for each network. */
    private static float[] runAlone(Bundle bundle, HeadSpec head, byte[] crop) {
        Map<String, Tensor> feeds = new HashMap<>();
        if (head.crop() != null) {
            ImageInput image = head.crop().image();
            feeds.put(image.tensor(), picture(crop, head.crop().region(), image));
        } else {
            ImageInput image = bundle.manifest().encoder().input();
            Tensor whole = picture(crop, new Region(0, 0, SIZE, SIZE), image);
            feeds.putAll(
                    run(bundle, bundle.manifest().encoder().file(), Map.of(image.tensor(), whole), head.features()));
        }
        String output = head.output().name();
        return run(bundle, head.file(), feeds, List.of(output))
                .get(output)
                .data()
                .array();
    }

    private static Tensor picture(byte[] crop, Region region, ImageInput image) {
        float[] values = CropPreprocessing.apply(crop, SIZE, region, image);
        return new Tensor.Floats(
                FloatBuffer.wrap(values),
                List.of(1L, (long) image.color().channels(), (long) image.height(), (long) image.width()));
    }

    private static Map<String, Tensor.Floats> run(
            Bundle bundle, String file, Map<String, Tensor> feeds, List<String> outputs) {
        try (OnnxSession session = OnnxSession.open(file, bundle.bytes(file), SessionSettings.singleThread())) {
            return session.run(feeds, outputs);
        }
    }

    private static GraphProto parse(ComposedGraph graph) {
        ModelProto model = OnnxModels.read("composed", graph.model());
        return model.getGraph();
    }

    private static Stream<NodeProto> nodes(ComposedGraph graph) {
        return parse(graph).getNodeList().stream();
    }

    private static List<String> names(ComposedGraph graph) {
        return Stream.concat(
                        nodes(graph).map(node -> node.getOutput(0)),
                        parse(graph).getInitializerList().stream().map(TensorProto::getName))
                .toList();
    }
}
