package io.facet.training.pretrain;

import java.util.List;
import java.util.random.RandomGenerator;

import io.facet.training.data.ImageTransform;
import io.facet.training.data.Sample;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** The images of a batch. */
final class Images {
    private Images() {}

    /** {@code [B, 3, S, S]}. */
    static HostTensor.Floats of(List<Sample> samples, ImageTransform transform, RandomGenerator random) {
        int side = transform.size();
        int length = 3 * side * side;
        float[] values = new float[samples.size() * length];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(transform.apply(samples.get(i).image(), random), 0, values, i * length, length);
        }
        return new HostTensor.Floats(Shape.of(samples.size(), 3, side, side), values);
    }

    /** Refuses a transform whose images the network does not take. */
    static void requireSide(ImageTransform transform, int side) {
        if (transform.size() != side) {
            throw new IllegalArgumentException(
                    "the network takes images of " + side + " pixels, the transform gives " + transform.size());
        }
    }
}
