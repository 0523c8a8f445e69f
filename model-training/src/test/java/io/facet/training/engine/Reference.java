package io.facet.training.engine;

import java.util.function.DoubleUnaryOperator;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Operations written out as loops in float64: what engines are compared with. */
final class Reference {
    private Reference() {}

    /** Values that are the same everywhere, between −1 and 1, none of them near 0. */
    static HostTensor.Floats values(int seed, long... sizes) {
        Shape shape = new Shape(sizes);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            double value = Math.sin(1 + 1.7 * i + 0.9 * seed);
            values[i] = (float) (Math.copySign(0.1, value) + 0.9 * value);
        }
        return new HostTensor.Floats(shape, values);
    }

    /** Values from 0.6 to 1.5. */
    static HostTensor.Floats positive(int seed, long... sizes) {
        HostTensor.Floats signed = values(seed, sizes);
        for (int i = 0; i < signed.values().length; i++) {
            signed.values()[i] = 0.5f + Math.abs(signed.values()[i]);
        }
        return signed;
    }

    static HostTensor.Longs indices(Shape shape, long... values) {
        return new HostTensor.Longs(shape, values);
    }

    static double[] each(HostTensor.Floats x, DoubleUnaryOperator operation) {
        double[] results = new double[x.values().length];
        for (int i = 0; i < results.length; i++) {
            results[i] = operation.applyAsDouble(x.values()[i]);
        }
        return results;
    }

    static double[] matmul(double[] a, double[] b, int rows, int inner, int columns) {
        double[] results = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int k = 0; k < inner; k++) {
                    results[row * columns + column] += a[row * inner + k] * b[k * columns + column];
                }
            }
        }
        return results;
    }

    static double[] transpose(double[] x, int rows, int columns) {
        double[] results = new double[x.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                results[column * rows + row] = x[row * columns + column];
            }
        }
        return results;
    }

    /** Adds a bias to each row. */
    static double[] withBias(double[] x, float[] bias) {
        double[] results = x.clone();
        for (int i = 0; i < results.length; i++) {
            results[i] += bias[i % bias.length];
        }
        return results;
    }

    /** Of x {@code [N, in, h, w]} and weight {@code [out, in, k, k]}, every product at its place. */
    static double[] conv2d(HostTensor.Floats x, HostTensor.Floats weight, float[] bias, int stride, int padding) {
        int height = (int) x.shape().size(2);
        int kernel = (int) weight.shape().size(2);
        int outputs = (int) weight.shape().size(0);
        int size = (height + 2 * padding - kernel) / stride + 1;
        double[] results = new double[(int) x.shape().size(0) * outputs * size * size];
        for (int i = 0; i < results.length; i++) {
            int column = i % size;
            int row = i / size % size;
            int out = i / (size * size) % outputs;
            int n = i / (size * size * outputs);
            results[i] = bias[out] + window(x, weight, n, out, row * stride - padding, column * stride - padding);
        }
        return results;
    }

    /** As {@link #conv2d}, each group of output channels on its own input channels. */
    static double[] groupedConv2d(HostTensor.Floats x, HostTensor.Floats weight, int stride, int padding, int groups) {
        Shape full = weight.shape().with(1, x.shape().size(1));
        int area = (int) (weight.shape().size(2) * weight.shape().size(3));
        int perGroup = (int) weight.shape().size(1) * area;
        int outputs = (int) weight.shape().size(0);
        float[] spread = new float[(int) full.elements()];
        for (int out = 0; out < outputs; out++) {
            int group = out / (outputs / groups);
            System.arraycopy(weight.values(), out * perGroup, spread, (out * groups + group) * perGroup, perGroup);
        }
        return conv2d(x, new HostTensor.Floats(full, spread), new float[outputs], stride, padding);
    }

    /** Of x {@code [N, C, ...]} by given means and variances. */
    static double[] batchNorm(
            HostTensor.Floats x, float[] gain, float[] bias, double[] mean, double[] variance, double epsilon) {
        int channels = gain.length;
        int inner = x.values().length / (int) x.shape().size(0) / channels;
        double[] results = new double[x.values().length];
        for (int i = 0; i < results.length; i++) {
            int c = i / inner % channels;
            results[i] = (x.values()[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) * gain[c] + bias[c];
        }
        return results;
    }

    /** Mean of each channel of x {@code [N, C, ...]}. */
    static double[] channelMeans(HostTensor.Floats x) {
        int channels = (int) x.shape().size(1);
        int inner = x.values().length / (int) x.shape().size(0) / channels;
        double[] means = new double[channels];
        for (int i = 0; i < x.values().length; i++) {
            means[i / inner % channels] += (double) x.values()[i] * channels / x.values().length;
        }
        return means;
    }

    /** Biased variance of each channel of x {@code [N, C, ...]}. */
    static double[] channelVariances(HostTensor.Floats x) {
        int channels = (int) x.shape().size(1);
        int inner = x.values().length / (int) x.shape().size(0) / channels;
        double[] means = channelMeans(x);
        double[] variances = new double[channels];
        for (int i = 0; i < x.values().length; i++) {
            int c = i / inner % channels;
            variances[c] += Math.pow(x.values()[i] - means[c], 2) * channels / x.values().length;
        }
        return variances;
    }

    private static double window(HostTensor.Floats x, HostTensor.Floats weight, int n, int out, int top, int left) {
        int inputs = (int) x.shape().size(1);
        int height = (int) x.shape().size(2);
        int width = (int) x.shape().size(3);
        int kernel = (int) weight.shape().size(2);
        double sum = 0;
        for (int i = 0; i < inputs * kernel * kernel; i++) {
            int row = top + i / kernel % kernel;
            int column = left + i % kernel;
            int in = i / (kernel * kernel);
            if (row >= 0 && row < height && column >= 0 && column < width) {
                sum += x.values()[((n * inputs + in) * height + row) * width + column]
                        * weight.values()[out * inputs * kernel * kernel + i];
            }
        }
        return sum;
    }

    /** Of square x {@code [1, in, h, h]} and weight {@code [in, out, k, k]}: each input spreads its window. */
    static double[] convTranspose2d(
            HostTensor.Floats x, HostTensor.Floats weight, float[] bias, int stride, int padding) {
        int height = (int) x.shape().size(2);
        int kernel = (int) weight.shape().size(2);
        int outputs = (int) weight.shape().size(1);
        int size = (height - 1) * stride - 2 * padding + kernel;
        double[] results = new double[outputs * size * size];
        for (int i = 0; i < results.length; i++) {
            results[i] = bias[i / (size * size)];
        }
        for (int i = 0; i < x.values().length; i++) {
            int top = i / height % height * stride - padding;
            int left = i % height * stride - padding;
            int in = i / (height * height);
            for (int j = 0; j < outputs * kernel * kernel; j++) {
                int row = top + j / kernel % kernel;
                int column = left + j % kernel;
                if (row >= 0 && row < size && column >= 0 && column < size) {
                    results[(j / (kernel * kernel) * size + row) * size + column] +=
                            x.values()[i] * weight.values()[in * outputs * kernel * kernel + j];
                }
            }
        }
        return results;
    }

    static double[] softmax(double[] x, int columns) {
        double[] results = new double[x.length];
        for (int row = 0; row < x.length; row += columns) {
            double sum = 0;
            for (int column = 0; column < columns; column++) {
                sum += Math.exp(x[row + column]);
            }
            for (int column = 0; column < columns; column++) {
                results[row + column] = Math.exp(x[row + column]) / sum;
            }
        }
        return results;
    }

    static double[] layerNorm(HostTensor.Floats x, float[] gain, float[] bias, double epsilon) {
        int columns = gain.length;
        double[] results = new double[x.values().length];
        for (int row = 0; row < results.length; row += columns) {
            double mean = 0;
            for (int column = 0; column < columns; column++) {
                mean += x.values()[row + column] / (double) columns;
            }
            double variance = 0;
            for (int column = 0; column < columns; column++) {
                variance += Math.pow(x.values()[row + column] - mean, 2) / columns;
            }
            for (int column = 0; column < columns; column++) {
                results[row + column] =
                        (x.values()[row + column] - mean) / Math.sqrt(variance + epsilon) * gain[column] + bias[column];
            }
        }
        return results;
    }

    /** Of one image and head: query, key, value {@code [1, 1, tokens, d]}. */
    static double[] attention(HostTensor.Floats q, HostTensor.Floats k, HostTensor.Floats v, boolean causal) {
        int tokens = (int) q.shape().size(2);
        int width = (int) q.shape().size(3);
        double[] keys = transpose(each(k, x -> x), tokens, width);
        double[] scores = matmul(each(q, x -> x), keys, tokens, width, tokens);
        for (int i = 0; i < scores.length; i++) {
            boolean hidden = causal && i % tokens > i / tokens;
            scores[i] = hidden ? Double.NEGATIVE_INFINITY : scores[i] / Math.sqrt(width);
        }
        return matmul(softmax(scores, tokens), each(v, x -> x), tokens, tokens, width);
    }
}
