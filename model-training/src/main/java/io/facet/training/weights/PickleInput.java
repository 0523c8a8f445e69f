package io.facet.training.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes of a pickle. Knows how many are left, so that a length in the file can be checked before memory is taken for
 * it, and how many were taken, so that reading goes on elsewhere in the file. Does not close its channel.
 */
final class PickleInput extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ReadableByteChannel channel;
    private final long size;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long taken;

    /**
     * @param channel stands at the pickle's first byte
     * @param size bytes that may be read
     */
    PickleInput(ReadableByteChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** Bytes read from this stream so far. */
    long taken() {
        return taken;
    }

    long left() {
        return size - taken;
    }

    /** The length of 4 or 8 bytes that comes next, without taking it; -1 if the stream ends before it does. */
    long peekLength(int bytes) throws IOException {
        if (!require(bytes)) {
            return -1;
        }
        return bytes == Integer.BYTES
                ? Integer.toUnsignedLong(buffer.getInt(buffer.position()))
                : buffer.getLong(buffer.position());
    }

    @Override
    public int read() throws IOException {
        if (!require(1)) {
            return -1;
        }
        taken++;
        return buffer.get() & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!require(1)) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        taken += count;
        return count;
    }

    private boolean require(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                return false;
            }
        }
        return true;
    }
}
