package io.facet.training.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;

/**
 * Files in uncompressed tar shards, read by their place. One open file for each shard, closed by {@link #close}. A thread
 * that reads must not be interrupted: that closes the shard for all.
 */
final class TarStore implements FileStore {
    private static final Logger LOG = LoggerFactory.getLogger(TarStore.class);

    private final Path path;
    private final List<Path> shards;
    private final List<FileChannel> channels;
    private final List<StoredFile> files;

    private TarStore(Path path, List<Path> shards, List<FileChannel> channels, List<StoredFile> files) {
        this.path = path;
        this.shards = shards;
        this.channels = channels;
        this.files = files;
    }

    /**
     * Opens a shard, or all shards of a folder in natural order.
     *
     * @param cache folder for indices
     */
    static TarStore open(Path path, Optional<Path> cache) {
        List<Path> shards = shards(path);
        List<StoredFile> files = new ArrayList<>();
        List<FileChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < shards.size(); i++) {
                files.addAll(TarIndex.of(shards.get(i), i, cache));
                channels.add(FileChannel.open(shards.get(i), StandardOpenOption.READ));
            }
            return new TarStore(path, shards, channels, List.copyOf(files));
        } catch (IOException e) {
            closeAll(shards, channels);
            throw new UserError("data set %s: cannot be read: %s".formatted(path, e.getMessage()), e);
        } catch (RuntimeException e) {
            closeAll(shards, channels);
            throw e;
        }
    }

    /** Whether a folder has a {@code .tar} file in it. */
    static boolean isFolderOfShards(Path path) {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.anyMatch(child -> child.getFileName().toString().endsWith(".tar"));
        } catch (IOException e) {
            throw new UserError("data set %s: cannot be listed: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** The shards at a path: itself, or the {@code .tar} files of a folder. */
    static List<Path> shards(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new UserError("data set %s: expected a tar file or a folder of them, found nothing".formatted(path));
        }
        try (Stream<Path> children = Files.list(path)) {
            List<Path> shards = children.filter(
                            child -> child.getFileName().toString().endsWith(".tar"))
                    .sorted(Comparator.comparing(child -> child.getFileName().toString(), NaturalOrder.INSTANCE))
                    .toList();
            if (shards.isEmpty()) {
                throw new UserError("data set %s: expected .tar files in it, found none".formatted(path));
            }
            return shards;
        } catch (IOException e) {
            throw new UserError("data set %s: cannot be listed: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public String where() {
        return path.toString();
    }

    @Override
    public List<StoredFile> files() {
        return files;
    }

    @Override
    public String key(StoredFile file) {
        return shards.get(file.container()).getFileName() + "/" + file.name();
    }

    @Override
    public byte[] read(StoredFile file) throws IOException {
        FileStore.requireReadable(file);
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        FileChannel channel = channels.get(file.container());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, file.offset() + bytes.position()) < 0) {
                throw new EOFException("the shard ends within it");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() {
        closeAll(shards, channels);
    }

    private static void closeAll(List<Path> shards, List<FileChannel> channels) {
        for (int i = 0; i < channels.size(); i++) {
            try {
                channels.get(i).close();
            } catch (IOException e) {
                // Opened for reading only: nothing is lost.
                LOG.warn("shard {} did not close: {}", shards.get(i), e.getMessage());
            }
        }
    }
}
