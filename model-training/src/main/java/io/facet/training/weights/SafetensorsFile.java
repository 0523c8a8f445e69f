package io.facet.training.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.tensor.HostTensor;

/** An open safetensors file: eight bytes of length, that much JSON, the tensors' bytes. */
public final class SafetensorsFile implements TensorFile {
    private static final int LENGTH_BYTES = Long.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, String> metadata;
    private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private SafetensorsFile(Path path, FileChannel channel, byte[] json) throws IOException {
        this.path = path;
        this.channel = channel;
        this.dataStart = LENGTH_BYTES + (long) json.length;
        SafetensorsHeader header = SafetensorsHeader.parse(json, channel.size() - dataStart);
        this.metadata = Collections.unmodifiableMap(header.metadata());
        header.tensors().forEach(entry -> {
            entries.put(entry.info().name(), entry);
            tensors.put(entry.info().name(), entry.info());
        });
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws UserError if there is no such file or it is no safetensors file; says what was expected and found
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path);
            return new SafetensorsFile(path, channel, readHeader(channel));
        } catch (NoSuchFileException e) {
            throw new UserError("expected a file of weights at " + path + ", found none", e);
        } catch (IOException e) {
            close(channel, e);
            throw new UserError("cannot read " + path + ": " + Failures.reason(e), e);
        } catch (RuntimeException e) {
            close(channel, e);
            throw e instanceof UserError ? new UserError(path + " is no safetensors file: " + e.getMessage(), e) : e;
        }
    }

    private static void close(FileChannel channel, Exception reason) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private static byte[] readHeader(FileChannel channel) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, length);
        long bytes = length.flip().getLong();
        long possible = Math.min(SafetensorsHeader.MAX_BYTES, channel.size() - LENGTH_BYTES);
        if (bytes < 2 || bytes > possible) {
            throw new UserError(
                    "expected a header of 2 to " + possible + " bytes, found " + Long.toUnsignedString(bytes));
        }
        ByteBuffer json = ByteBuffer.allocate((int) bytes);
        readFully(channel, json);
        return json.array();
    }

    private static void readFully(FileChannel channel, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new UserError("expected " + into.capacity() + " more bytes, found " + into.position());
            }
        }
    }

    @Override
    public String format() {
        return "safetensors";
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public HostTensor read(String name) {
        SafetensorsHeader.Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor " + name + " in " + path);
        }
        try {
            channel.position(dataStart + entry.begin());
            TensorInfo info = entry.info();
            return ElementReader.read(channel, info.type(), ByteOrder.LITTLE_ENDIAN, info.shape());
        } catch (IOException e) {
            throw new UserError("cannot read tensor " + name + " of " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserError("cannot close " + path + ": " + e.getMessage(), e);
        }
    }
}
