package io.facet.connectors.decode;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes Matroska whose packets are zeros in zlib form, which the format allows and no writer of ours uses. */
final class DeflatedMatroska {

    private DeflatedMatroska() {}

    /** An MJPEG track of some packets, each of which unpacks to {@code bytes} zeros. */
    static byte[] of(int packets, int bytes) {
        byte[] compression = element(0x6D80, element(0x6240, element(0x5034, element(0x4254, new byte[] {0}))));
        byte[] picture = element(0xE0, element(0xB0, new byte[] {1, 64}), element(0xBA, new byte[] {1, 0}));
        byte[] track = element(
                0xAE,
                element(0xD7, new byte[] {1}),
                element(0x73C5, new byte[] {1}),
                element(0x83, new byte[] {1}),
                element(0x86, "V_MJPEG".getBytes(US_ASCII)),
                picture,
                compression);
        byte[][] cluster = new byte[packets + 1][];
        cluster[0] = element(0xE7, new byte[] {0});
        for (int i = 0; i < packets; i++) {
            cluster[i + 1] = element(0xA3, new byte[] {(byte) 0x81, 0, (byte) i, (byte) 0x80}, deflated(bytes));
        }
        byte[] head = element(0x1A45DFA3, element(0x4282, "matroska".getBytes(US_ASCII)));
        byte[] info = element(0x1549A966, element(0x2AD7B1, new byte[] {0x0F, 0x42, 0x40}));
        return joined(head, element(0x18538067, info, element(0x1654AE6B, track), element(0x1F43B675, cluster)));
    }

    private static byte[] element(int id, byte[]... contents) {
        byte[] content = joined(contents);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int shift = 24; shift >= 0; shift -= 8) {
            if (id >>> shift != 0) {
                out.write(id >>> shift);
            }
        }
        out.write(0x08); // A size of five bytes: this one marks it.
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(content.length >>> shift);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private static byte[] deflated(int zeros) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(new byte[zeros]);
        deflater.finish();
        byte[] buffer = new byte[zeros];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }
}
