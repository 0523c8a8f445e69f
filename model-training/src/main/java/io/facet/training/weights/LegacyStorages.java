package io.facet.training.weights;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;

/**
 * The format of PyTorch before 1.6: five pickles (magic number, protocol, system, content, keys of the storages), then
 * each storage as its number of elements in eight bytes and the elements.
 */
final class LegacyStorages implements StorageSource {
    private static final BigInteger MAGIC_NUMBER = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int PROTOCOL = 1001;

    private final FileChannel channel;
    private final ByteOrder order;
    private final Object root;
    private final Map<String, Extent> extents = new HashMap<>();

    /** Where a storage's elements lie in the file. */
    private record Extent(long begin, long bytes) {}

    private LegacyStorages(FileChannel channel) throws IOException {
        this.channel = channel;
        PickleInput input = new PickleInput(channel, channel.size());
        CheckpointUnpickler unpickler = new CheckpointUnpickler();
        require("magic number", MAGIC_NUMBER, unpickler.load(input));
        require("protocol", PROTOCOL, unpickler.load(input));
        this.order = order(unpickler.load(input));
        this.root = unpickler.load(input);
        Object keys = unpickler.load(input);
        if (!(keys instanceof List<?> list)) {
            throw new UserError("expected the keys of the storages, found " + keys);
        }
        long position = input.taken();
        for (Object key : list) {
            Extent extent = extent(unpickler.storages().get(String.valueOf(key)), key, position);
            extents.put(String.valueOf(key), extent);
            position = extent.begin() + extent.bytes();
        }
    }

    static LegacyStorages open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            return new LegacyStorages(channel);
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static void require(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new UserError("expected PyTorch's " + what + " " + expected + ", found " + found);
        }
    }

    private static ByteOrder order(Object system) {
        boolean big = system instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("little_endian"));
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private Extent extent(PickledTensor.Storage storage, Object key, long position) throws IOException {
        if (storage == null) {
            throw new UserError("expected storage " + key + " to be of a tensor, found none");
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining()) {
            if (channel.read(length, position + length.position()) < 0) {
                throw new EOFException("expected storage " + key + " at " + position + ", found the end of the file");
            }
        }
        long elements = length.flip().getLong();
        if (elements != storage.elements()) {
            throw new UserError(
                    "expected " + storage.elements() + " elements in storage " + key + ", found " + elements);
        }
        long begin = position + Long.BYTES;
        long left = channel.size() - begin;
        int elementBytes = PyTorchCheckpoint.type(storage).bytes();
        if (elements > left / elementBytes) {
            throw new UserError("expected " + elements + " elements of " + elementBytes + " bytes in storage " + key
                    + ", found " + left + " bytes");
        }
        return new Extent(begin, elements * elementBytes);
    }

    @Override
    public String format() {
        return "PyTorch legacy";
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
        return get(key).bytes();
    }

    @Override
    public ReadableByteChannel open(String key, long offset) throws IOException {
        long begin = get(key).begin() + offset;
        return new ReadableByteChannel() {
            private long position = begin;

            @Override
            public int read(ByteBuffer into) throws IOException {
                int read = channel.read(into, position);
                position += Math.max(read, 0);
                return read;
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() {
                // The file stays open for the other storages.
            }
        };
    }

    private Extent get(String key) {
        Extent extent = extents.get(key);
        if (extent == null) {
            throw new UserError("expected storage " + key + " in the file, found none");
        }
        return extent;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
