package io.facet.inference.testing;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Where the repository is, and the published networks beside it. */
public final class SharedData {
    private SharedData() {}

    /** The root of the repository: the nearest folder above the working directory that holds {@code deploy}. */
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("deploy/bundles"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("expected the repository above %s, found none"
                        .formatted(Path.of("").toAbsolutePath()));
            }
        }
        return folder;
    }

    /** The folder of published networks; without it the calling test is skipped. */
    public static Path models() {
        Path models = repository().resolveSibling("shared").resolve("models");
        assumeTrue(Files.isDirectory(models), "needs the published networks in ../shared/models");
        return models;
    }
}
