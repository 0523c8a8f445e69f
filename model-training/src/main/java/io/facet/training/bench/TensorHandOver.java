package io.facet.training.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.tensor.HostTensor;

/** Writes tensors one after the other into a file, little-endian and row-major, and keeps where each begins. */
final class TensorHandOver implements AutoCloseable {
    private final OutputStream out;
    private long offset;

    /** A tensor's place in the file. */
    record Place(String dtype, List<Long> shape, long offset) {}

    TensorHandOver(Path file) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    Map<String, Place> write(Map<String, ? extends HostTensor> tensors) throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        for (Map.Entry<String, ? extends HostTensor> tensor : tensors.entrySet()) {
            places.put(tensor.getKey(), write(tensor.getValue()));
        }
        return places;
    }

    private Place write(HostTensor tensor) throws IOException {
        long begins = offset;
        boolean floats = tensor instanceof HostTensor.Floats;
        byte[] bytes =
                floats ? bytes(((HostTensor.Floats) tensor).values()) : bytes(((HostTensor.Longs) tensor).values());
        out.write(bytes);
        offset += bytes.length;
        List<Long> shape = new ArrayList<>();
        for (long size : tensor.shape().sizes()) {
            shape.add(size);
        }
        return new Place(floats ? "float32" : "int64", shape, begins);
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static byte[] bytes(long[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
