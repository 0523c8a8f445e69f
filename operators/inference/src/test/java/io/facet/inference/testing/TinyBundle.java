package io.facet.inference.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

import io.facet.domain.bundle.BundleManifest;
import io.facet.inference.bundle.BundleAssembler;

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
