package io.facet.inference.bundle;

import java.util.List;

import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/** The inputs a network must have, by what the manifest says of it. */
final class NetworkInputs {
    private NetworkInputs() {}

    /** Shape {@code [N, C, height, width]}; sides the network leaves free are −1. */
    static TensorPort of(ImageInput image) {
        return new TensorPort(
                image.tensor(),
                ElementType.FLOAT32,
                List.of(-1L, (long) image.color().channels(), side(image.height()), side(image.width())));
    }

    /** The picture, or the features with the shapes the encoder gives them. */
    static List<TensorPort> of(HeadSpec head, EncoderSpec encoder) {
        if (head.crop() != null) {
            return List.of(of(head.crop().image()));
        }
        return encoder.features().stream()
                .filter(feature -> head.features().contains(feature.name()))
                .map(TensorPort::of)
                .toList();
    }

    private static long side(int pixels) {
        return pixels == 0 ? -1 : pixels;
    }
}
