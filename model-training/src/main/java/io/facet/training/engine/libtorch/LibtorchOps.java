package io.facet.training.engine.libtorch;

import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.facet.training.engine.Backend;
import io.facet.training.tensor.Shape;
import io.facet.training.tensor.ShapeRules;

/** The operations, each one or two of libtorch's functions; its fused ones where there are any. */
abstract class LibtorchOps implements Backend<Tensor> {
    private static final long[] NO_DILATION = {1, 1};
    private static final double QUICK_GELU = 1.702;

    @Override
    public Shape shape(Tensor x) {
        long[] sizes = new long[(int) x.dim()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = x.size(axis);
        }
        return new Shape(sizes);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return a.add(b);
    }

    @Override
    public Tensor subtract(Tensor a, Tensor b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return a.sub(b);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return a.mul(b);
    }

    @Override
    public Tensor divide(Tensor a, Tensor b) {
        ShapeRules.broadcast(shape(a), shape(b));
        return a.div(b);
    }

    @Override
    public Tensor add(Tensor x, double value) {
        return x.add(new Scalar(value));
    }

    @Override
    public Tensor multiply(Tensor x, double factor) {
        return x.mul(new Scalar(factor));
    }

    @Override
    public Tensor exp(Tensor x) {
        return x.exp();
    }

    @Override
    public Tensor log(Tensor x) {
        return x.log();
    }

    @Override
    public Tensor sqrt(Tensor x) {
        return x.sqrt();
    }

    @Override
    public Tensor abs(Tensor x) {
        return x.abs();
    }

    @Override
    public Tensor relu(Tensor x) {
        return x.relu();
    }

    @Override
    public Tensor sigmoid(Tensor x) {
        return x.sigmoid();
    }

    @Override
    public Tensor tanh(Tensor x) {
        return x.tanh();
    }

    @Override
    public Tensor gelu(Tensor x) {
        return torch.gelu(x);
    }

    /** As silu(1.702 x) / 1.702: the gradient then needs one tensor of the three that the plain form keeps. */
    @Override
    public Tensor quickGelu(Tensor x) {
        return multiply(torch.silu(multiply(x, QUICK_GELU)), 1 / QUICK_GELU);
    }

