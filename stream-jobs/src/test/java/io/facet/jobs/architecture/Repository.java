package io.facet.jobs.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources of this project are, whichever module a test runs in. */
public final class Repository {
    private Repository() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("operators").resolve("domain"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("expected a parent folder that holds operators/domain, found none");
            }
        }
        return folder;
    }
}
