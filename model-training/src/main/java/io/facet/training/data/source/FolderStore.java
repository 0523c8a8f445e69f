package io.facet.training.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.facet.domain.UserError;

/** The files below a folder; names that begin with a dot are left out. Links are followed. */
final class FolderStore implements FileStore {
    private final Path folder;
    private final List<StoredFile> files;

    private FolderStore(Path folder, List<StoredFile> files) {
        this.folder = folder;
        this.files = files;
    }

    static FolderStore open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError("data set %s: expected a folder, found %s"
                    .formatted(folder, Files.exists(folder) ? "a file" : "nothing"));
        }
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<StoredFile> files = paths.filter(Files::isRegularFile)
                    .map(path -> stored(folder, path))
                    .filter(file -> !isHidden(file.name()))
                    .sorted(Comparator.comparing(StoredFile::name, NaturalOrder.INSTANCE))
                    .toList();
            return new FolderStore(folder, files);
        } catch (IOException | UncheckedIOException e) {
            throw new UserError("data set %s: cannot be listed: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static StoredFile stored(Path folder, Path path) {
        try {
            String name = folder.relativize(path).toString().replace('\\', '/');
            return new StoredFile(name, Files.size(path), 0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.contains("/.");
    }

    @Override
    public String where() {
        return folder.toString();
    }

    @Override
    public List<StoredFile> files() {
        return files;
    }

    @Override
    public String key(StoredFile file) {
        return file.name();
    }

    @Override
    public byte[] read(StoredFile file) throws IOException {
        FileStore.requireReadable(file);
        return Files.readAllBytes(folder.resolve(file.name()));
    }

    @Override
    public void close() {
        // Files are open only while they are read.
    }
}
