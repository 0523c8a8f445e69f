package io.facet.training.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.facet.domain.UserError;

/**
 * The zip of PyTorch 1.6 and later, and of TorchScript: {@code ROOT/data.pkl} and a stored entry {@code ROOT/data/KEY} for
 * each storage; the root is the file's stem or {@code archive}.
 */
final class ZipStorages implements StorageSource {
    private static final String PICKLE = "data.pkl";

    private final ZipFile zip;
    private final String folder;
    private final ByteOrder order;
    private final boolean script;
    private final Object root;

    private ZipStorages(ZipFile zip) throws IOException {
        this.zip = zip;
        this.folder = folder(zip);
        this.order = order(zip, folder);
        this.script = zip.getEntry(folder + "constants.pkl") != null;
        ZipEntry pickle = zip.getEntry(folder + PICKLE);
        try (ReadableByteChannel channel = Channels.newChannel(zip.getInputStream(pickle))) {
            this.root = new CheckpointUnpickler().load(new PickleInput(channel, pickle.getSize()));
        }
    }

    static ZipStorages open(Path path) throws IOException {
        ZipFile zip = new ZipFile(path.toFile());
        try {
            return new ZipStorages(zip);
        } catch (IOException | RuntimeException e) {
            try {
                zip.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static String folder(ZipFile zip) {
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .toList();
        if (pickles.size() != 1) {
            throw new UserError("expected one " + PICKLE + " in the zip, found " + pickles.size() + " among "
                    + zip.size() + " entries");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    private static ByteOrder order(ZipFile zip, String folder) throws IOException {
        ZipEntry entry = zip.getEntry(folder + "byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        try (InputStream bytes = zip.getInputStream(entry)) {
            String order = new String(bytes.readNBytes(16), StandardCharsets.US_ASCII).strip();
            return switch (order) {
                case "little" -> ByteOrder.LITTLE_ENDIAN;
                case "big" -> ByteOrder.BIG_ENDIAN;
                default -> throw new UserError("expected byteorder little or big, found '" + order + "'");
            };
        }
    }

    @Override
    public String format() {
        return script ? "TorchScript archive" : "PyTorch zip";
    }

    @Override
    public ByteOrder order() {
        return order;
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public long bytes(String key) {
        return entry(key).getSize();
    }

    @Override
    public ReadableByteChannel open(String key, long offset) throws IOException {
        InputStream stream = zip.getInputStream(entry(key));
        stream.skipNBytes(offset);
        return Channels.newChannel(stream);
    }

    private ZipEntry entry(String key) {
        ZipEntry entry = zip.getEntry(folder + "data/" + key);
        if (entry == null) {
            throw new UserError("expected the entry " + folder + "data/" + key + " in the zip, found none");
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