    @Override
    public Tensor clamp(Tensor x, double low, double high) {
        return torch.clamp(x, new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
    }

    @Override
    public Tensor matmul(Tensor a, Tensor b) {
        ShapeRules.matmul(shape(a), shape(b));
        return a.matmul(b);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        ShapeRules.linear(shape(x), shape(weight));
        ShapeRules.bias(shape(bias), weight.size(0));
        return torch.linear(x, weight, new TensorOptional(bias));
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight) {
        ShapeRules.linear(shape(x), shape(weight));
        return torch.linear(x, weight);
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
        ShapeRules.bias(shape(bias), weight.size(0));
        return conv2d(x, weight, new TensorOptional(bias), stride, padding, 1);
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, int stride, int padding) {
        return conv2d(x, weight, stride, padding, 1);
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, int stride, int padding, int groups) {
        return conv2d(x, weight, new TensorOptional(), stride, padding, groups);
    }

    private Tensor conv2d(Tensor x, Tensor weight, TensorOptional bias, int stride, int padding, int groups) {
        ShapeRules.conv2d(shape(x), shape(weight), stride, padding, groups);
        return torch.conv2d(x, weight, bias, both(stride), both(padding), NO_DILATION, groups);
    }

    @Override
    public Tensor convTranspose2d(Tensor x, Tensor weight, Tensor bias, int stride, int padding) {
        ShapeRules.convTranspose2d(shape(x), shape(weight), stride, padding);
        ShapeRules.bias(shape(bias), weight.size(1));
        TensorOptional added = new TensorOptional(bias);
        return torch.conv_transpose2d(x, weight, added, both(stride), both(padding), both(0), 1, NO_DILATION);
    }

    private static long[] both(long size) {
        return new long[] {size, size};
    }

    @Override
    public Tensor reshape(Tensor x, long... sizes) {
        ShapeRules.reshape(shape(x), sizes);
        return x.reshape(sizes);
    }

    @Override
    public Tensor permute(Tensor x, int... axes) {
        ShapeRules.permute(shape(x), axes);
        return x.permute(longs(axes));
    }

    @Override
    public Tensor concat(int axis, List<Tensor> parts) {
        ShapeRules.concat(axis, parts.stream().map(this::shape).toList());
        return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), axis);
    }

    @Override
    public Tensor slice(Tensor x, int axis, long from, long to) {
        ShapeRules.slice(shape(x), axis, from, to);
        return x.narrow(axis, from, to - from);
    }

    @Override
    public Tensor repeatAsBatchOf(Tensor x, Tensor like) {
        return x.expand(ShapeRules.repeatAsBatchOf(shape(x), shape(like)).sizes());
    }

    @Override
    public Tensor gatherRows(Tensor x, Tensor indices) {
        Shape gathered = ShapeRules.gatherRows(shape(x), shape(indices));
        return x.index_select(0, indices.reshape(-1)).reshape(gathered.sizes());
    }

    @Override
    public Tensor pick(Tensor x, Tensor indices) {
        ShapeRules.pick(shape(x), shape(indices));
        return x.gather(1, indices.reshape(-1, 1)).reshape(-1);
    }

    @Override
    public Tensor sum(Tensor x, boolean keepAxes, int... axes) {
        ShapeRules.reduce(shape(x), keepAxes, axes);
        return axes.length == 0 ? x : x.sum(longs(axes), keepAxes, new ScalarTypeOptional());
    }

    @Override
    public Tensor mean(Tensor x, boolean keepAxes, int... axes) {
        ShapeRules.reduce(shape(x), keepAxes, axes);
        return axes.length == 0 ? x : x.mean(longs(axes), keepAxes, new ScalarTypeOptional());
    }

    @Override
    public Tensor max(Tensor x, boolean keepAxes, int axis) {
        ShapeRules.reduce(shape(x), keepAxes, axis);
        return torch.amax(x, new long[] {axis}, keepAxes);
    }

    @Override
    public Tensor argMax(Tensor x, int axis) {
        ShapeRules.reduce(shape(x), false, axis);
        return torch.argmax(x, new LongOptional(axis), false);
    }

    @Override
    public Tensor softmax(Tensor x, int axis) {
        return torch.softmax(x, axis);
    }

    @Override
    public Tensor logSoftmax(Tensor x, int axis) {
        return torch.log_softmax(x, axis);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        ShapeRules.layerNorm(shape(x), shape(gain), shape(bias));
        long[] normed = {x.size(-1)};
        return torch.layer_norm(x, normed, new TensorOptional(gain), new TensorOptional(bias), epsilon, true);
    }

    /** Whether the fused attention is the faster one. */
    abstract boolean fusesAttention();

    /** Whether operations are being recorded for gradients. */
    abstract boolean recording();

    @Override
    public Tensor batchNorm(
            Tensor x,
            Tensor gain,
            Tensor bias,
            Tensor runningMean,
            Tensor runningVariance,
            double momentum,
            double epsilon) {
        ShapeRules.batchNorm(shape(x), shape(gain), shape(bias), shape(runningMean), shape(runningVariance));
        return torch.batch_norm(
                x,
                new TensorOptional(gain),
                new TensorOptional(bias),
                new TensorOptional(runningMean),
                new TensorOptional(runningVariance),
                recording() && gain.requires_grad(),
                momentum,
                epsilon,
                true);
    }

    @Override
    public Tensor attention(Tensor query, Tensor key, Tensor value, boolean causal) {
        ShapeRules.attention(shape(query), shape(key), shape(value));
        if (!causal && !fusesAttention()) {
            double scale = 1 / Math.sqrt(query.size(-1));
            return torch.softmax(multiply(query, scale).matmul(key.transpose(-2, -1)), -1)
                    .matmul(value);
        }
        TensorOptional noMask = new TensorOptional();
        DoubleOptional usualScale = new DoubleOptional();
        return torch.scaled_dot_product_attention(query, key, value, noMask, 0, causal, usualScale, false);
    }

    @Override
    public Tensor stopGradient(Tensor x) {
        return x.detach();
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
