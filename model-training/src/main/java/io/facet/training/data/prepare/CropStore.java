package io.facet.training.data.prepare;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import io.facet.training.data.prepare.PrepareSettings.Output;

/**
 * Files of one output shard, written beside its place and moved there by {@link #finish}; what is closed before is
 * removed. Used by one thread.
 */
public abstract class CropStore implements AutoCloseable {
    private final Path draft;
    private final Path place;

    private CropStore(Path draft, Path place) {
        this.draft = draft;
        this.place = place;
    }

    /** Begins a shard; what an interrupted run left of it is removed. */
    static CropStore create(Path folder, String name, Output output) throws IOException {
        String end = output == Output.TAR ? ".tar" : "";
        Path draft = folder.resolve(name + end + ".tmp");
        Path place = folder.resolve(name + end);
        remove(draft);
        remove(place);
        return output == Output.TAR ? new Tar(draft, place) : new Folder(draft, place);
    }

    /** Adds a file. */
    public abstract void put(String name, byte[] bytes) throws IOException;

    /** Ends what was written so far. */
    abstract void end() throws IOException;

    final void finish() throws IOException {
        end();
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        remove(draft);
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> below;
        try (Stream<Path> paths = Files.walk(path)) {
            below = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : below) {
            Files.delete(each);
        }
    }

    private static final class Tar extends CropStore {
        private final Path file;
        private final TarArchiveOutputStream tar;

        Tar(Path draft, Path place) throws IOException {
            super(draft, place);
            file = draft;
            OutputStream out = Files.newOutputStream(draft);
            tar = new TarArchiveOutputStream(out);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        @Override
        public void put(String name, byte[] bytes) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(bytes.length);
            // The same pictures make the same shard, bit by bit.
            entry.setModTime(0L);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
        }

        @Override
        void end() throws IOException {
            tar.close();
            try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                written.force(true);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                tar.close();
            } finally {
                super.close();
            }
        }
    }

    private static final class Folder extends CropStore {
        private final Path folder;

        Folder(Path draft, Path place) throws IOException {
            super(draft, place);
            folder = Files.createDirectories(draft);
        }

        @Override
        public void put(String name, byte[] bytes) throws IOException {
            Files.write(folder.resolve(name), bytes);
        }

        @Override
        void end() {
            // Each file is whole once it is written.
        }
    }
}
