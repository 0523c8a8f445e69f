package io.facet.training.network;

/** Position codes that are computed, not learnt. */
public final class PositionCodes {
    private PositionCodes() {}

    /**
     * Sines and cosines of column and row (He et al., 2022, code): of each token's values the first half codes the column,
     * the second the row; each half is the sines, then the cosines, at frequencies 10000^(-4i/width).
     *
     * @param grid patches along one side
     * @param width of a token, a multiple of 4
     * @param classToken whether a row of zeros for the class token comes first
     * @return row-major {@code [(1+) grid², width]}
     */
    public static float[] sinCos(int grid, int width, boolean classToken) {
        int first = classToken ? 1 : 0;
        float[] codes = new float[(first + grid * grid) * width];
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                int start = (first + row * grid + column) * width;
                write(codes, start, column, width / 4);
                write(codes, start + width / 2, row, width / 4);
            }
        }
        return codes;
    }

    private static void write(float[] codes, int start, int place, int frequencies) {
        for (int i = 0; i < frequencies; i++) {
            double angle = place / Math.pow(10000, (double) i / frequencies);
            codes[start + i] = (float) Math.sin(angle);
            codes[start + frequencies + i] = (float) Math.cos(angle);
        }
    }
}
