package io.facet.training.tensor;

import java.util.Arrays;
import java.util.List;

/** The shape each operation of {@link Ops} gives, and what it refuses. {@link Shape#ANY} fits every size. */
public final class ShapeRules {
    private ShapeRules() {}

    /** NumPy's broadcasting. */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] sizes = new long[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            long left = fromEnd <= a.rank() ? a.size(-fromEnd) : 1;
            long right = fromEnd <= b.rank() ? b.size(-fromEnd) : 1;
            sizes[rank - fromEnd] = broadcast(left, right, a, b);
        }
        return new Shape(sizes);
    }

    private static long broadcast(long left, long right, Shape a, Shape b) {
        if (left == 1) {
            return right;
        }
        if (right == 1 || left == right) {
            return left;
        }
        if (left == Shape.ANY) {
            return right;
        }
        if (right == Shape.ANY) {
            return left;
        }
        throw new IllegalArgumentException("shapes " + a + " and " + b + " do not broadcast");
    }

    public static Shape matmul(Shape a, Shape b) {
        if (a.rank() < 2 || b.rank() < 2 || !fits(a.size(-1), b.size(-2))) {
            throw new IllegalArgumentException(
                    "matmul of " + a + " and " + b + ": expected [..., n, k] and [..., k, m]");
        }
        Shape batch = broadcast(leading(a, 2), leading(b, 2));
        return append(batch, a.size(-2), b.size(-1));
    }

    public static Shape linear(Shape x, Shape weight) {
        if (weight.rank() != 2 || !fits(x.size(-1), weight.size(1))) {
            throw new IllegalArgumentException(
                    "linear of " + x + " with weight " + weight + ": expected [..., in] and [out, in]");
        }
        return x.with(-1, weight.size(0));
    }

    /** Refuses a bias that is not {@code [out]}. */
    public static void bias(Shape bias, long out) {
        expect("bias", Shape.of(out), bias);
    }

    public static Shape conv2d(Shape x, Shape weight, int stride, int padding) {
        return conv2d(x, weight, stride, padding, 1);
    }

    public static Shape conv2d(Shape x, Shape weight, int stride, int padding, int groups) {
        if (x.rank() != 4
                || weight.rank() != 4
                || groups < 1
                || !fits(x.size(1), weight.size(1) * groups)
                || weight.size(0) % groups != 0) {
            throw new IllegalArgumentException("convolution of " + x + " with weight " + weight + " in " + groups
                    + " groups: expected [N, in, h, w] and [out, in / groups, kh, kw]");
        }
        return Shape.of(
                x.size(0),
                weight.size(0),
                window(x.size(2), weight.size(2), stride, padding),
                window(x.size(3), weight.size(3), stride, padding));
    }

    private static long window(long size, long kernel, int stride, int padding) {
        return size == Shape.ANY ? Shape.ANY : (size + 2L * padding - kernel) / stride + 1;
    }

    public static Shape enlarge(Shape x, int factor) {
        if (x.rank() != 4 || factor < 1) {
            throw new IllegalArgumentException(
                    "enlarging " + x + " by " + factor + ": expected [N, C, h, w] and 1 or more");
        }
        return Shape.of(x.size(0), x.size(1), enlarged(x.size(2), factor), enlarged(x.size(3), factor));
    }

    private static long enlarged(long size, int factor) {
        return size == Shape.ANY ? Shape.ANY : size * factor;
    }

    public static Shape batchNorm(Shape x, Shape... perChannel) {
        for (Shape values : perChannel) {
            if (x.rank() < 2 || values.rank() != 1 || !fits(x.size(1), values.size(0))) {
                throw new IllegalArgumentException(
                        "batch norm of " + x + " with " + values + ": expected [N, C, ...] and [C]");
            }
        }
        return x;
    }

    public static Shape convTranspose2d(Shape x, Shape weight, int stride, int padding) {
        if (x.rank() != 4 || weight.rank() != 4 || !fits(x.size(1), weight.size(0))) {
            throw new IllegalArgumentException("transposed convolution of " + x + " with weight " + weight
                    + ": expected [N, in, h, w] and [in, out, kh, kw]");
        }
        return Shape.of(
                x.size(0),
                weight.size(1),
                (x.size(2) - 1) * stride - 2L * padding + weight.size(2),
                (x.size(3) - 1) * stride - 2L * padding + weight.size(3));
    }

    /** Sizes may hold one −1, which takes what is left; what is left of an open shape is open. */
    public static Shape reshape(Shape x, long... sizes) {
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] >= 0) {
                known *= sizes[axis];
                continue;
            }
            if (open >= 0) {
                throw new IllegalArgumentException(
                        "reshape to " + Arrays.toString(sizes) + ": only one size may be -1");
            }
            open = axis;
        }
        long elements = x.elements();
        if (open < 0) {
            if (elements != known) {
                throw reshapeRefused(x, sizes);
            }
            return new Shape(sizes);
        }
        if (elements == Shape.ANY) {
            return new Shape(sizes).with(open, Shape.ANY);
        }
        if (known == 0 || elements % known != 0) {
            throw reshapeRefused(x, sizes);
        }
        return new Shape(sizes).with(open, elements / known);
    }

    private static IllegalArgumentException reshapeRefused(Shape x, long[] sizes) {
        return new IllegalArgumentException("reshape of " + x + " to " + Arrays.toString(sizes)
                + ": the numbers of elements differ, or the batch is written as a number");
    }

    public static Shape permute(Shape x, int... axes) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (sorted.length != x.rank() || sorted[i] != i) {
                throw new IllegalArgumentException(
                        "permute of " + x + " by " + Arrays.toString(axes) + ": expected each axis once");
            }
        }
        return new Shape(Arrays.stream(axes).mapToLong(x::size).toArray());
    }

    public static Shape concat(int axis, List<Shape> parts) {
        Shape first = parts.get(0);
        int position = first.axis(axis);
        long total = 0;
        for (Shape part : parts) {
            if (part.rank() != first.rank() || !fits(part.with(position, 0), first.with(position, 0))) {
                throw new IllegalArgumentException("concat along axis " + axis + " of shapes " + parts);
            }
            total = total == Shape.ANY || part.size(position) == Shape.ANY ? Shape.ANY : total + part.size(position);
        }
        return first.with(position, total);
    }

    public static Shape slice(Shape x, int axis, long from, long to) {
        long size = x.size(axis);
        if (from < 0 || to <= from || (size != Shape.ANY && to > size)) {
            throw new IllegalArgumentException(
                    "slice [" + from + ", " + to + ") of axis " + axis + " of a tensor of shape " + x);
        }
        return x.with(axis, to - from);
    }

    public static Shape repeatAsBatchOf(Shape x, Shape like) {
        if (x.size(0) != 1) {
            throw new IllegalArgumentException("expected [1, ...] to repeat, found " + x);
        }
        return x.with(0, like.size(0));
    }

    public static Shape gatherRows(Shape x, Shape indices) {
        long[] sizes = new long[indices.rank() + x.rank() - 1];
        for (int i = 0; i < indices.rank(); i++) {
            sizes[i] = indices.size(i);
        }
        for (int i = 1; i < x.rank(); i++) {
            sizes[indices.rank() + i - 1] = x.size(i);
        }
        return new Shape(sizes);
    }

    public static Shape pick(Shape x, Shape indices) {
        if (x.rank() != 2 || indices.rank() != 1 || !fits(x.size(0), indices.size(0))) {
            throw new IllegalArgumentException("pick from " + x + " by " + indices + ": expected [N, C] and [N]");
        }
        return indices;
    }

    public static Shape reduce(Shape x, boolean keepAxes, int... axes) {
        boolean[] gone = new boolean[x.rank()];
        for (int axis : axes) {
            gone[x.axis(axis)] = true;
        }
        long[] sizes = new long[x.rank()];
        int kept = 0;
        for (int axis = 0; axis < gone.length; axis++) {
            if (!gone[axis] || keepAxes) {
                sizes[kept++] = gone[axis] ? 1 : x.size(axis);
            }
        }
        return new Shape(Arrays.copyOf(sizes, kept));
    }

    public static Shape layerNorm(Shape x, Shape gain, Shape bias) {
        expect("gain of the norm of " + x, Shape.of(x.size(-1)), gain);
        expect("bias of the norm of " + x, Shape.of(x.size(-1)), bias);
        return x;
    }

    public static Shape attention(Shape query, Shape key, Shape value) {
        boolean ranks = query.rank() == 4 && key.rank() == 4 && value.rank() == 4;
        if (!ranks || !fits(query.size(3), key.size(3)) || !fits(key.size(2), value.size(2))) {
            throw new IllegalArgumentException(
                    "attention of " + query + ", " + key + ", " + value + ": expected [N, heads, tokens, d] each");
        }
        return query.with(3, value.size(3));
    }

    private static void expect(String what, Shape expected, Shape found) {
        if (!fits(expected, found)) {
            throw new IllegalArgumentException(what + ": expected shape " + expected + ", found " + found);
        }
    }

    private static boolean fits(Shape a, Shape b) {
        if (a.rank() != b.rank()) {
            return false;
        }
        for (int axis = 0; axis < a.rank(); axis++) {
            if (!fits(a.size(axis), b.size(axis))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(long a, long b) {
        return a == b || a == Shape.ANY || b == Shape.ANY;
    }

    private static Shape leading(Shape x, int without) {
        return new Shape(Arrays.copyOf(x.sizes(), x.rank() - without));
    }

    private static Shape append(Shape x, long... more) {
        long[] sizes = Arrays.copyOf(x.sizes(), x.rank() + more.length);
        System.arraycopy(more, 0, sizes, x.rank(), more.length);
        return new Shape(sizes);
    }
}
