package io.facet.jobs.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept in {@code test-data} is what its catalogue says: nothing slips in, and nothing changes unseen. */
class TestDataCatalogTest {
    private static final String REWRITE = "facet.golden.rewrite";

    private final Path folder = Repository.root().resolve("test-data");

    @Test
    void catalog_listsEveryFileWithItsHash() throws Exception {
        Path sums = folder.resolve("SHA256SUMS");
        List<String> found = lines();
        if (Boolean.getBoolean(REWRITE)) {
            Files.write(sums, found);
        }

        assertThat(Files.readAllLines(sums))
                .as("test-data/SHA256SUMS; after a change on purpose, rewrite it with -D%s=true", REWRITE)
                .containsExactlyElementsOf(found)
                .isNotEmpty();
    }

    private List<String> lines() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md") && !file.endsWith("SHA256SUMS"))
                    .sorted()
                    .map(this::line)
                    .toList();
        }
    }

    private String line(Path file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash) + "  " + folder.relativize(file);
        } catch (Exception e) {
            throw new IllegalStateException("cannot hash " + file, e);
        }
    }
}
