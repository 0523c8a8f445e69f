package io.facet.inference.analyze;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One head's output of a whole run. Shape {@code [faces, channels, height, width]}; a tensor {@code [faces, channels]}
 * has maps of 1×1.
 *
 * @param values row-major, from index 0; only read, by absolute index
 */
record HeadTensor(FloatBuffer values, int faces, int channels, int height, int width) {

    HeadTensor {
        long expected = (long) faces * channels * height * width;
        if (values.limit() != expected) {
            throw new IllegalArgumentException("a tensor [%d, %d, %d, %d] must hold %d values, got %d"
                    .formatted(faces, channels, height, width, expected, values.limit()));
        }
    }

    /**
     * @param shape of two or four dimensions, batch first
     */
    static HeadTensor of(FloatBuffer values, long[] shape) {
        return switch (shape.length) {
            case 2 -> new HeadTensor(values, Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), 1, 1);
            case 4 ->
                new HeadTensor(
                        values,
                        Math.toIntExact(shape[0]),
                        Math.toIntExact(shape[1]),
                        Math.toIntExact(shape[2]),
                        Math.toIntExact(shape[3]));
            default ->
                throw new IllegalArgumentException(
                        "a head's output must have shape [N, C] or [N, C, h, w], got " + Arrays.toString(shape));
        };
    }

    /** Where the map of one channel of one face begins. */
    int offset(int face, int channel) {
        return (face * channels + channel) * height * width;
    }

    /** Channels {@code [from, to)} of one face of a tensor with 1×1 maps. */
    float[] vector(int face, int from, int to) {
        float[] vector = new float[to - from];
        values.get(offset(face, from), vector);
        return vector;
    }
}
