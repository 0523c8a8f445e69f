package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;

/**
 * Age by ordinal regression (Niu et al., "Ordinal Regression with Multiple Output CNN for Age Estimation", 2016):
 * {@code [N, 2·years]}, for each year a pair of logits (not older, older); the age is how many pairs say older.
 */
record AgePairsDecoder(HeadSpec head) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        float[] logits = output.vector(face, head.from(), head.to());
        int years = 0;
        for (int i = 0; i < logits.length; i += 2) {
            double notOlder = HeadDecoder.requireFinite(head, logits[i]);
            double older = HeadDecoder.requireFinite(head, logits[i + 1]);
            years += older > notOlder ? 1 : 0;
        }
        return new Age(years);
    }
}
