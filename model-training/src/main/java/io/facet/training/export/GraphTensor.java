package io.facet.training.export;

import io.facet.inference.session.ElementType;
import io.facet.training.tensor.Shape;

/**
 * A tensor of a graph that is being written.
 *
 * @param name in the graph
 * @param shape the batch {@link Shape#ANY}
 * @param type {@link ElementType#FLOAT32} or {@link ElementType#INT64}
 */
record GraphTensor(String name, Shape shape, ElementType type) {}
