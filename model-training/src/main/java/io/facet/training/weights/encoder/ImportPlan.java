package io.facet.training.weights.encoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Shape;

/**
 * What a layout makes of a file: sizes, where every parameter comes from, and which other tensors it knows.
 *
 * @param vit sizes of the image encoder as the file has it
 * @param text sizes of the text encoder, where the file has one
 * @param mappings in the order of our parameters
 * @param ignorable tensors that are no part of the encoder, by reason
 * @param notes what was assumed
 */
record ImportPlan(
        VitSettings vit,
        Optional<TextSettings> text,
        List<TensorMapping> mappings,
        Map<String, Predicate<String>> ignorable,
        List<String> notes) {

    /** Collects mappings. */
    static final class Mappings {
        private final List<TensorMapping> mappings = new ArrayList<>();

        /** Same shape on both sides. */
        void copy(String source, String target, long... sizes) {
            reshape(source, Shape.of(sizes), target, Shape.of(sizes));
        }

        /** Same values in another shape. */
        void reshape(String source, Shape expected, String target, Shape shape) {
            add(source, expected, target, shape, TensorMapping.Conversion.COPY);
        }

        void transpose(String source, long rows, long columns, String target) {
            Shape expected = Shape.of(rows, columns);
            add(source, expected, target, Shape.of(columns, rows), TensorMapping.Conversion.TRANSPOSE);
        }

        void add(String source, Shape expected, String target, Shape shape, TensorMapping.Conversion conversion) {
            mappings.add(new TensorMapping(source, expected, target, shape, conversion));
        }

        /** The blocks of a transformer. */
        void blocks(String source, BlockNames names, String target, int layers, long width) {
            for (int block = 0; block < layers; block++) {
                String from = source + "." + block + ".";
                String to = target + ".blocks." + block + ".";
                names.sizes(width).forEach((ours, sizes) -> copy(from + names.theirs(ours), to + ours, sizes));
            }
        }

        /** Weight and bias of a layer norm. */
        void norm(String source, String target, long width) {
            copy(source + ".weight", target + ".weight", width);
            copy(source + ".bias", target + ".bias", width);
        }

        List<TensorMapping> list() {
            return List.copyOf(mappings);
        }
    }

    /**
     * What a layout calls the parameters of a block, by our name.
     *
     * @param byOurs our name within a block to theirs
     */
    record BlockNames(Map<String, String> byOurs) {
        static final BlockNames CLIP = of("ln_1", "attn.in_proj_", "attn.out_proj", "ln_2", "mlp.c_fc", "mlp.c_proj");
        static final BlockNames TIMM = of("norm1", "attn.qkv.", "attn.proj", "norm2", "mlp.fc1", "mlp.fc2");
        static final BlockNames FACET = of("norm1", "attention.qkv.", "attention.out", "norm2", "mlp.up", "mlp.down");

        /** {@code qkv} with the sign that comes before {@code weight}. */
        private static BlockNames of(String norm1, String qkv, String out, String norm2, String up, String down) {
            Map<String, String> names = new LinkedHashMap<>();
            for (String kind : List.of("weight", "bias")) {
                names.put("norm1." + kind, norm1 + "." + kind);
                names.put("attention.qkv." + kind, qkv + kind);
                names.put("attention.out." + kind, out + "." + kind);
                names.put("norm2." + kind, norm2 + "." + kind);
                names.put("mlp.up." + kind, up + "." + kind);
                names.put("mlp.down." + kind, down + "." + kind);
            }
            return new BlockNames(names);
        }

        String theirs(String ours) {
            return byOurs.get(ours);
        }

        /** Shapes of a block's parameters by our name, in the order of their use. */
        Map<String, long[]> sizes(long width) {
            Map<String, long[]> sizes = new LinkedHashMap<>();
            linear(sizes, "norm1", width);
            linear(sizes, "attention.qkv", 3 * width, width);
            linear(sizes, "attention.out", width, width);
            linear(sizes, "norm2", width);
            linear(sizes, "mlp.up", 4 * width, width);
            linear(sizes, "mlp.down", width, 4 * width);
            return sizes;
        }

        private static void linear(Map<String, long[]> sizes, String name, long... weight) {
            sizes.put(name + ".weight", weight);
            sizes.put(name + ".bias", new long[] {weight[0]});
        }
    }
}
