package io.facet.training.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.UserError;
import io.facet.training.data.Collator;
import io.facet.training.data.ImageTransform;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What collators make of samples: the inputs their objectives declare, from nothing but samples and the generator. */
class CollatorsTest {
    private static final VitSettings TINY = VitSettings.clip(VitSettings.Size.TINY);
    private static final FarlOptions FARL =
            FarlOptions.of(TINY, TextSettings.base(), MaskedImageOptions.of(DiscreteVaeSettings.small()));
    private static final McfOptions MCF =
            McfOptions.of(VitSettings.mae(VitSettings.Size.TINY), VitSettings.mae(VitSettings.Size.TINY));
    private static final TokenizerOptions TOKENIZER = TokenizerOptions.of(
            new DiscreteVaeSettings(32, 8, 16, 8, 8, 1),
            new TokenizerOptions.Normalization(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
            100);

    /** Fills an image with its first byte and a random number. */
    private record Fill(int size) implements ImageTransform {
        @Override
        public float[] apply(RgbImage image, RandomGenerator random) {
            float[] values = new float[3 * size * size];
            Arrays.fill(values, image.pixels()[0] + random.nextFloat());
            return values;
        }
    }

    private static Sample sample(int value, String... captions) {
        RgbImage image = new RgbImage(1, 1, new byte[] {(byte) value, 0, 0});
        return new Sample("sample " + value, image, List.of(captions), Map.of());
    }

    private static final List<Sample> SAMPLES = List.of(sample(1, "a", "b"), sample(2, "c"), sample(3, "d"));

    private static long[] tokens(String caption) {
        long[] tokens = new long[77];
        tokens[0] = caption.charAt(0);
        return tokens;
    }

    private static Collator farl(FarlOptions options) {
        return new FarlCollator(options, new Fill(224), CollatorsTest::tokens);
    }

    private static long[] longs(HostTensor tensor) {
        return ((HostTensor.Longs) tensor).values();
    }

    private static float[] floats(HostTensor tensor) {
        return ((HostTensor.Floats) tensor).values();
    }

    private static Object array(HostTensor tensor) {
        return tensor instanceof HostTensor.Longs longs ? longs.values() : floats(tensor);
    }

    /** The program takes the batch, and its losses are scalars. */
    private static void assertFits(Objective objective, Map<String, HostTensor> batch) {
        assertThat(batch.keySet()).isSubsetOf(objective.inputs().keySet());
        Map<String, Shape> shapes = new LinkedHashMap<>(objective.inputs());
        batch.forEach((name, value) -> {
            assertThat(value.shape().rank()).isEqualTo(shapes.get(name).rank());
            shapes.put(name, value.shape().with(0, Shape.ANY));
        });
        assertThat(Declaration.of(objective, shapes).outputs())
                .allSatisfy((name, shape) -> assertThat(shape).as(name).isEqualTo(Shape.of()));
    }

    private static void assertDeterministic(Collator collator) {
        Map<String, HostTensor> first = collator.collate(SAMPLES, new SplittableRandom(5));
        Map<String, HostTensor> second = collator.collate(SAMPLES, new SplittableRandom(5));
        first.forEach(
                (name, value) -> assertThat(array(second.get(name))).as(name).isEqualTo(array(value)));
    }

    @Test
    void collators_sameGenerator_sameBatch() {
        assertDeterministic(farl(FARL));
        assertDeterministic(new McfCollator(MCF, new Fill(224)));
        assertDeterministic(new TokenizerCollator(TOKENIZER.network(), new Fill(32)));
    }

    @Test
    void farl_batch_fitsTheObjective() {
        Map<String, HostTensor> batch = farl(FARL).collate(SAMPLES, new SplittableRandom(1));

        assertFits(new FarlObjective(FARL), batch);
        assertThat(longs(batch.get("tokens"))[0]).isIn((long) 'a', (long) 'b');
        assertThat(longs(batch.get("tokens"))[77]).isEqualTo('c');
        assertThat(floats(batch.get("image"))[3 * 224 * 224]).isBetween(2f, 3f);
    }

    @Test
    void farl_maskedRows_areTheOnesOfTheMask() {
        Map<String, HostTensor> batch = farl(FARL).collate(SAMPLES, new SplittableRandom(1));

        float[] mask = floats(batch.get("mask"));
        List<Long> ones = new ArrayList<>();
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == 1) {
                ones.add((long) i);
            } else {
                assertThat(mask[i]).isZero();
            }
        }
        assertThat(longs(batch.get("masked")))
                .containsExactly(ones.stream().mapToLong(Long::longValue).toArray());
    }

    @Test
    void farl_contrastOnly_makesNoMasks() {
        FarlOptions options = new FarlOptions(TINY, TextSettings.base(), 512, 0.07, true, Optional.empty(), false);

        Map<String, HostTensor> batch = farl(options).collate(SAMPLES, new SplittableRandom(1));

        assertThat(batch).containsOnlyKeys("image", "tokens");
        assertFits(new FarlObjective(options), batch);
    }

    @Test
    void farl_masksOnly_needsNoCaptions() {
        FarlOptions options = new FarlOptions(TINY, TextSettings.base(), 512, 0.07, false, FARL.masked(), false);

        Map<String, HostTensor> batch = farl(options).collate(List.of(sample(1)), new SplittableRandom(1));

        assertThat(batch).containsOnlyKeys("image", "mask", "masked");
        assertFits(new FarlObjective(options), batch);
    }

    @Test
    void farl_sampleWithoutCaption_isRefusedByName() {
        List<Sample> samples = List.of(sample(1, "a"), sample(9));

        assertThatThrownBy(() -> farl(FARL).collate(samples, new SplittableRandom(1)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("sample 9: expected a caption, found none");
    }

    @Test
    void farl_transformOfAnotherSize_isRefused() {
        assertThatThrownBy(() -> new FarlCollator(FARL, new Fill(112), CollatorsTest::tokens))
                .hasMessage("the network takes images of 224 pixels, the transform gives 112");
    }

    @Test
    void farl_tokenizerOfAnotherGrid_isRefused() {
        MaskedImageOptions masked = MaskedImageOptions.of(new DiscreteVaeSettings(112, 16, 64, 8, 8, 1));

        assertThatThrownBy(() -> FarlOptions.of(TINY, TextSettings.base(), masked))
                .hasMessageContaining("14x14 patches")
                .hasMessageContaining("found 7x7 tokens of 112 pixels");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 14, 28})
    void blockMasks_anyGrid_atMostTheirNumberAndAtLeastOne(int grid) {
        int most = Math.max(1, grid * grid * 75 / 196);
        double sum = 0;
        for (int seed = 0; seed < 200; seed++) {
            BitSet masked = PatchMasking.BLOCKS.draw(grid, most, new SplittableRandom(seed));
            assertThat(masked.cardinality()).isBetween(1, most);
            assertThat(masked.length()).isLessThanOrEqualTo(grid * grid);
            sum += masked.cardinality();
        }
        assertThat(sum / 200).as("mean number of masked patches").isGreaterThan(0.7 * most);
    }

    @Test
    void blockMasks_neighboursOfMaskedPatches_areMoreOftenMaskedThanByChance() {
        double blocks = neighbours(PatchMasking.BLOCKS);
        double uniform = neighbours(PatchMasking.UNIFORM);

        assertThat(blocks).isGreaterThan(0.7);
        assertThat(uniform).isLessThan(0.45);
    }

    /** Share of masked patches whose right neighbour is masked too. */
    private static double neighbours(PatchMasking masking) {
        int pairs = 0;
        int both = 0;
        for (int seed = 0; seed < 100; seed++) {
            BitSet masked = masking.draw(14, 75, new SplittableRandom(seed));
            for (int patch = masked.nextSetBit(0); patch >= 0; patch = masked.nextSetBit(patch + 1)) {
                if (patch % 14 < 13) {
                    pairs++;
                    both += masked.get(patch + 1) ? 1 : 0;
                }
            }
        }
        return (double) both / pairs;
    }

    @Test
    void uniformMasks_areAsManyAsAskedFor() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(PatchMasking.UNIFORM
                            .draw(14, 75, new SplittableRandom(seed))
                            .cardinality())
                    .isEqualTo(75);
        }
    }

    @Test
    void mcf_batch_fitsTheObjective() {
        Map<String, HostTensor> batch = new McfCollator(MCF, new Fill(224)).collate(SAMPLES, new SplittableRandom(1));

        assertFits(new McfObjective(MCF), batch);
        assertThat(longs(batch.get("keptBase"))).hasSize(3 * 49);
    }

    @Test
    void mcf_restore_findsEachVisiblePatchAndEachMaskTokenOnce() {
        Map<String, HostTensor> batch = new McfCollator(MCF, new Fill(224)).collate(SAMPLES, new SplittableRandom(1));

        long[] kept = longs(batch.get("keptBase"));
        long[] restore = longs(batch.get("restoreBase"));
        assertThat(Arrays.stream(restore).sorted().toArray())
                .containsExactly(LongStream.range(0, 3 * 196).toArray());
        for (int image = 0; image < 3; image++) {
            for (int i = 0; i < 49; i++) {
                assertThat(restore[(int) kept[image * 49 + i]]).isEqualTo(image * 196L + i);
            }
        }
    }

    @Test
    void mcf_masksOfStudentTeacherAndImages_differ() {
        Map<String, HostTensor> batch = new McfCollator(MCF, new Fill(224)).collate(SAMPLES, new SplittableRandom(1));

        long[] base = longs(batch.get("keptBase"));
        long[] online = longs(batch.get("keptOnline"));
        assertThat(base).isNotEqualTo(online);
        assertThat(Arrays.stream(base, 49, 98).map(row -> row - 196).toArray()).isNotEqualTo(Arrays.copyOf(base, 49));
    }

    @Test
    void mcf_withoutContrast_makesOneMask() {
        McfOptions options = new McfOptions(
                MCF.encoder(),
                MCF.target(),
                MCF.decoder(),
                0.75,
                FeatureMapLoss.Form.PAPER,
                new TreeSet<>(List.of(12)),
                1,
                Optional.empty(),
                true,
                true);

        Map<String, HostTensor> batch =
                new McfCollator(options, new Fill(224)).collate(SAMPLES, new SplittableRandom(1));

        assertThat(batch).containsOnlyKeys("image", "keptBase", "restoreBase");
        assertFits(new McfObjective(options), batch);
    }

    @Test
    void mcf_maskThatHidesNothing_isRefused() {
        assertThatThrownBy(() -> new McfOptions(
                        MCF.encoder(),
                        MCF.target(),
                        MCF.decoder(),
                        0,
                        FeatureMapLoss.Form.CODE,
                        MCF.featureLayers(),
                        1,
                        MCF.contrast(),
                        true,
                        false))
                .hasMessageStartingWith("a mask ratio of 0.0 keeps 196 of 196 patches");
    }

    @Test
    void tokenizer_batch_fitsTheObjectiveButTheTemperature() {
        Map<String, HostTensor> batch =
                new TokenizerCollator(TOKENIZER.network(), new Fill(32)).collate(SAMPLES, new SplittableRandom(1));

        assertThat(batch).containsOnlyKeys("image", "noise");
        assertFits(new TokenizerObjective(TOKENIZER), batch);
        for (float value : floats(batch.get("noise"))) {
            assertThat(value).isGreaterThan(0).isLessThan(1);
        }
    }
}
