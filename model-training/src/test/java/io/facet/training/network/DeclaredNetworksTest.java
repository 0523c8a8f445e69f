package io.facet.training.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What the networks declare: names, shapes and numbers of parameters, which importers and checkpoints depend on. */
class DeclaredNetworksTest {
    private static final Map<String, Shape> IMAGE = Map.of("image", Shape.of(Shape.ANY, 3, 224, 224));

    /** One network's use as a program. */
    private interface Use {
        <T> T of(Ops<T> ops, Map<String, T> inputs);
    }

    private static Declaration.Declared declare(Use use, Map<String, Shape> inputs) {
        return Declaration.of(
                new Program() {
                    @Override
                    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> in) {
                        return Map.of("out", use.of(ops, in));
                    }
                },
                inputs);
    }

    private static long values(Declaration.Declared declared) {
        return declared.parameters().stream()
                .mapToLong(spec -> spec.shape().elements())
                .sum();
    }

    private record Embedding(VitSettings settings) implements Use {
        @Override
        public <T> T of(Ops<T> ops, Map<String, T> inputs) {
            VisionTransformer encoder = new VisionTransformer("encoder", settings);
            T feature = encoder.classFeature(ops, encoder.patches(ops, inputs.get("image")));
            return new Projection("projection.image", settings.width(), 512).apply(ops, feature);
        }
    }

    private record TextEmbedding(TextSettings settings) implements Use {
        @Override
        public <T> T of(Ops<T> ops, Map<String, T> inputs) {
            T feature = new TextEncoder("text", settings).encode(ops, inputs.get("tokens"));
            return new Projection("projection.text", settings.width(), 512).apply(ops, feature);
        }
    }

    private record Features(VitSettings settings, TreeSet<Integer> layers) implements Use {
        @Override
        public <T> T of(Ops<T> ops, Map<String, T> inputs) {
            VisionTransformer encoder = new VisionTransformer("encoder", settings);
            T tokens = encoder.tokens(ops, encoder.patches(ops, inputs.get("image")));
            List<T> features = encoder.features(ops, tokens, layers);
            return features.get(features.size() - 1);
        }
    }

    @Test
    void imageEncoder_base_has87MillionParametersAsFarlSays() {
        Declaration.Declared declared = declare(new Embedding(VitSettings.clip(VitSettings.Size.BASE)), IMAGE);

        // FaRL §3.4 rounds up: "87M"; CLIP's ViT-B/16 has 86,192,640 with its projection.
        assertThat(values(declared)).isEqualTo(86_192_640);
        assertThat(declared.outputs()).containsEntry("out", Shape.of(Shape.ANY, 512));
    }

    @Test
    void textEncoder_base_has63MillionParametersAsFarlSays() {
        Declaration.Declared declared =
                declare(new TextEmbedding(TextSettings.base()), Map.of("tokens", Shape.of(Shape.ANY, 77)));

        assertThat(values(declared)).isEqualTo(63_428_096);
        assertThat(declared.outputs()).containsEntry("out", Shape.of(Shape.ANY, 512));
    }

    @Test
    void clipEncoder_namesAndShapes_areTheContract() {
        VitSettings settings = new VitSettings(32, 16, 8, 1, 2, Activation.QUICK_GELU, 1e-5, true, false);
        Declaration.Declared declared =
                declare(new Embedding(settings), Map.of("image", Shape.of(Shape.ANY, 3, 32, 32)));

        Map<String, String> shapes = new LinkedHashMap<>();
        declared.parameters()
                .forEach(spec -> shapes.put(spec.name(), spec.shape().toString()));
        assertThat(shapes)
                .hasSize(20)
                .containsEntry("encoder.patch.weight", "[8, 3, 16, 16]")
                .containsEntry("encoder.class.token", "[1, 1, 8]")
                .containsEntry("encoder.positions", "[1, 5, 8]")
                .containsEntry("encoder.preNorm.weight", "[8]")
                .containsEntry("encoder.preNorm.bias", "[8]")
                .containsEntry("encoder.blocks.0.norm1.weight", "[8]")
                .containsEntry("encoder.blocks.0.attention.qkv.weight", "[24, 8]")
                .containsEntry("encoder.blocks.0.attention.qkv.bias", "[24]")
                .containsEntry("encoder.blocks.0.attention.out.weight", "[8, 8]")
                .containsEntry("encoder.blocks.0.norm2.bias", "[8]")
                .containsEntry("encoder.blocks.0.mlp.up.weight", "[32, 8]")
                .containsEntry("encoder.blocks.0.mlp.down.weight", "[8, 32]")
                .containsEntry("encoder.norm.bias", "[8]")
                .containsEntry("projection.image.weight", "[512, 8]");
    }

    @Test
    void maeEncoder_hasPatchBiasAndNoPreNorm() {
        List<String> names = declare(
                        new Features(VitSettings.mae(VitSettings.Size.TINY), new TreeSet<>(List.of(2))), IMAGE)
                .parameters()
                .stream()
                .map(ParameterSpec::name)
                .toList();

        assertThat(names)
                .contains("encoder.patch.bias", "encoder.blocks.1.mlp.down.bias")
                .noneMatch(name -> name.startsWith("encoder.preNorm"))
                // Blocks behind the last layer asked for are no part of the program.
                .noneMatch(name -> name.startsWith("encoder.blocks.2"));
    }

    private record Maps(VitSettings settings) implements Use {
        @Override
        public <T> T of(Ops<T> ops, Map<String, T> inputs) {
            VisionTransformer.Embedding<T> embedding =
                    new VisionTransformer("encoder", settings).embedding(ops, inputs.get("image"));
            assertThat(embedding.maps()).containsOnlyKeys(2, 4, 8);
            assertThat(ops.shape(embedding.maps().get(8))).isEqualTo(Shape.of(Shape.ANY, 16, 16, 16));
            assertThat(ops.shape(embedding.patches())).isEqualTo(Shape.of(Shape.ANY, 64, 192));
            return embedding.maps().get(4);
        }
    }

    @Test
    void stem_mapsByStride_patchesOfItsLastMap() {
        VitSettings settings = VitSettings.mae(VitSettings.Size.TINY)
                .withImageSize(128)
                .withStem(new ConvStem(List.of(4, 8, 16), List.of(0, 1, 2)));
        Declaration.Declared declared = declare(new Maps(settings), Map.of("image", Shape.of(Shape.ANY, 3, 128, 128)));

        assertThat(declared.outputs()).containsEntry("out", Shape.of(Shape.ANY, 8, 32, 32));
        assertThat(settings.stemMaps()).containsExactly(Map.entry(2, 4), Map.entry(4, 8), Map.entry(8, 16));
        Map<String, String> shapes = new LinkedHashMap<>();
        declared.parameters()
                .forEach(spec -> shapes.put(spec.name(), spec.shape().toString()));
        assertThat(shapes)
                .containsEntry("encoder.stem.0.down.conv.weight", "[4, 3, 3, 3]")
                .containsEntry("encoder.stem.1.block.0.1.conv.weight", "[8, 8, 3, 3]")
                .containsEntry("encoder.stem.2.block.1.2.norm.runningVariance", "[16]")
                .containsEntry("encoder.patch.weight", "[192, 16, 3, 3]")
                .doesNotContainKey("encoder.stem.0.block.0.1.conv.weight");
        assertThat(declared.parameters())
                .filteredOn(ParameterSpec::statistic)
                .extracting(ParameterSpec::name)
                .allMatch(name -> name.endsWith(".runningMean") || name.endsWith(".runningVariance"))
                .hasSize(2 * (3 + 2 * 3));
    }

    @Test
    void stem_strideThatDoesNotMakeAPatch_isRefused() {
        ConvStem stem = new ConvStem(List.of(4, 4, 4, 4, 4), List.of(0, 0, 0, 0, 0));

        assertThatThrownBy(() -> VitSettings.mae(VitSettings.Size.TINY).withStem(stem))
                .hasMessage("the patch's side is a multiple of the stem's stride, found 16 and 32");
    }

    @Test
    void features_ofALayerThatIsNotThere_areRefused() {
        Features features = new Features(VitSettings.mae(VitSettings.Size.TINY), new TreeSet<>(List.of(4, 13)));

        assertThatThrownBy(() -> declare(features, IMAGE))
                .hasMessage("encoder: expected numbers of blocks from 1 to 12, found [4, 13]");
    }

    @Test
    void image_ofAnotherSize_isRefused() {
        Embedding embedding = new Embedding(VitSettings.clip(VitSettings.Size.TINY));

        assertThatThrownBy(() -> declare(embedding, Map.of("image", Shape.of(Shape.ANY, 3, 448, 448))))
                .hasMessage("encoder: expected an image [B, 3, 224, 224], found [?, 3, 448, 448]");
    }

    @Test
    void sinCos_codesColumnThenRow() {
        float[] codes = PositionCodes.sinCos(2, 8, true);

        assertThat(codes).hasSize(5 * 8);
        assertThat(codes[0]).isZero();
        // Token of row 1, column 0: sin 0, sin 0, cos 0, cos 0 of the column; sin 1, sin 0.01, cos 1, cos 0.01 of the
        // row.
        double[] expected = {0, 0, 1, 1, Math.sin(1), Math.sin(0.01), Math.cos(1), Math.cos(0.01)};
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) codes[3 * 8 + i]).isCloseTo(expected[i], within(1e-7));
        }
    }
}
