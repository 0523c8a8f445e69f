package io.facet.training.data.source.identity;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * MXNet's RecordIO: records of a magic number, flag and length (4 bytes each, little-endian, the flag in the upper three
 * bits of the length), and data that is filled up to 4 bytes. Where data held the magic number, it was cut there into
 * parts, flagged first (1), middle (2) and last (3); 0 is whole.
 *
 * <p>Read by place; any number of threads, which must not be interrupted: that closes the file for all. Owns the open
 * file: {@link #close} closes it.
 */
final class RecordFile implements AutoCloseable {
    private static final int MAGIC = 0xCED7230A;
    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_BITS = 29;
    private static final int WHOLE = 0;
    private static final int FIRST = 1;
    private static final int LAST = 3;

    private final FileChannel channel;

    private RecordFile(FileChannel channel) {
        this.channel = channel;
    }

    static RecordFile open(Path path) throws IOException {
        return new RecordFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    long size() throws IOException {
        return channel.size();
    }

    /** The data of the record that begins at an offset. */
    byte[] read(long offset) throws IOException {
        Part part = part(offset);
        if (part.flag == WHOLE) {
            return part.data;
        }
        if (part.flag != FIRST) {
            throw new IOException("expected a record's first part at %d, found part %d".formatted(offset, part.flag));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(part.data);
        long next = offset;
        while (part.flag != LAST) {
            next += HEADER_BYTES + (part.data.length + 3L) / 4 * 4;
            part = part(next);
            if (part.flag == WHOLE || part.flag == FIRST) {
                throw new IOException("expected the next part of a record at %d, found another record".formatted(next));
            }
            whole.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(MAGIC)
                    .array());
            whole.write(part.data);
        }
        return whole.toByteArray();
    }

    private Part part(long offset) throws IOException {
        ByteBuffer header = bytes(offset, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int magic = header.getInt();
        int word = header.getInt();
        if (magic != MAGIC) {
            throw new IOException("expected a record at %d, found 0x%08X".formatted(offset, magic));
        }
        int length = word & (1 << LENGTH_BITS) - 1;
        if (offset + HEADER_BYTES + length > size()) {
            throw new EOFException("expected %d bytes at %d, found the end".formatted(length, offset));
        }
        return new Part(
                word >>> LENGTH_BITS, bytes(offset + HEADER_BYTES, length).array());
    }

    private ByteBuffer bytes(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("expected %d bytes at %d, found the end".formatted(count, offset));
            }
        }
        return bytes.flip();
    }

    private record Part(int flag, byte[] data) {}

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
