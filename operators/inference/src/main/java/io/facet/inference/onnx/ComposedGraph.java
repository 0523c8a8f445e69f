package io.facet.inference.onnx;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.facet.domain.face.HeadTask;

/**
 * The encoder and the wanted heads as one model.
 *
 * @param model an ONNX model
 * @param inputName its one input: aligned crops. Shape {@code [N, 3, size, size]}, RGB, uint8
 * @param outputs by task, the tensor its head's network gives, whole: a head's part of it is still
 *     {@code [from, to)}; heads of one network may share one
 */
public record ComposedGraph(byte[] model, String inputName, Map<HeadTask, String> outputs) {
    public ComposedGraph {
        outputs = Collections.unmodifiableMap(new EnumMap<>(outputs));
    }
}
