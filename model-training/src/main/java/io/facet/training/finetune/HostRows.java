package io.facet.training.finetune;

import java.util.List;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Tensors in Java memory as rows along axis 0. */
final class HostRows {
    private HostRows() {}

    /** Rows one after the other; shapes are the same but for axis 0, and all are of one type. */
    static HostTensor concatenated(List<? extends HostTensor> parts) {
        Shape shape = parts.get(0).shape();
        long rows = parts.stream().mapToLong(part -> part.shape().size(0)).sum();
        Shape whole = shape.with(0, rows);
        int length = Math.toIntExact(whole.elements());
        boolean floats = parts.get(0) instanceof HostTensor.Floats;
        float[] numbers = new float[floats ? length : 0];
        long[] integers = new long[floats ? 0 : length];
        int at = 0;
        for (HostTensor part : parts) {
            if (part instanceof HostTensor.Floats values) {
                System.arraycopy(values.values(), 0, numbers, at, values.values().length);
                at += values.values().length;
            } else if (part instanceof HostTensor.Longs values) {
                System.arraycopy(values.values(), 0, integers, at, values.values().length);
                at += values.values().length;
            }
        }
        return floats ? new HostTensor.Floats(whole, numbers) : new HostTensor.Longs(whole, integers);
    }

    static HostTensor.Longs of(long... numbers) {
        return new HostTensor.Longs(Shape.of(numbers.length), numbers);
    }
}
