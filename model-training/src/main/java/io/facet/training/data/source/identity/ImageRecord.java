package io.facet.training.data.source.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A record of MXNet's image record files: flag (4 bytes), label (float), two numbers (8 bytes each), as many more labels as
 * the flag says (floats), the encoded picture.
 *
 * @param flag number of labels that follow the header; 0 if the header's own counts
 * @param labels one at least
 * @param image the encoded picture; empty in records that describe others
 */
record ImageRecord(int flag, float[] labels, byte[] image) {
    private static final int HEADER_BYTES = 24;

    static ImageRecord parse(byte[] record) throws IOException {
        if (record.length < HEADER_BYTES) {
            throw new IOException("expected a header of %d bytes, found %d".formatted(HEADER_BYTES, record.length));
        }
        ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int flag = bytes.getInt();
        float label = bytes.getFloat();
        bytes.position(HEADER_BYTES);
        if (flag < 0 || flag > bytes.remaining() / Float.BYTES) {
            throw new IOException("expected %d labels, found %d bytes".formatted(flag, bytes.remaining()));
        }
        float[] labels = {label};
        if (flag > 0) {
            labels = new float[flag];
            bytes.asFloatBuffer().get(labels);
        }
        int start = HEADER_BYTES + flag * Float.BYTES;
        return new ImageRecord(flag, labels, Arrays.copyOfRange(record, start, record.length));
    }
}
