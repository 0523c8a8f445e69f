package io.facet.training.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Sizes of a tensor's axes, outermost first.
 *
 * <p>{@link #ANY} stands for a size that is known only when the network runs: the batch. A scalar has no axes.
 */
public record Shape(long... sizes) {
    /** A size that is not known before the network runs. */
    public static final long ANY = -1;

    public Shape {
        for (long size : sizes) {
            if (size < ANY) {
                throw new IllegalArgumentException("sizes are 0 or more, or ANY; found " + Arrays.toString(sizes));
            }
        }
        sizes = sizes.clone();
    }

    public static Shape of(long... sizes) {
        return new Shape(sizes);
    }

    @Override
    public long[] sizes() {
        return sizes.clone();
    }

    public int rank() {
        return sizes.length;
    }

    /** Size of an axis; negative axes count from the end. */
    public long size(int axis) {
        return sizes[axis(axis)];
    }

    /** The axis counted from the front. */
    public int axis(int axis) {
        int positive = axis < 0 ? axis + sizes.length : axis;
        if (positive < 0 || positive >= sizes.length) {
            throw new IllegalArgumentException("axis " + axis + " of a tensor of shape " + this);
        }
        return positive;
    }

    /** Number of elements, or {@link #ANY} if a size is not known. */
    public long elements() {
        long product = 1;
        for (long size : sizes) {
            if (size == ANY) {
                return ANY;
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** This shape with another size at one axis. */
    public Shape with(int axis, long size) {
        long[] copy = sizes.clone();
        copy[axis(axis)] = size;
        return new Shape(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** As in {@code [?, 197, 768]}. */
    @Override
    public String toString() {
        return Arrays.stream(sizes)
                .mapToObj(size -> size == ANY ? "?" : Long.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
