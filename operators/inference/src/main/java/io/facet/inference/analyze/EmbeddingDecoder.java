package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Identity;

/** An identity embedding: {@code [N, dimension]}, scaled to unit length. */
record EmbeddingDecoder(HeadSpec head) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        float[] embedding = output.vector(face, head.from(), head.to());
        double squares = 0;
        for (float value : embedding) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(HeadDecoder.requireFinite(head, squares));
        if (length == 0) {
            throw new UnreadableOutputException("head %s gave a zero vector, which has no direction"
                    .formatted(head.task().key()));
        }
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) (embedding[i] / length);
        }
        return new Identity(embedding);
    }
}
