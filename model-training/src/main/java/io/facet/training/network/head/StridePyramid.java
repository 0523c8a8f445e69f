package io.facet.training.network.head;

import io.facet.training.network.BatchNorm;
import io.facet.training.network.Doubling;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;

/**
 * Brings a plain transformer's maps, all of the patches' stride, to strides 4, 8, 16 and 32 (as BEiT's and FaRL's code
 * does): finer ones by 2×2 deconvolutions with batch norm and GELU between them, coarser ones by the largest of each
 * square. Parameters: {@code name.s.k} and {@code name.s.k.norm} for stride s; no biases, since batch norms follow.
 */
record StridePyramid(String name, VitSettings encoder) {
    /** The map {@code [B, W, grid, grid]} at a stride; its side is {@link #side}. */
    <T> T at(Ops<T> ops, T map, int stride) {
        if (stride > encoder.patch()) {
            return largest(ops, map, stride / encoder.patch());
        }
        T x = map;
        int step = 0;
        for (int reached = encoder.patch(); reached > stride; reached /= 2) {
            String prefix = name + "." + stride + "." + step;
            if (step > 0) {
                x = ops.gelu(
                        new BatchNorm(name + "." + stride + "." + (step - 1) + ".norm", encoder.width()).apply(ops, x));
            }
            x = new Doubling(prefix, encoder.width(), encoder.width(), false).apply(ops, x);
            step++;
        }
        return x;
    }

    /** Side of the map at a stride. */
    int side(int stride) {
        return stride > encoder.patch()
                ? Math.max(1, encoder.grid() / (stride / encoder.patch()))
                : encoder.grid() * (encoder.patch() / stride);
    }

    /** What does not fill a square is left out. */
    private <T> T largest(Ops<T> ops, T map, int square) {
        int side = encoder.grid() / square;
        if (side == 0) {
            T rows = ops.reshape(map, -1, encoder.width(), encoder.patches());
            return ops.reshape(ops.max(rows, false, 2), -1, encoder.width(), 1, 1);
        }
        long covered = (long) side * square;
        T whole = ops.slice(ops.slice(map, 2, 0, covered), 3, 0, covered);
        T squares = ops.reshape(whole, -1, encoder.width(), side, square, side, square);
        return ops.max(ops.max(squares, false, 5), false, 3);
    }
}
