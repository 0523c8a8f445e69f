package io.facet.inference.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.BundleAssembler;
import io.facet.inference.bundle.BundleWriter;
import io.facet.vision.align.AlignmentTemplates;

/** Full, valid bundles of {@link TinyModels}, assembled as any other. */
public final class TinyBundle {
    private TinyBundle() {}

    /**
     * Writes {@code facet-tiny@1.0.0}: an encoder with heads for landmarks (heat maps), parsing, attributes, expression
     * and identity, and a network on the crop for gender and age (pairs).
     *
     * @param directory must not exist or be empty
     */
    public static BundleManifest write(Path directory) {
        return assemble("tiny.yaml", directory);
    }

    /**
     * Writes {@code facet-tiny-alternative@1.0.0}: the same encoder with heads for landmarks (points) and age (expected
     * value), the two ways of decoding the other one does not have.
     *
     * @param directory must not exist or be empty
     */
    public static BundleManifest writeAlternative(Path directory) {
        return assemble("tiny-alternative.yaml", directory);
    }

    /**
     * Writes {@code facet-tiny-encoder@1.0.0}: the encoder of the others alone.
     *
     * @param directory must not exist or be empty
     */
    public static BundleManifest writeEncoder(Path directory) {
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of(
                "encoder.onnx",
                TinyModels.encoder(),
                "card.md",
                "# facet-tiny-encoder".getBytes(StandardCharsets.UTF_8)));
        ImageInput image = new ImageInput(
                "image",
                224,
                224,
                1,
                ImageInput.ColorOrder.RGB,
                1.0 / 255,
                List.of(0.5, 0.5, 0.5),
                List.of(0.5, 0.5, 0.5));
        List<TensorSpec> features =
                List.of(new TensorSpec("map", List.of(-1L, 8L, 28L, 28L)), new TensorSpec("vector", List.of(-1L, 16L)));
        return BundleWriter.write(
                directory,
                files,
                listed -> new BundleManifest(
                        BundleManifest.SCHEMA_VERSION,
                        "facet-tiny-encoder",
                        "1.0.0",
                        "Apache-2.0",
                        listed,
                        new Lineage("a test", null, List.of()),
                        AlignmentTemplates.FACET_224,
                        null,
                        new EncoderSpec("encoder.onnx", image, features),
                        List.of(),
                        Map.of()));
    }

    private static BundleManifest assemble(String spec, Path directory) {
        try {
            Path models = Files.createTempDirectory("facet-tiny");
            try {
                writeSources(spec, models);
                return BundleAssembler.assemble(models.resolve(spec), models, directory);
            } finally {
                delete(models);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a spec, {@code tiny.yaml} or {@code tiny-alternative.yaml}, and the networks it names into a folder. */
    public static void writeSources(String spec, Path directory) throws IOException {
        for (Map.Entry<String, byte[]> model : TinyModels.all().entrySet()) {
            Files.write(directory.resolve(model.getKey()), model.getValue());
        }
        try (InputStream yaml = TinyBundle.class.getResourceAsStream(spec)) {
            Files.write(directory.resolve(spec), yaml.readAllBytes());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
