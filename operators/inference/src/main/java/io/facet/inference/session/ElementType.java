package io.facet.inference.session;

/** The element types that cross the border of a session. */
public enum ElementType {
    FLOAT32,
    UINT8,
    /** Inputs only: tokens and indices. */
    INT64
}
