package io.facet.training.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The tensor operations that networks are written on.
 *
 * <p>Values are float32, but for indices, labels and tokens, which are int64. Element-wise operations broadcast as NumPy
 * does. Axes may be negative, counted from the end. Of the sizes only the batch, axis 0, may differ from run to run: a
 * program never puts it into a shape, it writes −1 there. Where the ONNX interpreter is given an image of open height and
 * width, these may differ, too, through convolutions, batch norms, {@link #enlarge}, permute, concat and element-wise
 * operations; nothing else may see them. Wrong shapes are refused with what was expected and found.
 *
 * @param <T> a tensor of the interpreter
 */
public interface Ops<T> {
    /** The parameter of this name and shape. */
    T parameter(ParameterSpec spec);

    T constant(HostTensor value);

    Shape shape(T x);

    T add(T a, T b);

    T subtract(T a, T b);

    T multiply(T a, T b);

    T divide(T a, T b);

    T add(T x, double value);

    T multiply(T x, double factor);

    T exp(T x);

    T log(T x);

    T sqrt(T x);

    T abs(T x);

    T relu(T x);

    T sigmoid(T x);

    T tanh(T x);

    /** Exact GELU, by the error function. */
    T gelu(T x);

    T clamp(T x, double low, double high);

    /** Batched matrix product of the last two axes; leading axes broadcast. */
    T matmul(T a, T b);

    /** x Wᵀ + b: x {@code [..., in]}, weight {@code [out, in]}, bias {@code [out]} → {@code [..., out]}. */
    T linear(T x, T weight, T bias);

    /** x Wᵀ. */
    T linear(T x, T weight);

    /** Cross-correlation: x {@code [N, in, h, w]}, weight {@code [out, in, kh, kw]}, bias {@code [out]}; zero padding. */
    T conv2d(T x, T weight, T bias, int stride, int padding);

    /** A convolution without bias. */
    T conv2d(T x, T weight, int stride, int padding);

    /**
     * A convolution in groups, without bias: weight {@code [out, in/groups, kh, kw]}; each group of output channels reads its
     * own group of input channels. As many groups as channels make it depthwise.
     */
    T conv2d(T x, T weight, int stride, int padding, int groups);

    /** The transpose of a convolution: weight {@code [in, out, kh, kw]}, bias {@code [out]}; no output padding. */
    T convTranspose2d(T x, T weight, T bias, int stride, int padding);

    /**
     * Each pixel of x {@code [N, C, h, w]} repeated in a square: the nearest neighbour's value in a map whose sides are {@code
     * factor} times as long.
     */
    default T enlarge(T x, int factor) {
        Shape enlarged = ShapeRules.enlarge(shape(x), factor);
        float[] ones = new float[factor * factor];
        Arrays.fill(ones, 1);
        T square = constant(new HostTensor.Floats(Shape.of(1, 1, 1, factor, 1, factor), ones));
        T pixels = reshape(x, -1, enlarged.size(1), shape(x).size(2), 1, shape(x).size(3), 1);
        return reshape(multiply(pixels, square), -1, enlarged.size(1), enlarged.size(2), enlarged.size(3));
    }

    /** Same elements, other axes; one size may be −1, and must be where the batch is part of it. */
    T reshape(T x, long... sizes);

    T permute(T x, int... axes);

    T concat(int axis, List<T> parts);

    /** Elements from (inclusive) to (exclusive) of one axis. */
    T slice(T x, int axis, long from, long to);

    /** x {@code [1, ...]} repeated along axis 0 to the batch of like. */
    T repeatAsBatchOf(T x, T like);

    /** Rows of x {@code [R, ...]} by int64 indices {@code [K]} or {@code [A, B]} → {@code [K, ...]} or {@code [A, B, ...]}. */
    T gatherRows(T x, T indices);

    /** One element of each row: x {@code [N, C]}, int64 indices {@code [N]} → {@code [N]}. */
    T pick(T x, T indices);

    T sum(T x, boolean keepAxes, int... axes);

    T mean(T x, boolean keepAxes, int... axes);

    T max(T x, boolean keepAxes, int axis);

    /** int64 index of the largest element; the first of equals. */
    T argMax(T x, int axis);

    T softmax(T x, int axis);

    T logSoftmax(T x, int axis);

    /** Norm over the last axis with gain and bias of its size. */
    T layerNorm(T x, T gain, T bias, double epsilon);

    /**
     * Batch normalisation of x {@code [N, C, ...]} (Ioffe and Szegedy, 2015). While gradients are recorded and the gain is
     * trained: by the batch's mean and biased variance of each channel, and the running values move towards these (the
     * variance unbiased): running ← (1 − momentum) · running + momentum · batch. Else, as in what is frozen: by the running
     * values.
     *
     * @param gain {@code [C]}
     * @param bias {@code [C]}
     * @param runningMean {@code [C]}, a parameter declared by {@link ParameterSpec#statistic}
     * @param runningVariance {@code [C]}, likewise
     */
    T batchNorm(T x, T gain, T bias, T runningMean, T runningVariance, double momentum, double epsilon);

    /**
     * softmax(q kᵀ / √d) v: each {@code [N, heads, tokens, d]}.
     *
     * @param causal a token sees itself and those before it only
     */
    T attention(T query, T key, T value, boolean causal);

    /** The same values; no gradient passes. */
    T stopGradient(T x);

    /** The mean of all elements, a scalar. */
    default T mean(T x) {
        int[] axes = new int[shape(x).rank()];
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis] = axis;
        }
        return mean(x, false, axes);
    }

    /** x σ(1.702 x), the GELU of CLIP. */
    default T quickGelu(T x) {
        return multiply(x, sigmoid(multiply(x, 1.702)));
    }

    /** x / max(‖x‖₂, 1e-6) along the last axis. */
    default T normalize(T x) {
        // Bounded before the root, whose slope at 0 has no end: a row of zeros would get gradients that are no numbers.
        // The upper bound is one that bfloat16 has, too.
        T squares = clamp(sum(multiply(x, x), true, -1), 1e-12, 1e38);
        return divide(x, sqrt(squares));
    }

    /**
     * block(x), where an engine that can do so forgets what is inside and computes it again for the gradient (less
     * memory, more time). The block reads no tensor but x and parameters,
     * and has no batch norm, which would count a batch twice.
     */
    default T checkpoint(T x, UnaryOperator<T> block) {
        return block.apply(x);
    }

    /** Rows of all processes, in the order of their ranks; x where there is one process. Gradients flow to each. */
    default T gatherFromAll(T x) {
        return x;
    }

    /** int64 {@code [N]}: where the N rows of x are among the rows that {@link #gatherFromAll} gives. */
    T rowsAmongAll(T x);
}
