package io.facet.inference.detect;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.video.YuvImage;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleAssembler;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.testing.TinyBundle;
import io.facet.inference.testing.TinyModels;
import io.facet.vision.image.YuvImages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FaceDetectorTest {
    @TempDir
    private static Path folder;

    private static Bundle bundle;
    private static FaceDetector detector;

    @BeforeAll
    static void openDetector() {
        TinyBundle.write(folder.resolve("bundle"));
        bundle = Bundle.open(folder.resolve("bundle"));
        detector = FaceDetector.open(bundle, DetectorSettings.DEFAULT);
    }

    @AfterAll
    static void closeDetector() {
        detector.close();
    }

    @Test
    void detect_twoFaces_findsEachWhereItIs() {
        List<Detection> faces = detector.detect(List.of(frame(480, 320, 100, 120, 64, 320, 160, 80)))
                .get(0);

        assertThat(faces).hasSize(2);
        assertThat(faces.get(0).score()).isGreaterThanOrEqualTo(faces.get(1).score());
        Detection left = faces.get(0).box().x() < 200 ? faces.get(0) : faces.get(1);
        assertThat(left.box().x()).isCloseTo(68, within(2.0));
        assertThat(left.box().y()).isCloseTo(88, within(2.0));
        assertThat(left.box().width()).isCloseTo(64, within(3.0));
        FivePoints points = left.points();
        assertThat(points.rightEye().x() - points.leftEye().x()).isCloseTo(0.4 * 64, within(2.0));
    }

    @Test
    void detect_frameLargerThanMaxSide_reportsPixelsOfTheFrame() {
        // Twice the allowed side: the network sees a disc of 72.
        List<Detection> faces =
                detector.detect(List.of(frame(1280, 640, 700, 320, 144))).get(0);
        assertThat(faces).hasSize(1);
        assertThat(faces.get(0).box().x()).isCloseTo(700 - 72, within(4.0));
        assertThat(faces.get(0).box().y()).isCloseTo(320 - 72, within(4.0));
        assertThat(faces.get(0).box().width()).isCloseTo(144, within(5.0));
    }

    @Test
    void detect_networkThatGivesInfiniteBoxes_dropsAndCountsThem() throws IOException {
        Path models = Files.createDirectory(folder.resolve("infinite-models"));
        TinyBundle.writeSources("tiny.yaml", models);
        Files.write(models.resolve("detector.onnx"), infiniteBoxes());
        BundleAssembler.assemble(models.resolve("tiny.yaml"), models, folder.resolve("infinite"));
        try (FaceDetector odd = FaceDetector.open(Bundle.open(folder.resolve("infinite")), DetectorSettings.DEFAULT)) {
            assertThat(odd.detect(List.of(frame(480, 320, 100, 120, 64)))).containsExactly(List.of());
            assertThat(odd.nonFiniteCandidates()).isPositive();
        }
        assertThat(detector.nonFiniteCandidates()).isZero();
    }

    /** The tiny detector with its boxes multiplied by infinity. */
    private static byte[] infiniteBoxes() {
        ModelProto model = OnnxModels.read("detector", TinyModels.detector());
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getOutput(0).equals("bbox_8")) {
                node.setOutput(0, "bbox_8/finite");
            }
        }
        graph.addInitializer(TensorProto.newBuilder()
                .setName("infinity")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addFloatData(Float.POSITIVE_INFINITY));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Mul")
                .addInput("bbox_8/finite")
                .addInput("infinity")
                .addOutput("bbox_8"));
        return OnnxModels.write(model.toBuilder().setGraph(graph).build());
    }

    @Test
    void detect_frameWithoutFaces_findsNothing() {
        assertThat(detector.detect(List.of(frame(320, 320)))).containsExactly(List.of());
        assertThat(detector.detect(List.of())).isEmpty();
    }

    @Test
    void detect_manyFramesInOneRun_givesEachTheSameBitByBit() {
        List<YuvImage> frames = IntStream.range(0, 4)
                .mapToObj(i -> frame(320, 320, 80 + 31 * i, 150 - 7 * i, 60 + 5 * i))
                .toList();
        List<List<Detection>> together = detector.detect(frames);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(detector.detect(List.of(frames.get(i))).get(0)).isEqualTo(together.get(i));
        }
    }

    @Test
    void detect_framesOfDifferentSizes_keepsTheirOrder() {
        YuvImage small = frame(320, 320, 100, 100, 64);
        YuvImage large = frame(640, 320, 400, 200, 80);
        List<List<Detection>> found = detector.detect(List.of(small, small, large, frame(640, 320), small));
        assertThat(found).extracting(List::size).containsExactly(1, 1, 1, 0, 1);
        assertThat(found.get(4)).isEqualTo(found.get(0));
        assertThat(found.get(2).get(0).box().x()).isGreaterThan(300);
    }

    @Test
    void detect_belowMinScore_isNotReported() {
        YuvImage frame = frame(320, 320, 100, 100, 64);
        double score = detector.detect(List.of(frame)).get(0).get(0).score();
        DetectorSettings strict = new DetectorSettings(640, Math.min(1, score + 1e-6), 1, 1);
        try (FaceDetector picky = FaceDetector.open(bundle, strict)) {
            assertThat(picky.detect(List.of(frame)).get(0)).isEmpty();
        }
        assertThat(detector.scoreThreshold()).isEqualTo(0.6);
    }

    @Test
    void close_twice_isFineAndDetectAfterIsRefused() {
        FaceDetector closed = FaceDetector.open(bundle, DetectorSettings.DEFAULT);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.detect(List.of(frame(320, 320)))).hasMessageContaining("closed");
    }

    @Test
    void settings_thatCannotWork_areRefused() {
        assertThatThrownBy(() -> new DetectorSettings(0, 0.3, 1, 1)).hasMessage("maxSide must be at least 1, got 0");
        assertThatThrownBy(() -> new DetectorSettings(640, 1.5, 1, 1))
                .hasMessage("minScore must be in [0, 1], got 1.5");
    }

    /** A picture as the tiny detector reads it; each disc is three numbers: centre x and y, diameter. */
    private static YuvImage frame(int width, int height, int... discs) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(40, 40, 40));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(new Color(230, 30, 200));
        for (int i = 0; i < discs.length; i += 3) {
            int d = discs[i + 2];
            graphics.fillOval(discs[i] - d / 2, discs[i + 1] - d / 2, d, d);
        }
        graphics.dispose();
        return YuvImages.fromBufferedImage(image);
    }
}
