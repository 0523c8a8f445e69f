package io.facet.training.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import io.facet.domain.UserError;

/**
 * Writes a file beside its place, forces it to disk, then renames it: readers see the former file or the whole new one.
 */
final class AtomicFile {
    private AtomicFile() {}

    /** What writes the content. */
    interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * Writes or replaces a file. One writer at a time for each path.
     *
     * @param bytes how many will be written, for the message when they do not fit
     * @throws UserError if writing fails; the former file is untouched and nothing is left beside it
     */
    static void write(Path path, long bytes, Content content) {
        Path absolute = path.toAbsolutePath();
        // A fixed name: what a killed process left is overwritten by the next one rather than piling up.
        Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".partial");
        try {
            Files.createDirectories(absolute.getParent());
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(absolute.getParent());
        } catch (IOException e) {
            UserError error = new UserError(
                    "cannot write " + path + ": " + Failures.reason(e) + "; needs " + bytes + " bytes, free are "
                            + free(absolute),
                    e);
            remove(partial, error);
            throw error;
        } catch (RuntimeException | Error e) {
            remove(partial, e);
            throw e;
        }
    }

    /** Makes the new name survive a power cut, too. */
    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private static String free(Path path) {
        Path folder = path.getParent();
        while (!Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        try {
            return Long.toString(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    private static void remove(Path partial, Throwable reason) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
