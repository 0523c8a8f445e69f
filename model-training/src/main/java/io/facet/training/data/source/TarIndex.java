package io.facet.training.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.data.Sha256;

/**
 * Where the files of a tar shard lie in it. Made by reading every header once; kept in a cache folder, where one is
 * given, as lines of offset, size and name, for as long as the shard keeps its length and time of change.
 */
final class TarIndex {
    private static final Logger LOG = LoggerFactory.getLogger(TarIndex.class);
    private static final String FORMAT = "facet-tar-index 1";

    private TarIndex() {}

    static List<StoredFile> of(Path shard, int container, Optional<Path> cache) {
        try {
            if (cache.isEmpty()) {
                return scan(shard, container);
            }
            String state = FORMAT + " " + Files.size(shard) + " "
                    + Files.getLastModifiedTime(shard).toMillis();
            Path file = cache.get().resolve(nameOf(shard));
            Optional<List<StoredFile>> known = load(file, state, container);
            if (known.isPresent()) {
                return known.get();
            }
            List<StoredFile> scanned = scan(shard, container);
            store(file, state, scanned);
            return scanned;
        } catch (IOException e) {
            throw new UserError("shard %s: expected a whole, uncompressed tar file: %s".formatted(shard, reason(e)), e);
        }
    }

    /** Shards of one name may lie in several folders. */
    private static String nameOf(Path shard) {
        String place = shard.toAbsolutePath().normalize().toString();
        return shard.getFileName() + "." + Sha256.of(place).substring(0, 12) + ".index";
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static List<StoredFile> scan(Path shard, int container) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        long length = Files.size(shard);
        try (TarFile tar = new TarFile(shard)) {
            for (TarArchiveEntry entry : tar.getEntries()) {
                if (!entry.isFile() || entry.isSparse()) {
                    continue;
                }
                if (entry.getDataOffset() + entry.getSize() > length) {
                    throw new IOException("it ends within " + entry.getName());
                }
                files.add(new StoredFile(entry.getName(), entry.getSize(), container, entry.getDataOffset()));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new IOException("no files in it");
        }
        return files;
    }

    private static Optional<List<StoredFile>> load(Path file, String state, int container) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.get(0).equals(state)) {
            return Optional.empty();
        }
        List<StoredFile> files = new ArrayList<>(lines.size());
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", 3);
            files.add(new StoredFile(fields[2], Long.parseLong(fields[1]), container, Long.parseLong(fields[0])));
        }
        return Optional.of(files);
    }

    /** An index that cannot be kept costs the next run a scan, nothing more. */
    private static void store(Path file, String state, List<StoredFile> files) {
        if (files.stream().anyMatch(stored -> stored.name().contains("\n"))) {
            return;
        }
        StringBuilder text = new StringBuilder(state).append('\n');
        for (StoredFile stored : files) {
            text.append(stored.offset()).append('\t').append(stored.size()).append('\t');
            text.append(stored.name()).append('\n');
        }
        try {
            Files.createDirectories(file.getParent());
            Path draft = Files.createTempFile(file.getParent(), "index", ".tmp");
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("index {} cannot be kept: {}", file, e.getMessage());
        }
    }
}
