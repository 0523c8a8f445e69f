package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;

/**
 * Age as the expected value of a distribution over the ages 0, 1, 2 … (DEX, Rothe, Timofte and Van Gool 2018):
 * {@code [N, ages]} logits.
 */
record AgeExpectationDecoder(HeadSpec head) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        double[] probabilities = Softmax.of(head, output.vector(face, head.from(), head.to()));
        double years = 0;
        for (int age = 0; age < probabilities.length; age++) {
            years += age * probabilities[age];
        }
        return new Age(years);
    }
}
