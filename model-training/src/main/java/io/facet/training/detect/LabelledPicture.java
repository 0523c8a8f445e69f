package io.facet.training.detect;

import java.util.List;

import io.facet.training.data.RgbImage;

/**
 * A picture and every face in it.
 *
 * @param faces those to be ignored included
 */
public record LabelledPicture(RgbImage image, List<FaceTruth> faces) {
    public LabelledPicture {
        faces = List.copyOf(faces);
    }

    /** The faces that are sure. */
    List<FaceTruth> sureFaces() {
        return faces.stream().filter(face -> !face.ignored()).toList();
    }
}
