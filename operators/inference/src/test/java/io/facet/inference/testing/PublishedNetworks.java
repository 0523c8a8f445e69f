package io.facet.inference.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.facet.domain.video.YuvImage;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleAssembler;
import io.facet.vision.image.YuvImages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Published networks and photographs that lie beside the repository; what needs them is skipped where they are not. */
public final class PublishedNetworks {
    private PublishedNetworks() {}

    /** The bundle of {@code deploy/bundles/published.yaml}, assembled into a folder that does not exist yet. */
    public static Bundle assemble(Path out) {
        Path spec = repository().resolve("deploy/bundles/published.yaml");
        BundleAssembler.assemble(spec, shared("models"), out);
        return Bundle.open(out);
    }

    /** A photograph as a frame. */
    public static YuvImage photo(String name) {
        Path file = shared("photos/" + name);
        try {
            return YuvImages.fromBufferedImage(ImageIO.read(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A file or folder beside the repository; the calling test is skipped where it is not there.
     *
     * @param name for example {@code videos/single_face.mp4}
     */
    public static Path shared(String name) {
        Path path = repository().resolveSibling("shared").resolve(name);
        assumeTrue(Files.exists(path), "skipped: ../shared/" + name + " is not there");
        return path;
    }

    /** The root of the repository; the calling test is skipped where there is none. */
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".ci"))) {
            folder = folder.getParent();
        }
        assumeTrue(folder != null, "skipped: no folder above holds .ci, so ../shared cannot be found");
        return folder;
    }
}
