package io.facet.training.engine.djl;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;
import io.facet.training.tensor.ShapeRules;

/**
 * The operations on DJL's arrays. DJL gives a result to the manager of its first operand, which would keep what is
 * computed from a parameter for as long as the parameter: each result is handed to the innermost scope.
 */
abstract class DjlOperations implements Ops<NDArray> {
    private static final ai.djl.ndarray.types.Shape NO_DILATION = new ai.djl.ndarray.types.Shape(1, 1);

    /** Of the innermost open scope. */
    abstract PtNDManager manager();

    abstract TorchFunctions functions();

    /** Whether operations are being recorded for gradients. */
    abstract boolean recording();

    static PtNDArray torch(NDArray x) {
        return (PtNDArray) x;
    }

    static ai.djl.ndarray.types.Shape djl(Shape shape) {
        return new ai.djl.ndarray.types.Shape(shape.sizes());
    }

    /** The array, owned by the innermost scope. */
    final NDArray kept(NDArray result) {
        PtNDManager owner = manager();
        if (result.getManager() != owner) {
            result.attach(owner);
        }
        return result;
    }

    private NDArray call(String function, NDArray... inputs) {
        return kept(functions().apply(function, inputs));
    }

    @Override
    public final Shape shape(NDArray x) {
        return new Shape(x.getShape().getShape());
    }

    @Override
    public final NDArray add(NDArray a, NDArray b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return kept(a.add(b));
    }

    @Override
    public final NDArray subtract(NDArray a, NDArray b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return kept(a.sub(b));
    }

    @Override
    public final NDArray multiply(NDArray a, NDArray b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return kept(a.mul(b));
    }

    @Override
    public final NDArray divide(NDArray a, NDArray b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return kept(a.div(b));
    }

    // A double would turn a float32 scalar into float64.
    @Override
    public final NDArray add(NDArray x, double value) {
        return kept(x.add((float) value));
    }

    @Override
    public final NDArray multiply(NDArray x, double factor) {
        return kept(x.mul((float) factor));
    }

    @Override
    public final NDArray exp(NDArray x) {
        return kept(x.exp());
    }

    @Override
    public final NDArray log(NDArray x) {
        return kept(x.log());
    }

    @Override
    public final NDArray sqrt(NDArray x) {
        return kept(x.sqrt());
    }

    @Override
    public final NDArray abs(NDArray x) {
        return kept(x.abs());
    }

    @Override
    public final NDArray relu(NDArray x) {
        return kept(JniUtils.relu(torch(x)));
    }

    @Override
    public final NDArray sigmoid(NDArray x) {
        return kept(JniUtils.sigmoid(torch(x)));
    }

    @Override
    public final NDArray tanh(NDArray x) {
        return kept(x.tanh());
    }

    @Override
    public final NDArray gelu(NDArray x) {
        return kept(JniUtils.gelu(torch(x)));
    }

    // x σ(1.702 x) = silu(1.702 x) / 1.702: one pass less forward, two less backward.
    @Override
    public final NDArray quickGelu(NDArray x) {
        return call("quick_gelu", x);
    }

    // DJL's own clip leaves its two limits with the manager of x.
    @Override
    public final NDArray clamp(NDArray x, double low, double high) {
        try (NDArray least = manager().create((float) low);
                NDArray most = manager().create((float) high)) {
            return call("clamp", x, least, most);
        }
    }

    @Override
    public final NDArray matmul(NDArray a, NDArray b) {
        ShapeRules.matmul(shape(a), shape(b));
        return kept(JniUtils.matmul(torch(a), torch(b)));
    }

