package io.facet.vision.align;

import java.util.List;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.vision.geometry.SimilarityFit;

/**
 * Cuts faces out of frames, moved to the mean face of a template.
 *
 * <p>Luma and chroma are sampled straight from the frame's planes, bilinearly, and only the pixels of the crop are
 * converted to RGB. Where the face is larger than the crop, the part of the frame it lies in is first halved by area as
 * often as it takes to come within √2 of the crop's scale, so that nothing aliases. What lies outside the frame is
 * black. Immutable; safe for any number of threads.
 */
public final class FaceAligner {
    private final AlignmentTemplate template;
    private final List<Point> meanFace;

    public FaceAligner(AlignmentTemplate template) {
        this.template = template;
        this.meanFace = template.points().asList();
    }

    /** The template faces are aligned to. */
    public AlignmentTemplate template() {
        return template;
    }

    /**
     * Cuts out one face.
     *
     * @param image the frame
     * @param points of the face, in pixels of the frame
     * @return planar RGB, shape {@code [3, size, size]}, 0–255
     * @throws IllegalArgumentException if the points coincide or are not finite
     */
    public AlignedCrop align(YuvImage image, FivePoints points) {
        CropTransform transform = SimilarityFit.fit(points.asList(), meanFace);
        return new AlignedCrop(new CropSampling(image, transform, template.size()).rgb(), template.size(), transform);
    }
}
