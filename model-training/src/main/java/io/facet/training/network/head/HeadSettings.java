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
    @JsonSubTypes.Type(value = HeadSettings.Identity.class, name = "identity"),
    @JsonSubTypes.Type(value = HeadSettings.UperNet.class, name = "upernet"),
    @JsonSubTypes.Type(value = HeadSettings.NaiveAttributes.class, name = "naive-attributes"),
    @JsonSubTypes.Type(value = HeadSettings.FaceptorMaps.class, name = "faceptor-maps"),
    @JsonSubTypes.Type(value = HeadSettings.FaceptorValues.class, name = "faceptor-values")
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

    /**
     * {@link UperNetHead}: FaRL's and Naive Faceptor's for maps.
     *
     * @param layers default 4, 6, 8, 12 of 12
     * @param width default 512
     * @param side of the maps; default the image's
     */
    record UperNet(List<Integer> layers, Integer width, Integer side) implements HeadSettings {
        public UperNet {
            layers = layers == null ? null : List.copyOf(layers);
            width = width == null ? 512 : width;
        }

        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            int size = side == null ? encoder.imageSize() : side;
            return new UperNetHead(name, encoder, chosen(layers, encoder), width, outputs, size);
        }
    }

    /**
     * {@link NaiveAttributeHead}.
     *
     * @param layers default 6, 8, 10, 12 of 12 (the published code)
     * @param width default 512
     */
    record NaiveAttributes(List<Integer> layers, Integer width) implements HeadSettings {
        public NaiveAttributes {
            layers = layers == null ? null : List.copyOf(layers);
            width = width == null ? 512 : width;
        }

        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            SortedSet<Integer> read = new TreeSet<>();
            if (layers == null) {
                for (int sixth = 3; sixth <= 6; sixth++) {
                    read.add(Math.max(1, encoder.layers() * sixth / 6));
                }
            } else {
                read.addAll(layers);
            }
            return new NaiveAttributeHead(name, encoder, read, width, outputs);
        }
    }

    /**
     * {@link FaceptorHead} for a dense task.
     *
     * @param decoder the same for all tasks; default the paper's
     * @param side of the maps; default the image's
     */
    record FaceptorMaps(FaceptorDecoder decoder, Integer side) implements HeadSettings {
        public FaceptorMaps {
            decoder = decoder == null ? FaceptorDecoder.paper() : decoder;
        }

        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            int size = side == null ? encoder.imageSize() : side;
            return new FaceptorHead(name, encoder, decoder, FaceptorHead.Form.MAPS, outputs, size);
        }
    }

    /**
     * {@link FaceptorHead} for attributes.
     *
     * @param decoder the same for all tasks; default the paper's
     */
    record FaceptorValues(FaceptorDecoder decoder) implements HeadSettings {
        public FaceptorValues {
            decoder = decoder == null ? FaceptorDecoder.paper() : decoder;
        }

        @Override
        public Head head(String name, VitSettings encoder, int outputs) {
            return new FaceptorHead(name, encoder, decoder, FaceptorHead.Form.VALUES, outputs, 0);
        }
    }

    private static SortedSet<Integer> chosen(List<Integer> layers, VitSettings encoder) {
        return layers == null ? VitSettings.usualLayers(encoder.layers()) : new TreeSet<>(layers);
    }
}
