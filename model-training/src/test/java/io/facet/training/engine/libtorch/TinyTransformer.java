package io.facet.training.engine.libtorch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.training.engine.Parameters;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * A vision transformer on images {@code [B, 3, 8, 8]} in patches of 4, with a table of class prototypes that rows are
 * gathered from. It is run twice in one step, on the image and on the image reversed in brightness, and its loss reads
 * the features of every block: all that makes gradients through checkpoints hard.
 *
 * @param checkpoint whether blocks are checkpointed, and the first two of them once more together
 */
record TinyTransformer(int blocks, boolean checkpoint) implements Program {
    static final int WIDTH = 32;
    static final int HEADS = 2;
    static final int CLASSES = 5;
    private static final int TOKENS = 5;

    List<ParameterSpec> specs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        batch(2, 0).forEach((name, value) -> inputs.put(name, value.shape().with(0, Shape.ANY)));
        return Declaration.of(this, inputs).parameters();
    }

    Parameters initial() {
        return Parameters.initialize(specs(), 7);
    }

    static Map<String, HostTensor> batch(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] image = new float[size * 3 * 8 * 8];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) random.nextGaussian();
        }
        long[] labels = random.longs(size, 0, CLASSES).toArray();
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put("image", new HostTensor.Floats(Shape.of(size, 3, 8, 8), image));
        batch.put("label", new HostTensor.Longs(Shape.of(size), labels));
        return batch;
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        T image = inputs.get("image");
        List<T> first = features(ops, image);
        List<T> second = features(ops, ops.multiply(image, -1));
        T latent = norm(ops, "norm", ops.add(first.get(first.size() - 1), second.get(0)));
        T pooled = ops.reshape(ops.slice(latent, 1, 0, 1), -1, WIDTH);
        T logits = ops.logSoftmax(linear(ops, "head", pooled, WIDTH, CLASSES), -1);
        T loss = ops.multiply(ops.mean(ops.pick(logits, inputs.get("label"))), -1);
        T prototypes = ops.gatherRows(ops.parameter(weight("prototypes", CLASSES, WIDTH)), inputs.get("label"));
        for (T feature : first) {
            T away = ops.subtract(ops.mean(feature, false, 1), ops.stopGradient(prototypes));
            loss = ops.add(loss, ops.mean(ops.multiply(away, away)));
        }
        loss = ops.add(loss, ops.mean(ops.multiply(prototypes, ops.quickGelu(pooled))));
        Map<String, T> results = new LinkedHashMap<>();
        results.put(LOSS, loss);
        results.put("logits", logits);
        results.put("latent", latent);
        return results;
    }

    /** After the embedding and after each block. */
    private <T> List<T> features(Ops<T> ops, T image) {
        T x = ops.conv2d(image, ops.parameter(weight("patch.weight", WIDTH, 3, 4, 4)), bias(ops, "patch", WIDTH), 4, 0);
        x = ops.permute(ops.reshape(x, -1, WIDTH, TOKENS - 1), 0, 2, 1);
        T token = ops.repeatAsBatchOf(ops.parameter(weight("class.token", 1, 1, WIDTH)), x);
        x = ops.add(ops.concat(1, List.of(token, x)), ops.parameter(weight("positions", 1, TOKENS, WIDTH)));
        List<T> features = new ArrayList<>(List.of(x));
        if (checkpoint) {
            x = ops.checkpoint(x, pair -> checkpointed(ops, 1, checkpointed(ops, 0, pair)));
            features.add(x);
        }
        for (int k = checkpoint ? 2 : 0; k < blocks; k++) {
            x = checkpoint ? checkpointed(ops, k, x) : block(ops, k, x);
            if (k > 0) {
                features.add(x);
            }
        }
        return features;
    }

    private <T> T checkpointed(Ops<T> ops, int k, T input) {
        return ops.checkpoint(input, x -> block(ops, k, x));
    }

    private <T> T block(Ops<T> ops, int k, T x) {
        String name = "blocks." + k;
        T joined = linear(ops, name + ".qkv", norm(ops, name + ".norm1", x), WIDTH, 3 * WIDTH);
        T parts = ops.permute(ops.reshape(joined, -1, TOKENS, 3, HEADS, WIDTH / HEADS), 2, 0, 3, 1, 4);
        T mixed = ops.attention(part(ops, parts, 0), part(ops, parts, 1), part(ops, parts, 2), false);
        T merged = ops.reshape(ops.permute(mixed, 0, 2, 1, 3), -1, TOKENS, WIDTH);
        T attended = ops.add(x, linear(ops, name + ".out", merged, WIDTH, WIDTH));
        T up = ops.gelu(linear(ops, name + ".up", norm(ops, name + ".norm2", attended), WIDTH, 4 * WIDTH));
        return ops.add(attended, linear(ops, name + ".down", up, 4 * WIDTH, WIDTH));
    }

    private static <T> T part(Ops<T> ops, T parts, int index) {
        return ops.reshape(ops.slice(parts, 0, index, index + 1L), -1, HEADS, TOKENS, WIDTH / HEADS);
    }

    private static <T> T linear(Ops<T> ops, String name, T x, int in, int out) {
        return ops.linear(x, ops.parameter(weight(name + ".weight", out, in)), bias(ops, name, out));
    }

    private static <T> T bias(Ops<T> ops, String name, int size) {
        return ops.parameter(weight(name + ".bias", size));
    }

    private static <T> T norm(Ops<T> ops, String name, T x) {
        ParameterSpec gain = new ParameterSpec(name + ".weight", Shape.of(WIDTH), Initialization.ones());
        return ops.layerNorm(x, ops.parameter(gain), bias(ops, name, WIDTH), 1e-5);
    }

    private static ParameterSpec weight(String name, long... sizes) {
        return new ParameterSpec(name, new Shape(sizes), Initialization.normal(0.15));
    }
}
