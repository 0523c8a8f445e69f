package io.facet.training.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;

/** Reads and writes files in the safetensors format: no code in them, one length, one JSON header, raw bytes. */
public final class Safetensors {
    private static final int BUFFER_BYTES = 1 << 20;

    private Safetensors() {}

    /**
     * All that a file holds.
     *
     * @param tensors by name, in the order of the file
     * @param metadata free text, by key
     */
    public record Contents(Map<String, HostTensor> tensors, Map<String, String> metadata) {
        public Contents {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        }

        /** The tensors as parameters; refuses integers. */
        public Parameters parameters() {
            Map<String, HostTensor.Floats> floats = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                if (!(tensor instanceof HostTensor.Floats values)) {
                    throw new UserError("tensor " + name + ": expected floating-point values, found integers");
                }
                floats.put(name, values);
            });
            return new Parameters(floats);
        }
    }

    /**
     * Reads a whole file: F64, F32, F16 and BF16 as float32, I64 to I8, U8 and BOOL as int64.
     *
     * @throws UserError if there is no such file, or it is damaged; says what was expected and found
     */
    public static Contents read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            file.tensors().keySet().forEach(name -> tensors.put(name, file.read(name)));
            return new Contents(tensors, file.metadata());
        }
    }

    /**
     * Writes a file in place of a former one, which stays whole until the new one is safely on disk: a full disk or a
     * killed process never leaves half a file. Floats are written as F32, longs as I64.
     *
     * @param tensors written in the map's order, longs before floats
     * @throws UserError if it cannot be written; if for want of space, says how many bytes are needed and free
     */
    public static void write(Path path, Map<String, ? extends HostTensor> tensors, Map<String, String> metadata) {
        // 8-byte values first keep every tensor on a multiple of its element's size.
        List<Map.Entry<String, HostTensor>> ordered = tensors.entrySet().stream()
                .map(entry -> Map.<String, HostTensor>entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(entry -> entry.getValue() instanceof HostTensor.Floats))
                .toList();
        SafetensorsHeader header = SafetensorsHeader.of(ordered, metadata);
        byte[] json = header.toJson();
        long bytes = Long.BYTES + json.length + header.dataBytes();
        AtomicFile.write(path, bytes, channel -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(json.length);
            drain(buffer, channel);
            writeFully(ByteBuffer.wrap(json), channel);
            for (Map.Entry<String, HostTensor> tensor : ordered) {
                writeValues(tensor.getValue(), buffer, channel);
            }
        });
    }

    private static void writeValues(HostTensor tensor, ByteBuffer buffer, WritableByteChannel channel)
            throws IOException {
        if (tensor instanceof HostTensor.Floats floats) {
            float[] values = floats.values();
            for (int done = 0; done < values.length; ) {
                int count = Math.min(values.length - done, BUFFER_BYTES / Float.BYTES);
                buffer.asFloatBuffer().put(values, done, count);
                buffer.position(count * Float.BYTES);
                drain(buffer, channel);
                done += count;
            }
        } else if (tensor instanceof HostTensor.Longs longs) {
            long[] values = longs.values();
            for (int done = 0; done < values.length; ) {
                int count = Math.min(values.length - done, BUFFER_BYTES / Long.BYTES);
                buffer.asLongBuffer().put(values, done, count);
                buffer.position(count * Long.BYTES);
                drain(buffer, channel);
                done += count;
            }
        }
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        writeFully(buffer.flip(), channel);
        buffer.clear();
    }

    private static void writeFully(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
