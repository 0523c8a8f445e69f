package io.facet.training.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.DetectorSpec;
import io.facet.domain.bundle.Lineage;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.bundle.ManifestJson;
import io.facet.training.data.Sha256;

/**
 * The detector that a bundle gets.
 *
 * @param model its ONNX file's bytes
 * @param spec how it is read; {@code spec.file()} is its path in the bundle
 * @param source where it comes from
 */
public record DetectorPart(byte[] model, DetectorSpec spec, Lineage.ModelSource source) {
    /** The file of a folder that says how the detector beside it is read: a manifest's {@code detector}. */
    public static final String SPEC = "detector.json";

    /**
     * Opens a detector.
     *
     * @param path a bundle, whose detector is taken as it is, or a folder with {@link #SPEC} and the file it names
     * @param licence of the detector of a folder; a bundle says its own
     * @throws UserError in one line, if there is none
     */
    public static DetectorPart open(Path path, String licence) {
        try {
            Path spec = path.resolve(SPEC);
            return Files.isRegularFile(spec) ? ofFolder(path, spec, licence) : ofBundle(Bundle.open(path));
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError("detector %s: cannot be read: %s".formatted(path, e), e);
        }
    }

    private static DetectorPart ofFolder(Path folder, Path file, String licence) throws IOException {
        DetectorSpec spec = ManifestJson.readDetector(file.toString(), Files.readAllBytes(file));
        byte[] model = Files.readAllBytes(folder.resolve(spec.file()));
        return new DetectorPart(
                model,
                spec,
                new Lineage.ModelSource(
                        spec.file(),
                        folder.toAbsolutePath().normalize().getFileName() + "/" + spec.file(),
                        Sha256.ofBytes(model),
                        licence,
                        List.of()));
    }

    private static DetectorPart ofBundle(Bundle bundle) {
        BundleManifest manifest = bundle.manifest();
        DetectorSpec spec = manifest.detector();
        if (spec == null) {
            throw new UserError("detector: expected a bundle with a detector, found none in " + manifest.id());
        }
        byte[] model = bundle.bytes(spec.file());
        Lineage.ModelSource source = manifest.lineage().sources().stream()
                .filter(each -> each.file().equals(spec.file()))
                .findFirst()
                .orElseGet(() -> new Lineage.ModelSource(
                        spec.file(), manifest.id(), Sha256.ofBytes(model), manifest.licence(), List.of()));
        return new DetectorPart(model, spec, source);
    }
}
