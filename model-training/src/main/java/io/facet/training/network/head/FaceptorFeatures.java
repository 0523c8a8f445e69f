package io.facet.training.network.head;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.network.Linear;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * What Faceptor's decoder reads of an encoder: features in its width (Eq. 3), and the keys that tell of place and layer (Eq.
 * 7). Its tensors live as long as the interpreter's scope.
 */
final class FaceptorFeatures {
    private static final String SHARED = FaceptorHead.SHARED;

    private final FaceptorDecoder settings;
    private final VitSettings encoder;

    FaceptorFeatures(FaceptorDecoder settings, VitSettings encoder) {
        this.settings = settings;
        this.encoder = encoder;
    }

    /** A layer's patches in the decoder's width, {@code [B, P, C]}. */
    <T> T projected(Ops<T> ops, EncoderFeatures<T> features, int layer) {
        boolean top = layer == encoder.layers();
        boolean shared = top || settings.projections() == FaceptorDecoder.Projections.SHARED;
        String name = shared ? SHARED + ".projection" : FaceptorHead.LOWER + ".projection." + layer;
        // What the code calls c2_xavier_fill.
        Initialization initialization = new Initialization.Uniform(Math.sqrt(3.0 / encoder.width()));
        return new Linear(name, encoder.width(), settings.width(), true, initialization)
                .apply(ops, Tokens.patches(ops, features.layer(layer)));
    }

    /** All layers one after another, {@code [B, L·P, C]}. */
    <T> T values(Ops<T> ops, EncoderFeatures<T> features) {
        List<T> all = new ArrayList<>();
        settings.seen(encoder).forEach(layer -> all.add(projected(ops, features, layer)));
        return ops.concat(1, all);
    }

    /**
     * What is added to the values for keys, {@code [1, L·P, C]}: places, and with layer-attention the task's embedding of
     * each layer.
     */
    <T> T placesAndLayers(Ops<T> ops, String task) {
        T places = places(ops);
        if (!settings.layerAttention()) {
            return places;
        }
        int layers = settings.seen(encoder).size();
        T aware = ops.parameter(new ParameterSpec(
                FaceptorHead.LAYER_AWARE + "." + task, Shape.of(layers, settings.width()), Initialization.normal(1)));
        T sum = ops.add(ops.reshape(aware, layers, 1, settings.width()), places);
        return ops.reshape(sum, 1, (long) layers * encoder.patches(), settings.width());
    }

    /** {@code [1, P, C]}. */
    private <T> T places(Ops<T> ops) {
        int width = settings.width();
        Shape shape = Shape.of(1, encoder.patches(), width);
        if (settings.places() == FaceptorDecoder.Places.LEARNT) {
            return ops.parameter(new ParameterSpec(SHARED + ".positions", shape, Initialization.normal(1)));
        }
        T codes = ops.constant(new HostTensor.Floats(shape, codes(encoder.grid(), width)));
        T inner = ops.relu(Linear.xavier(SHARED + ".place.first", width, width).apply(ops, codes));
        // No bias, for the reason that keys have none.
        return Linear.xavier(SHARED + ".place.second", width, width)
                .withoutBias()
                .apply(ops, inner);
    }

    /**
     * Of each place the row in the first half of its values, the column in the second: sines and cosines in turn of the
     * centre's share of the side times 2π, at frequencies 10000^(-4i/width) (anchor DETR's code).
     */
    private static float[] codes(int grid, int width) {
        float[] codes = new float[grid * grid * width];
        for (int place = 0; place < grid * grid; place++) {
            write(codes, place * width, place / grid, grid, width / 2);
            write(codes, place * width + width / 2, place % grid, grid, width / 2);
        }
        return codes;
    }

    private static void write(float[] codes, int start, int index, int grid, int count) {
        double angle = 2 * Math.PI * (index + 0.5) / grid;
        for (int i = 0; i < count / 2; i++) {
            double scaled = angle / Math.pow(10000, 2.0 * i / count);
            codes[start + 2 * i] = (float) Math.sin(scaled);
            codes[start + 2 * i + 1] = (float) Math.cos(scaled);
        }
    }
}
