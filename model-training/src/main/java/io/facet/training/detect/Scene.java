package io.facet.training.detect;

import java.util.List;

import io.facet.training.data.RgbImage;

/**
 * A picture put together from others, and where its faces are.
 *
 * @param image square
 * @param faces those to be ignored included
 */
public record Scene(RgbImage image, List<FaceTruth> faces) {
    public Scene {
        faces = List.copyOf(faces);
    }
}
