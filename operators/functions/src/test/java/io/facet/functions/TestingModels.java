package io.facet.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.CropInput;
import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.bundle.TensorSpec;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.inference.batch.BatchSettings;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.ManifestJson;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.onnx.Attributes;
import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.process.ModelSettings;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/**
 * A real bundle of two tiny networks: a detector that takes every cell of 32 by 32 pixels for a face, the likelier the
 * brighter it is, and one network that tells age and gender from the mean colour of a crop of 32 by 32 pixels.
 */
public final class TestingModels {
    private static final int CELL = 32;
    private static final int CROP = 32;
    private static final long ANY = -1;

    private static final ModelSettings SETTINGS = new ModelSettings(DetectorSettings.DEFAULT, 1, BatchSettings.DEFAULT);

    private TestingModels() {}

    /** Options for the bundle in a folder, which is written there if it is not there yet. */
    public static AnalysisOptions options(Path folder) throws IOException {
        Path bundle = folder.resolve("testing-bundle");
        if (!Files.exists(bundle)) {
            write(bundle);
        }
        return new AnalysisOptions(bundle.toString(), EnumSet.of(HeadTask.AGE, HeadTask.GENDER), SETTINGS);
    }

    private static void write(Path bundle) throws IOException {
        Files.createDirectories(bundle);
        List<BundleFile> files =
                List.of(store(bundle, "detector.onnx", detector()), store(bundle, "age-gender.onnx", ageAndGender()));
        BundleManifest manifest = new BundleManifest(
                BundleManifest.SCHEMA_VERSION,
                "testing",
                "1.0.0",
                "Apache-2.0",
                files,
                new Lineage("test", null, List.of()),
                new AlignmentTemplate("testing-32", CROP, points(CROP)),
                detectorSpec(),
                null,
                List.of(
                        head(HeadTask.AGE, 0, 4, Decoding.AGE_EXPECTATION, List.of()),
                        head(HeadTask.GENDER, 4, 6, Decoding.SOFTMAX, List.of("male", "female"))),
                Map.of());
        Files.write(bundle.resolve(Bundle.MANIFEST), ManifestJson.write(manifest));
    }

    private static BundleFile store(Path bundle, String name, byte[] bytes) throws IOException {
        Files.write(bundle.resolve(name), bytes);
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new BundleFile(name, sha256, bytes.length);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static FivePoints points(int side) {
        return new FivePoints(
                new Point(0.3 * side, 0.375 * side),
                new Point(0.7 * side, 0.375 * side),
                new Point(0.5 * side, 0.575 * side),
                new Point(0.35 * side, 0.75 * side),
                new Point(0.65 * side, 0.75 * side));
    }

    private static DetectorSpec detectorSpec() {
        ImageInput image = new ImageInput(
                "image", 0, 0, CELL, ColorOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));
        return new DetectorSpec(
                "detector.onnx",
                DetectorSpec.Family.YUNET,
                image,
                List.of(CELL),
                List.of(),
                List.of("cls", "obj", "bbox", "kps"),
                0.5,
                0.3);
    }

    private static HeadSpec head(HeadTask task, int from, int to, Decoding decoding, List<String> labels) {
        ImageInput image = new ImageInput(
                "face", 8, 8, 1, ColorOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));
        return new HeadSpec(
                task,
                "age-gender.onnx",
                List.of(),
                new CropInput(new Region(0, 0, CROP, CROP), image),
                new TensorSpec("logits", List.of(ANY, 6L)),
                from,
                to,
                decoding,
                labels,
                null);
    }

    // Brightness of a cell as cls and obj; a box as large as the cell; points as in a frontal face.
    private static byte[] detector() {
        GraphBuilder graph = new GraphBuilder();
        String cells = graph.node(
                "AveragePool",
                "cells",
                List.of("image"),
                Attributes.ofInts("kernel_shape", CELL, CELL),
                Attributes.ofInts("strides", CELL, CELL));
        float third = 1 / 3f;
        perCell(graph, "cls", cells, new float[] {third, third, third}, 0);
        perCell(graph, "obj", cells, new float[] {third, third, third}, 0);
        perCell(graph, "bbox", cells, new float[12], 0.5f, 0.5f, 0, 0);
        perCell(graph, "kps", cells, new float[30], 0.3f, 0.4f, 0.7f, 0.4f, 0.5f, 0.6f, 0.35f, 0.75f, 0.65f, 0.75f);
        return OnnxModels.write(OnnxModels.of(graph.build(
                "detector",
                List.of(port("image", ANY, 3, ANY, ANY)),
                List.of(
                        port("cls", ANY, ANY, 1),
                        port("obj", ANY, ANY, 1),
                        port("bbox", ANY, ANY, 4),
                        port("kps", ANY, ANY, 10)))));
    }

    private static void perCell(GraphBuilder graph, String output, String cells, float[] weights, float... bias) {
        long channels = bias.length;
        String maps = graph.node(
                "Conv",
                output + "_maps",
                List.of(
                        cells,
                        graph.floats(output + "_weights", List.of(channels, 3L, 1L, 1L), weights),
                        graph.floats(output + "_bias", List.of(channels), bias)));
        String rows = graph.node("Transpose", output + "_rows", List.of(maps), Attributes.ofInts("perm", 0, 2, 3, 1));
        graph.node("Reshape", output, List.of(rows, graph.ints(output + "_shape", 0, -1, channels)));
    }

    private static byte[] ageAndGender() {
        GraphBuilder graph = new GraphBuilder();
        String mean = graph.node("GlobalAveragePool", "mean", List.of("face"));
        String color = graph.node("Flatten", "color", List.of(mean), Attributes.of("axis", 1L));
        float[] weights = {1, 2, 3, 4, 5, -5, -1, 0, 1, 2, 3, 1, 4, 0, -2, 1, -3, 2};
        graph.node("MatMul", "logits", List.of(color, graph.floats("weights", List.of(3L, 6L), weights)));
        return OnnxModels.write(OnnxModels.of(
                graph.build("age-gender", List.of(port("face", ANY, 3, 8, 8)), List.of(port("logits", ANY, 6)))));
    }

    private static TensorPort port(String name, long... shape) {
        return new TensorPort(
                name, ElementType.FLOAT32, Arrays.stream(shape).boxed().toList());
    }
}
