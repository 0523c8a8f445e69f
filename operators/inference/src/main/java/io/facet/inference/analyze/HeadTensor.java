package io.facet.inference.analyze;

import java.nio.FloatBuffer;
import java.util.List;

import io.facet.domain.bundle.HeadSpec;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;

/**
 * One head's output of a whole run. Shape {@code [faces, channels, height, width]}; a tensor {@code [faces, channels]}
 * has maps of 1×1.
 *
 * @param values row-major, from index 0; only read, by absolute index
 */
record HeadTensor(FloatBuffer values, int faces, int channels, int height, int width) {

    /**
     * Takes what a run gave. A file may leave the shape of its output open, so only here is it known: a tensor that is
     * narrower than stated would make a face read the values of the next one.
     *
     * @param head whose output it is; of two or four dimensions, batch first
     * @param faces how many went into the run
     * @throws InferenceException naming the head, the shape stated and the one found
     */
    static HeadTensor of(HeadSpec head, Tensor.Floats tensor, int faces) {
        List<Long> found = tensor.shape();
        if (!TensorPort.of(head.output()).fits(found) || found.get(0) != faces) {
            throw new InferenceException("head %s: expected output %s of shape %s for %d faces, found %s"
                    .formatted(
                            head.task().key(),
                            head.output().name(),
                            head.output().shape(),
                            faces,
                            found));
        }
        int[] shape = found.stream().mapToInt(Math::toIntExact).toArray();
        return switch (shape.length) {
            case 2 -> new HeadTensor(tensor.data(), shape[0], shape[1], 1, 1);
            case 4 -> new HeadTensor(tensor.data(), shape[0], shape[1], shape[2], shape[3]);
            default ->
                throw new InferenceException("head %s: expected an output of shape [N, C] or [N, C, h, w], found %s"
                        .formatted(head.task().key(), found));
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
