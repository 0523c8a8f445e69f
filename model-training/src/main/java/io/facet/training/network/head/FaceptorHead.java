package io.facet.training.network.head;

import java.util.Collections;
import java.util.SortedSet;

import io.facet.training.network.BilinearResize;
import io.facet.training.network.Doubling;
import io.facet.training.network.LayerNorm;
import io.facet.training.network.Linear;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * One task of Faceptor (§3.2): its queries go through the decoder that all tasks share and become maps or values.
 * Identity has no queries: it is {@link IdentityHead}.
 *
 * <p>Parameters of the task: {@code faceptor.queries.NAME [N, C]}, {@code faceptor.queryPositions.NAME [N, C]}, with
 * layer-attention {@code faceptor.layerAware.NAME [6, C]}. All else is shared with the other tasks, under {@code
 * faceptor.shared}: {@code projection}, {@code place.first|second} (or {@code positions}), {@code layer.k}; for maps {@code
 * pixels.first}, {@code pixels.norm}, {@code pixels.second} and {@code mask.0|1|2}; for values {@code value}. Projections of
 * the layers below the last are {@code faceptor.lower.projection.k}. So prompt tuning freezes {@code encoder.}
 * and {@code faceptor.shared.}, and the second stage the queries, too.
 *
 * @param name of the task
 * @param encoder whose features it reads
 * @param decoder settings, the same for all tasks
 * @param form what comes out
 * @param outputs N: one query for each map or value
 * @param side of the maps, which are made at a quarter of the patch's stride and resized; 0 for values
 */
public record FaceptorHead(String name, VitSettings encoder, FaceptorDecoder decoder, Form form, int outputs, int side)
        implements Head {
    static final String SHARED = "faceptor.shared";
    static final String LOWER = "faceptor.lower";
    static final String LAYER_AWARE = "faceptor.layerAware";

    private static final int MASK_LAYERS = 3;
    private static final double EPSILON = 1e-6;

    /** What queries become. */
    public enum Form {
        /** The product of each token with the pixel decoder's map: for dense tasks. */
        MAPS,
        /** One number for each token: for attributes. */
        VALUES
    }

    public FaceptorHead {
        if (form == Form.MAPS ? side < 1 : side != 0) {
            throw new IllegalArgumentException(
                    "head " + name + ": expected a side of 1 or more for maps and 0 for values, found " + side);
        }
    }

    @Override
    public String prefix() {
        return "faceptor";
    }

    @Override
    public SortedSet<Integer> layers() {
        return decoder.seen(encoder);
    }

    @Override
    public SortedSet<Integer> stem() {
        return Collections.emptySortedSet();
    }

    /** {@code [B, N, side, side]} or {@code [B, N]}. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        FaceptorFeatures read = new FaceptorFeatures(decoder, encoder);
        T values = read.values(ops, features);
        T keys = ops.add(values, read.placesAndLayers(ops, name));
        T tokens = ops.repeatAsBatchOf(query(ops, "queries", Initialization.normal(1)), values);
        // The code draws positions from [0, 1); what they share, ½, is a bias that the projections have already.
        T positions = ops.repeatAsBatchOf(query(ops, "queryPositions", new Initialization.Uniform(0.5)), values);
        for (int layer = 0; layer < decoder.layers(); layer++) {
            tokens = new DecoderLayer(SHARED + ".layer." + layer, decoder).apply(ops, tokens, positions, keys, values);
        }
        return form == Form.MAPS
                ? maps(ops, tokens, pixels(ops, read.projected(ops, features, encoder.layers())))
                : values(ops, tokens);
    }

    /** {@code [1, N, C]}. */
    private <T> T query(Ops<T> ops, String which, Initialization initialization) {
        T rows = ops.parameter(new ParameterSpec(
                prefix() + "." + which + "." + name, Shape.of(outputs, decoder.width()), initialization));
        return ops.reshape(rows, 1, outputs, decoder.width());
    }

    private <T> T values(Ops<T> ops, T tokens) {
        int width = decoder.width();
        T value =
                Linear.normal(SHARED + ".value", width, 1, 1 / Math.sqrt(width)).apply(ops, tokens);
        return ops.reshape(value, -1, outputs);
    }

    /** The pixel decoder: {@code [B, P, C]} → {@code [B, C, 4 grid, 4 grid]}. */
    private <T> T pixels(Ops<T> ops, T top) {
        int width = decoder.width();
        T doubled = new Doubling(SHARED + ".pixels.first", width, width).apply(ops, Tokens.map(ops, top, encoder));
        T channelsLast = ops.permute(doubled, 0, 2, 3, 1);
        T normed = new LayerNorm(SHARED + ".pixels.norm", width, EPSILON).apply(ops, channelsLast);
        T active = ops.gelu(ops.permute(normed, 0, 3, 1, 2));
        return new Doubling(SHARED + ".pixels.second", width, width).apply(ops, active);
    }

    private <T> T maps(Ops<T> ops, T tokens, T pixels) {
        int width = decoder.width();
        T masks = tokens;
        for (int layer = 0; layer < MASK_LAYERS; layer++) {
            Linear linear = Linear.xavier(SHARED + ".mask." + layer, width, width);
            masks = linear.apply(ops, layer == 0 ? masks : ops.relu(masks));
        }
        int fine = 4 * encoder.grid();
        T products = ops.matmul(masks, ops.reshape(pixels, -1, width, (long) fine * fine));
        return new BilinearResize(fine, side).apply(ops, ops.reshape(products, -1, outputs, fine, fine));
    }
}
