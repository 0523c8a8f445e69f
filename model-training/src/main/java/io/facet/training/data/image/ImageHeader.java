package io.facet.training.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the first bytes of a picture say of its size, read without decoding it: a file of a few kilobytes may claim
 * gigabytes of pixels.
 *
 * @param width in pixels, before any rotation
 * @param height in pixels, before any rotation
 */
record ImageHeader(long width, long height) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int JPEG_MARKER = 0xFF;
    private static final int JPEG_START = 0xD8;

    /** Reads a JPEG, PNG, WebP or BMP; empty if the bytes are none of these, or end before their size. */
    static Optional<ImageHeader> read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length >= 24 && bytes.duplicate().limit(PNG.length).equals(ByteBuffer.wrap(PNG))) {
            return of(bytes.getInt(16) & 0xFFFF_FFFFL, bytes.getInt(20) & 0xFFFF_FFFFL);
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (file.length >= 30 && text(file, 0, "RIFF") && text(file, 8, "WEBP")) {
            return webp(file, bytes);
        }
        if (file.length >= 26 && text(file, 0, "BM")) {
            return of(bytes.getInt(18), Math.abs((long) bytes.getInt(22)));
        }
        if (file.length >= 4 && unsigned(file, 0) == JPEG_MARKER && unsigned(file, 1) == JPEG_START) {
            return jpeg(file);
        }
        return Optional.empty();
    }

    long pixels() {
        return width * height;
    }

    /** Walks the segments up to the frame header (SOF0 to SOF15, without the tables DHT, JPG and DAC among them). */
    private static Optional<ImageHeader> jpeg(byte[] file) {
        int at = 2;
        while (at + 9 <= file.length) {
            if (unsigned(file, at) != JPEG_MARKER) {
                return Optional.empty();
            }
            int marker = unsigned(file, at + 1);
            if (marker == JPEG_MARKER) {
                at++;
                continue;
            }
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                return of(bigEndian16(file, at + 7), bigEndian16(file, at + 5));
            }
            at += 2 + bigEndian16(file, at + 2);
        }
        return Optional.empty();
    }

    /** The three kinds of a WebP's first chunk: lossy, lossless, extended. */
    private static Optional<ImageHeader> webp(byte[] file, ByteBuffer bytes) {
        if (text(file, 12, "VP8 ")) {
            return of(bytes.getShort(26) & 0x3FFF, bytes.getShort(28) & 0x3FFF);
        }
        if (text(file, 12, "VP8L")) {
            int packed = bytes.getInt(21);
            return of((packed & 0x3FFF) + 1, (packed >>> 14 & 0x3FFF) + 1);
        }
        if (text(file, 12, "VP8X")) {
            return of((bytes.getInt(24) & 0xFF_FFFF) + 1, (bytes.getInt(26) >>> 8) + 1);
        }
        return Optional.empty();
    }

    private static Optional<ImageHeader> of(long width, long height) {
        return width > 0 && height > 0 ? Optional.of(new ImageHeader(width, height)) : Optional.empty();
    }

    private static boolean text(byte[] file, int at, String expected) {
        return new String(file, at, expected.length(), StandardCharsets.ISO_8859_1).equals(expected);
    }

    private static int bigEndian16(byte[] file, int at) {
        return unsigned(file, at) << 8 | unsigned(file, at + 1);
    }

    private static int unsigned(byte[] file, int at) {
        return file[at] & 0xFF;
    }
}
