package io.facet.training.network.head;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.VitSettings;

/**
 * Settings of Faceptor's transformer decoder (§3.2, 3.3), which all of its heads share. Where the paper and its code
 * differ, both are here, the code's the default.
 *
 * @param width C of a token; default 256
 * @param layers number of decoder layers; default 9
 * @param heads of the attention; default 8
 * @param hidden size inside the MLPs; default 2048
 * @param layerAttention whether the decoder sees six layers of the encoder with layer-aware embeddings (the second stage
 *     of training) or the last alone (the first); default false
 * @param projections of the layers below the last: an own one each, learnt in the second stage, or that of the last;
 *     default own
 * @param places where a feature is: sines and cosines through an MLP, or learnt; default coded
 */
public record FaceptorDecoder(
        Integer width,
        Integer layers,
        Integer heads,
        Integer hidden,
        Boolean layerAttention,
        Projections projections,
        Places places) {

    /** How features of the layers below the last come to the decoder's width. */
    public enum Projections {
        /** A projection for each (the code). */
        OWN,
        /** That of the last layer for all: nothing but layer-aware embeddings is new in the second stage (the paper). */
        SHARED
    }

    /** What the paper calls P. */
    public enum Places {
        /** Sines and cosines of row and column through an MLP (the code); serves every grid. */
        CODED,
        /** Learnt, randomly begun (the paper); of one grid. */
        LEARNT
    }

    public FaceptorDecoder {
        width = width == null ? 256 : width;
        layers = layers == null ? 9 : layers;
        heads = heads == null ? 8 : heads;
        hidden = hidden == null ? 2048 : hidden;
        layerAttention = layerAttention != null && layerAttention;
        projections = projections == null ? Projections.OWN : projections;
        places = places == null ? Places.CODED : places;
        if (width < 1 || width % 4 != 0 || heads < 1 || width % heads != 0 || layers < 1 || hidden < 1) {
            throw new IllegalArgumentException(
                    "width is a multiple of heads and of 4, layers and hidden 1 or more; found" + " width " + width
                            + ", heads " + heads + ", layers " + layers + ", hidden " + hidden);
        }
    }

    /** The paper's size, first stage. */
    public static FaceptorDecoder paper() {
        return new FaceptorDecoder(null, null, null, null, null, null, null);
    }

    /** The same in the second stage. */
    public FaceptorDecoder withLayerAttention() {
        return new FaceptorDecoder(width, layers, heads, hidden, true, projections, places);
    }

    /** The blocks it sees: with layer-attention 2, 4, 6, 8, 10 and 12 of 12, and the same places in other encoders. */
    SortedSet<Integer> seen(VitSettings encoder) {
        int blocks = encoder.layers();
        if (!layerAttention) {
            return new TreeSet<>(List.of(blocks));
        }
        SortedSet<Integer> seen = new TreeSet<>();
        for (int sixth = 1; sixth <= 6; sixth++) {
            seen.add(Math.max(1, blocks * sixth / 6));
        }
        return seen;
    }
}
