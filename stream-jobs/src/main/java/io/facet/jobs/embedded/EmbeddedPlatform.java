package io.facet.jobs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A Kafka broker and a Flink cluster in this process, started side by side, with a folder of their own that is deleted
 * when they are closed.
 */
public final class EmbeddedPlatform implements AutoCloseable {
    private final Path workDir;
    private final EmbeddedKafka kafka;
    private final EmbeddedFlink flink;

    private EmbeddedPlatform(Path workDir, EmbeddedKafka kafka, EmbeddedFlink flink) {
        this.workDir = workDir;
        this.kafka = kafka;
        this.flink = flink;
    }

    /**
     * Starts both.
     *
     * @param taskManagers how many TaskManagers
     * @param slotsEach task slots of each
     */
    public static EmbeddedPlatform start(int taskManagers, int slotsEach) throws Exception {
        Path workDir = Files.createTempDirectory("facet-");
        CompletableFuture<EmbeddedKafka> kafka = CompletableFuture.supplyAsync(() -> startKafka(workDir));
        EmbeddedFlink flink;
        try {
            flink = EmbeddedFlink.start(workDir.resolve("flink"), taskManagers, slotsEach);
        } catch (Exception e) {
            kafka.handle((started, failure) -> started)
                    .thenAccept(EmbeddedPlatform::closeIfStarted)
                    .join();
            delete(workDir);
            throw e;
        }
        try {
            return new EmbeddedPlatform(workDir, kafka.join(), flink);
        } catch (RuntimeException e) {
            flink.close();
            delete(workDir);
            throw e;
        }
    }

    private static EmbeddedKafka startKafka(Path workDir) {
        try {
            return EmbeddedKafka.start(workDir.resolve("kafka"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void closeIfStarted(EmbeddedKafka kafka) {
        if (kafka != null) {
            kafka.close();
        }
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedFlink flink() {
        return flink;
    }

    /** A folder for files that live as long as the platform. */
    public Path scratch(String name) throws IOException {
        return Files.createDirectories(workDir.resolve(name));
    }

    @Override
    public void close() throws IOException {
        try (kafka) {
            flink.close();
        } finally {
            delete(workDir);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
