package io.facet.training.weights;

import net.razorvine.pickle.PickleException;

/**
 * A tensor in a pickle: a view of a storage.
 *
 * @param offset first element within the storage
 * @param sizes of the axes, outermost first
 * @param strides elements from one index of an axis to the next
 */
record PickledTensor(Storage storage, long offset, long[] sizes, long[] strides) {
    /**
     * A run of elements in the file.
     *
     * @param type for example {@code FloatStorage}
     * @param key where the file keeps it
     * @param start first element, other than 0 only for the views of old files
     * @param elements number of elements
     */
    record Storage(String type, String key, long start, long elements) {}

    PickledTensor {
        if (sizes.length != strides.length) {
            throw new PickleException(
                    "expected as many strides as sizes, found " + strides.length + " and " + sizes.length);
        }
    }

    /** Elements from the first to the last, both counted; 0 if there are none. */
    long span() {
        long span = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == 0) {
                return 0;
            }
            span = Math.addExact(span, Math.multiplyExact(sizes[axis] - 1, strides[axis]));
        }
        return span;
    }

    /** Whether the elements follow each other row by row. */
    boolean contiguous() {
        long expected = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (sizes[axis] != 1 && strides[axis] != expected) {
                return false;
            }
            expected *= sizes[axis];
        }
        return true;
    }
}
