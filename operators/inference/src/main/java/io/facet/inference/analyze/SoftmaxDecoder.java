package io.facet.inference.analyze;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Classification;

/** One of several exclusive classes: {@code [N, classes]} logits; the first of equally likely classes is the label. */
record SoftmaxDecoder(HeadSpec head) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        double[] probabilities = Softmax.of(head, output.vector(face, head.from(), head.to()));
        Map<String, Double> byLabel = new LinkedHashMap<>();
        int best = 0;
        for (int i = 0; i < probabilities.length; i++) {
            byLabel.put(head.labels().get(i), probabilities[i]);
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Classification(head.task(), head.labels().get(best), Collections.unmodifiableMap(byLabel));
    }
}
