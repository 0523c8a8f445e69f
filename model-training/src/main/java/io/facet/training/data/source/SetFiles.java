package io.facet.training.data.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.facet.domain.UserError;
import io.facet.training.data.RgbImage;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;

/**
 * The files of a published set, in a folder or in tar shards, found by the end of their path: where a set was unpacked one
 * folder deeper, it is found all the same. Of several files the one nearest to the top is meant. Case does not matter.
 *
 * <p>Any number of threads may read pictures; tables are read by one, when the set is opened.
 */
public final class SetFiles implements AutoCloseable {
    private final FileStore store;
    private final Path folder;
    private final Map<String, List<StoredFile>> byName = new HashMap<>();
    private final Map<String, String> consulted = new HashMap<>();

    private SetFiles(FileStore store, Path folder) {
        this.store = store;
        this.folder = folder;
        for (StoredFile file : store.files()) {
            byName.computeIfAbsent(lower(base(file.name())), name -> new ArrayList<>(1))
                    .add(file);
        }
    }

    /**
     * Opens a folder, a tar shard or a folder of tar shards.
     *
     * @param cache folder for the indices of shards
     */
    public static SetFiles open(Path path, Optional<Path> cache) {
        boolean shards = Files.isRegularFile(path) || TarStore.isFolderOfShards(path);
        return shards ? new SetFiles(TarStore.open(path, cache), null) : new SetFiles(FolderStore.open(path), path);
    }

    /** Where the set lies, for messages. */
    public String where() {
        return store.where();
    }

    /** All pictures whose path is accepted: in lower case, with a slash before it. */
    public List<StoredFile> pictures(Predicate<String> path) {
        return store.files().stream()
                .filter(file -> StemLayout.IMAGES.contains(file.extension()))
                .filter(file -> path.test("/" + lower(file.name())))
                .toList();
    }

    /** The file whose path is that or ends in it, after a slash. */
    public Optional<StoredFile> find(String name) {
        String end = "/" + lower(name);
        return byName.getOrDefault(lower(base(name)), List.of()).stream()
                .filter(file -> ("/" + lower(file.name())).endsWith(end))
                .min(Comparator.comparingLong(
                        file -> file.name().chars().filter(c -> c == '/').count()));
    }

    /**
     * As {@link #find}.
     *
     * @param what is in it, for the message
     * @throws UserError that names the path expected
     */
    public StoredFile require(String name, String what) {
        return find(name)
                .orElseThrow(() ->
                        new UserError("data set: expected %s/%s with %s, found none".formatted(where(), name, what)));
    }

    /** The whole of a table or list; what is in it belongs to the set's fingerprint. */
    public byte[] table(StoredFile file) throws IOException {
        byte[] bytes = store.read(file);
        consulted.put(file.name(), Sha256.ofBytes(bytes));
        return bytes;
    }

    /** Lines of a list that are not blank, without the space around them. */
    public List<String> lines(StoredFile file) throws IOException {
        return new String(table(file), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** A file as a stream, which the caller closes. Its size belongs to the set's fingerprint. */
    public InputStream stream(StoredFile file) throws IOException {
        consulted.put(file.name(), String.valueOf(file.size()));
        Optional<Path> path = path(file);
        return path.isPresent()
                ? new BufferedInputStream(Files.newInputStream(path.get()), 1 << 16)
                : new ByteArrayInputStream(store.read(file));
    }

    /** Where a file lies; empty in a tar shard. Its size belongs to the set's fingerprint. */
    public Optional<Path> path(StoredFile file) {
        consulted.putIfAbsent(file.name(), String.valueOf(file.size()));
        return Optional.ofNullable(folder).map(root -> root.resolve(file.name()));
    }

    /** The whole of a file that belongs to a sample. */
    public byte[] read(StoredFile file) throws IOException {
        return store.read(file);
    }

    /** Names a file among those of the set. */
    public String key(StoredFile file) {
        return store.key(file);
    }

    /** A sample whose picture is a file. */
    public Listed listed(StoredFile picture, Listed.Truth truth) {
        String key = store.key(picture);
        return new Listed(key, key, picture.size(), () -> ImageDecoder.decode(key, store.read(picture)), truth);
    }

    /**
     * A sample whose picture a table names. Where it is missing, reading the sample says where it was expected.
     *
     * @param references the picture's path, and others that it may have instead
     */
    public Listed listed(Collection<String> references, Listed.Truth truth) {
        for (String reference : references) {
            Optional<StoredFile> picture = find(reference);
            if (picture.isPresent()) {
                return listed(picture.get(), truth);
            }
        }
        String expected = references.iterator().next();
        return new Listed(expected, expected, 0, () -> missing(expected), truth);
    }

    private RgbImage missing(String expected) throws UnreadableSampleException {
        throw new UnreadableSampleException(
                expected, "expected a picture %s/%s, found none".formatted(where(), expected));
    }

    /** Samples in the order given. The source owns this set and closes it. */
    public SampleSource source(List<Listed> samples) {
        return new ListedSource(this, samples);
    }

    /** Hash of the tables that were read, by name. */
    String consulted() {
        Sha256 hash = new Sha256();
        consulted.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(file -> hash.add(file.getKey()).add(file.getValue()));
        return hash.hex();
    }

    private static String base(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        store.close();
    }
}
