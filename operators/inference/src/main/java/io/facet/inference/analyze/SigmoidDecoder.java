package io.facet.inference.analyze;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Attributes;

/** Independent attributes: {@code [N, attributes]} logits. */
record SigmoidDecoder(HeadSpec head) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        float[] logits = output.vector(face, head.from(), head.to());
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < logits.length; i++) {
            double logit = HeadDecoder.requireFinite(head, logits[i]);
            probabilities.put(head.labels().get(i), 1 / (1 + Math.exp(-logit)));
        }
        return new Attributes(Collections.unmodifiableMap(probabilities));
    }
}
