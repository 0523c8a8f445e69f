package io.facet.training.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

import io.facet.domain.UserError;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Turns a stream of stored elements into values, a buffer at a time: the bytes of a large tensor are never held whole. */
final class ElementReader {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ReadableByteChannel channel;
    private final ElementType type;
    private final ByteBuffer buffer;

    private ElementReader(ReadableByteChannel channel, ElementType type, ByteOrder order) {
        this.channel = channel;
        this.type = type;
        this.buffer = ByteBuffer.allocate(BUFFER_BYTES).order(order).limit(0);
    }

    /**
     * Reads the elements of a tensor, row-major, from where the channel stands.
     *
     * @return floats, or longs for integer types
     * @throws EOFException if the channel ends early; the message says how many elements were expected and found
     */
    static HostTensor read(ReadableByteChannel channel, ElementType type, ByteOrder order, Shape shape)
            throws IOException {
        int count = count(shape);
        ElementReader reader = new ElementReader(channel, type, order);
        return type.integer()
                ? new HostTensor.Longs(shape, reader.longs(count))
                : new HostTensor.Floats(shape, reader.floats(count));
    }

    private static int count(Shape shape) {
        long elements = shape.elements();
        if (elements > Integer.MAX_VALUE - 8) {
            throw new UserError("expected at most " + (Integer.MAX_VALUE - 8) + " elements in a tensor, found "
                    + elements + " (shape " + shape + ")");
        }
        return (int) elements;
    }

    private float[] floats(int count) throws IOException {
        float[] values = new float[count];
        for (int done = 0; done < count; ) {
            int ready = fill(done, count);
            for (int end = done + ready; done < end; done++) {
                values[done] = type.readFloat(buffer);
            }
        }
        return values;
    }

    private long[] longs(int count) throws IOException {
        long[] values = new long[count];
        for (int done = 0; done < count; ) {
            int ready = fill(done, count);
            for (int end = done + ready; done < end; done++) {
                values[done] = type.readLong(buffer);
            }
        }
        return values;
    }

    /** Fills the buffer with at least one element and at most those that are still to come; the number of them. */
    private int fill(int done, int count) throws IOException {
        long wanted = Math.min(BUFFER_BYTES, (long) (count - done) * type.bytes());
        buffer.clear().limit((int) wanted);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("expected " + count + " elements of " + type + ", found "
                        + (done + buffer.position() / type.bytes()));
            }
        }
        buffer.flip();
        return buffer.remaining() / type.bytes();
    }
}
