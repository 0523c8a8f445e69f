package io.facet.training.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

import io.facet.domain.UserError;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;

/**
 * Encoded pictures in LMDB, as MCF's data set (Wang et al., 2023, public code): a value for each key, UTF-8, and an entry
 * {@code length} that is no picture.
 *
 * <p>Any number of threads. The environment's memory map is owned by this object and valid until {@link #close}; nobody
 * may read while it closes.
 */
final class LmdbSource implements SampleSource {
    private static final String LENGTH = "length";
    private static final String DATA_FILE = "data.mdb";

    private final Path path;
    private final Env<byte[]> environment;
    private final Dbi<byte[]> database;
    private final List<String> keys;
    private final Captions captions;

    private LmdbSource(Path path, Env<byte[]> environment, Dbi<byte[]> database, List<String> keys, Captions captions) {
        this.path = path;
        this.environment = environment;
        this.database = database;
        this.keys = keys;
        this.captions = captions;
    }

    /**
     * Opens an environment for reading, without locks.
     *
     * @param path a folder with {@code data.mdb}, or a single file
     * @param keyList a text file with one key a line; without it, every key of the environment
     */
    static LmdbSource open(Path path, Optional<Path> keyList, Captions captions) {
        Path data = Files.isDirectory(path) ? path.resolve(DATA_FILE) : path;
        if (!Files.isRegularFile(data)) {
            throw new UserError("data set %s: expected an LMDB environment, found none".formatted(path));
        }
        List<EnvFlags> flags =
                new ArrayList<>(List.of(EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK, EnvFlags.MDB_NORDAHEAD));
        if (!Files.isDirectory(path)) {
            flags.add(EnvFlags.MDB_NOSUBDIR);
        }
        Env<byte[]> environment = null;
        try {
            environment = Env.create(ByteArrayProxy.PROXY_BA)
                    .setMapSize(Math.max(Files.size(data), 1 << 20))
                    .open(path.toFile(), flags.toArray(EnvFlags[]::new));
            Dbi<byte[]> database = environment.openDbi((byte[]) null);
            List<String> keys = keyList.isPresent() ? listed(keyList.get()) : all(environment, database);
            if (keys.isEmpty()) {
                throw new UserError("data set %s is empty: expected keys of pictures, found none".formatted(path));
            }
            return new LmdbSource(path, environment, database, keys, captions);
        } catch (IOException | LmdbException e) {
            closeIfOpen(environment);
            throw new UserError("data set %s: cannot be opened as LMDB: %s".formatted(path, e.getMessage()), e);
        } catch (RuntimeException e) {
            closeIfOpen(environment);
            throw e;
        }
    }

    private static void closeIfOpen(Env<byte[]> environment) {
        if (environment != null) {
            environment.close();
        }
    }

    private static List<String> listed(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<String> all(Env<byte[]> environment, Dbi<byte[]> database) {
        List<String> keys = new ArrayList<>();
        try (Txn<byte[]> transaction = environment.txnRead();
                CursorIterable<byte[]> entries = database.iterate(transaction)) {
            for (CursorIterable.KeyVal<byte[]> entry : entries) {
                String key = new String(entry.key(), StandardCharsets.UTF_8);
                if (!key.equals(LENGTH)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public String key(int index) {
        return keys.get(index);
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        String key = keys.get(index);
        RgbImage image = ImageDecoder.decode(key, value(key));
        Annotation annotation = captions.of(key);
        return new Sample(key, image, annotation.captions(), annotation.labels());
    }

    private byte[] value(String key) throws UnreadableSampleException {
        try (Txn<byte[]> transaction = environment.txnRead()) {
            byte[] value = database.get(transaction, key.getBytes(StandardCharsets.UTF_8));
            if (value == null) {
                throw new UnreadableSampleException(key, "no such key in " + path);
            }
            return value;
        } catch (LmdbException e) {
            throw new UnreadableSampleException(key, "cannot be read from " + path + ": " + e.getMessage(), e);
        }
    }

    /** Sizes of values are not looked at: that would read the whole environment. */
    @Override
    public String fingerprint() {
        Sha256 hash = new Sha256();
        keys.forEach(hash::add);
        return hash.add(environment.stat().entries)
                .add(environment.info().lastTransactionId)
                .hex();
    }

    @Override
    public void close() {
        environment.close();
    }
}
