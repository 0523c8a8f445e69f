package io.facet.training.weights.encoder;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Which tensor of a file becomes which parameter.
 *
 * @param source bare name in the file
 * @param expected its shape there
 * @param target our name
 * @param shape of the parameter
 * @param conversion of the values
 */
record TensorMapping(String source, Shape expected, String target, Shape shape, Conversion conversion) {
    enum Conversion {
        /** Same values in the same order, the shape may have axes of one more or less. */
        COPY,
        /** {@code [a, b]} to {@code [b, a]}: CLIP multiplies by a projection from the right. */
        TRANSPOSE,
        /** Leaves out the second row of {@code [1, tokens, width]}: the position of DeiT's distillation token. */
        DROP_SECOND_ROW
    }

    HostTensor.Floats convert(float[] values) {
        return new HostTensor.Floats(
                shape,
                switch (conversion) {
                    case COPY -> values;
                    case TRANSPOSE -> transpose(values, (int) expected.size(0), (int) expected.size(1));
                    case DROP_SECOND_ROW -> dropSecondRow(values, (int) expected.size(2));
                });
    }

    private static float[] transpose(float[] values, int rows, int columns) {
        float[] transposed = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = values[row * columns + column];
            }
        }
        return transposed;
    }

    private static float[] dropSecondRow(float[] values, int width) {
        float[] kept = new float[values.length - width];
        System.arraycopy(values, 0, kept, 0, width);
        System.arraycopy(values, 2 * width, kept, width, kept.length - width);
        return kept;
    }
}
