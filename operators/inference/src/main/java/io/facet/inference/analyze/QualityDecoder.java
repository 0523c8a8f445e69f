package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Quality;

/** Quality: one logit, {@code [N, 1]}; its sigmoid is the quality. */
record QualityDecoder(HeadSpec head) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        double logit = HeadDecoder.requireFinite(head, output.vector(face, head.from(), head.to())[0]);
        return new Quality(1 / (1 + Math.exp(-logit)));
    }
}
