package io.facet.training.weights;

import io.facet.training.tensor.Shape;

/** A tensor in a file, its values not yet read. */
public record TensorInfo(String name, ElementType type, Shape shape) {}
