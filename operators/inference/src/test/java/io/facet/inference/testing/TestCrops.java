package io.facet.inference.testing;

import java.nio.ByteBuffer;
import java.util.List;

import io.facet.inference.session.Tensor;

/** Aligned crops of no face: waves of other colours and directions in each. */
public final class TestCrops {
    /** Side of a crop in pixels. */
    public static final int SIZE = 224;

    private static final int BYTES = 3 * SIZE * SIZE;

    private TestCrops() {}

    /** One crop. Shape {@code [3, 224, 224]}, RGB. */
    public static byte[] crop(int seed) {
        byte[] crop = new byte[BYTES];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    double wave = Math.sin((x * (1 + seed % 5) + y * (c + 1)) / 17.0 + seed) * Math.cos(y / 9.0 - c);
                    // Fine grain, so that resizing without a filter would show.
                    int grain = (x * 31 + y * 17 + c * 7 + seed * 13) % 23;
                    crop[(c * SIZE + y) * SIZE + x] = (byte) Math.round(117 + 100 * wave + grain);
                }
            }
        }
        return crop;
    }

    /** A batch of the crops {@code first}, {@code first + 1} … as a composed graph takes it. */
    public static Tensor batch(int first, int count) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(count * BYTES);
        for (int i = 0; i < count; i++) {
            pixels.put(crop(first + i));
        }
        return new Tensor.Bytes(pixels.flip(), List.of((long) count, 3L, (long) SIZE, (long) SIZE));
    }
}
