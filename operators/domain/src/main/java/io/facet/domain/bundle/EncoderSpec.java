package io.facet.domain.bundle;

import java.util.List;

/**
 * The shared encoder.
 *
 * @param file path in the bundle
 * @param input how it wants the crop
 * @param features the tensors it offers to heads
 */
public record EncoderSpec(String file, ImageInput input, List<TensorSpec> features) {
    public EncoderSpec {
        features = List.copyOf(features);
    }
}
