package io.facet.training.network.head;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.facet.training.network.VitSettings;

/**
 * Which head a task has, as recipes write it: {@code kind} and what else the kind has. Layers left out are those at the
 * places of the papers: the same of a deeper or shallower encoder.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HeadSettings.Pixel.class, name = "pixel"),
    @JsonSubTypes.Type(value = HeadSettings.FarlAttributes.class, name = "farl-attributes"),
    @JsonSubTypes.Type(value = HeadSettings.Identity.class, name = "identity")
})
public sealed interface HeadSettings {
    /**
     * The head.
     *
     * @param name of the head
     * @param encoder whose features it reads
     * @param outputs number of its maps or logits, or the dimension of its embedding
     */
    Head head(String name, VitSettings encoder, int outputs);

    /**
     * {@link PixelHead}.
     *
     * @param layer default the last
     * @param width default 64
     */
    record Pixel(Integer layer, Integer width) implements HeadSettings {
        public Pixel {
            width = width == null ? 64 : width;
        }

        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            return new PixelHead(name, encoder, layer == null ? encoder.layers() : layer, width, outputs);
        }
    }

    /**
     * {@link AttributeHead}.
     *
     * @param layers default 4, 6, 8, 12 of 12 (FaRL §4.1)
     */
    record FarlAttributes(List<Integer> layers) implements HeadSettings {
        public FarlAttributes {
            layers = layers == null ? null : List.copyOf(layers);
        }

        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            return new AttributeHead(name, encoder, chosen(layers, encoder), outputs);
        }
    }

    /**
     * {@link IdentityHead}.
     *
     * @param layer default the last
     */
    record Identity(Integer layer) implements HeadSettings {
        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            return new IdentityHead(name, encoder, layer == null ? encoder.layers() : layer, outputs);
        }
    }

    private static SortedSet<Integer> chosen(List<Integer> layers, VitSettings encoder) {
        return layers == null ? VitSettings.usualLayers(encoder.layers()) : new TreeSet<>(layers);
    }
}