    @Override
    public final NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        ShapeRules.bias(shape(bias), shape(weight).size(0));
        ShapeRules.linear(shape(x), shape(weight));
        return kept(JniUtils.linear(torch(x), torch(weight), torch(bias)));
    }

    @Override
    public final NDArray linear(NDArray x, NDArray weight) {
        ShapeRules.linear(shape(x), shape(weight));
        return kept(JniUtils.linear(torch(x), torch(weight), null));
    }

    @Override
    public final NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        ShapeRules.bias(shape(bias), shape(weight).size(0));
        return convolution(x, weight, bias, stride, padding, 1);
    }

    @Override
    public final NDArray conv2d(NDArray x, NDArray weight, int stride, int padding) {
        return convolution(x, weight, null, stride, padding, 1);
    }

    @Override
    public final NDArray conv2d(NDArray x, NDArray weight, int stride, int padding, int groups) {
        return convolution(x, weight, null, stride, padding, groups);
    }

    private NDArray convolution(NDArray x, NDArray weight, NDArray bias, int stride, int padding, int groups) {
        ShapeRules.conv2d(shape(x), shape(weight), stride, padding, groups);
        return kept(JniUtils.convolution(
                torch(x),
                torch(weight),
                torch(bias),
                new ai.djl.ndarray.types.Shape(stride, stride),
                new ai.djl.ndarray.types.Shape(padding, padding),
                NO_DILATION,
                groups));
    }

    @Override
    public final NDArray convTranspose2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        ShapeRules.bias(shape(bias), shape(weight).size(1));
        ShapeRules.convTranspose2d(shape(x), shape(weight), stride, padding);
        try (NDArray step = manager().create((long) stride);
                NDArray border = manager().create((long) padding)) {
            return call("conv_transpose", x, weight, bias, step, border);
        }
    }

    @Override
    public final NDArray reshape(NDArray x, long... sizes) {
        return kept(x.reshape(djl(ShapeRules.reshape(shape(x), sizes))));
    }

    @Override
    public final NDArray permute(NDArray x, int... axes) {
        ShapeRules.permute(shape(x), axes);
        return kept(x.transpose(axes));
    }

    @Override
    public final NDArray concat(int axis, List<NDArray> parts) {
        Shape first = shape(parts.get(0));
        ShapeRules.concat(axis, parts.stream().map(this::shape).toList());
        PtNDArray[] arrays = parts.stream().map(DjlOperations::torch).toArray(PtNDArray[]::new);
        return kept(JniUtils.cat(arrays, first.axis(axis)));
    }

    @Override
    public final NDArray slice(NDArray x, int axis, long from, long to) {
        Shape shape = shape(x);
        ShapeRules.slice(shape, axis, from, to);
        return kept(JniUtils.slice(torch(x), shape.axis(axis), from, to, 1));
    }

    @Override
    public final NDArray repeatAsBatchOf(NDArray x, NDArray like) {
        return kept(x.broadcast(djl(ShapeRules.repeatAsBatchOf(shape(x), shape(like)))));
    }

    @Override
    public final NDArray gatherRows(NDArray x, NDArray indices) {
        Shape shape = shape(x);
        if (shape.rank() == 2) {
            return kept(JniUtils.embedding(torch(indices), torch(x), false));
        }
        NDArray rows = gatherRows(reshape(x, shape.size(0), -1), indices);
        return reshape(rows, ShapeRules.gatherRows(shape, shape(indices)).sizes());
    }

    @Override
    public final NDArray pick(NDArray x, NDArray indices) {
        ShapeRules.pick(shape(x), shape(indices));
        NDArray column = reshape(indices, -1, 1);
        return reshape(kept(JniUtils.gather(torch(x), torch(column), 1)), -1);
    }

    @Override
    public final NDArray sum(NDArray x, boolean keepAxes, int... axes) {
        Shape shape = shape(x);
        ShapeRules.reduce(shape, keepAxes, axes);
        if (axes.length == 0) {
            return x;
        }
        long[] positive = new long[axes.length];
        for (int i = 0; i < axes.length; i++) {
            positive[i] = shape.axis(axes[i]);
        }
        return kept(JniUtils.sum(torch(x), positive, keepAxes));
    }

    @Override
    public final NDArray mean(NDArray x, boolean keepAxes, int... axes) {
        Shape shape = shape(x);
        if (axes.length == 1) {
            return kept(JniUtils.mean(torch(x), shape.axis(axes[0]), keepAxes));
        }
        long count = 1;
        for (int axis : axes) {
            count *= shape.size(axis);
        }
        return kept(sum(x, keepAxes, axes).div((float) count));
    }

    @Override
    public final NDArray max(NDArray x, boolean keepAxes, int axis) {
        return kept(JniUtils.max(torch(x), shape(x).axis(axis), keepAxes));
    }

    @Override
    public final NDArray argMax(NDArray x, int axis) {
        return kept(JniUtils.argMax(torch(x), shape(x).axis(axis), false));
    }

    @Override
    public final NDArray softmax(NDArray x, int axis) {
        return kept(JniUtils.softmax(torch(x), shape(x).axis(axis), DataType.FLOAT32));
    }

    @Override
    public final NDArray logSoftmax(NDArray x, int axis) {
        return kept(JniUtils.logSoftmax(torch(x), shape(x).axis(axis), DataType.FLOAT32));
    }

    @Override
    public final NDArray layerNorm(NDArray x, NDArray gain, NDArray bias, double epsilon) {
        ShapeRules.layerNorm(shape(x), shape(gain), shape(bias));
        return kept(JniUtils.layerNorm(torch(x), gain.getShape(), torch(gain), torch(bias), epsilon));
    }

    @Override
    public final NDArray batchNorm(
            NDArray x,
            NDArray gain,
            NDArray bias,
            NDArray runningMean,
            NDArray runningVariance,
            double momentum,
            double epsilon) {
        ShapeRules.batchNorm(shape(x), shape(gain), shape(bias), shape(runningMean), shape(runningVariance));
        return kept(JniUtils.batchNorm(
                torch(x),
                torch(runningMean),
                torch(runningVariance),
                torch(gain),
                torch(bias),
                recording() && gain.hasGradient(),
                momentum,
                epsilon));
    }

    @Override
    public final NDArray attention(NDArray query, NDArray key, NDArray value, boolean causal) {
        ShapeRules.attention(shape(query), shape(key), shape(value));
        return call(causal ? "causal_attention" : "attention", query, key, value);
    }

    @Override
    public final NDArray stopGradient(NDArray x) {
        return kept(JniUtils.detachGradient(torch(x)));
    }

    @Override
    public final NDArray rowsAmongAll(NDArray x) {
        return manager().arange(0, Math.toIntExact(shape(x).size(0)), 1, DataType.INT64);
    }
}
