package io.facet.inference.analyze;

import java.nio.FloatBuffer;

import io.facet.inference.session.InferenceException;
import io.facet.inference.session.Tensor;

/**
 * One head's output of a whole run. Shape {@code [faces, channels, height, width]}; a tensor {@code [faces, channels]}
 * has maps of 1×1.
 *
 * @param values row-major, from index 0; only read, by absolute index
 */
record HeadTensor(FloatBuffer values, int faces, int channels, int height, int width) {

    /** Takes a tensor of two or four dimensions, batch first. */
    static HeadTensor of(Tensor.Floats tensor) {
        int[] shape = tensor.shape().stream().mapToInt(Math::toIntExact).toArray();
        return switch (shape.length) {
            case 2 -> new HeadTensor(tensor.data(), shape[0], shape[1], 1, 1);
            case 4 -> new HeadTensor(tensor.data(), shape[0], shape[1], shape[2], shape[3]);
            default ->
                throw new InferenceException(
                        "a head's output must have shape [N, C] or [N, C, h, w], found " + tensor.shape());
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
