package io.facet.training.tensor;

/** A tensor's values in Java memory, row-major: what data loaders make, what engines take and give back. */
public sealed interface HostTensor {
    Shape shape();

    /** float32 values. The array is not copied: who hands it over no longer writes to it. */
    record Floats(Shape shape, float[] values) implements HostTensor {
        public Floats {
            requireElements(shape, values.length);
        }

        /** A scalar. */
        public static Floats scalar(double value) {
            return new Floats(Shape.of(), new float[] {(float) value});
        }
    }

    /** int64 values: indices, labels, tokens. The array is not copied. */
    record Longs(Shape shape, long[] values) implements HostTensor {
        public Longs {
            requireElements(shape, values.length);
        }
    }

    private static void requireElements(Shape shape, int found) {
        if (shape.elements() != found) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + shape.elements() + " elements, found " + found + " values");
        }
    }
}
