package io.facet.training.pretrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.facet.training.network.Activation;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** The networks and batches of golden.py. */
public final class Goldens {
    static final VitSettings CLIP = new VitSettings(32, 8, 32, 2, 4, Activation.QUICK_GELU, 1e-5, true, false);
    static final VitSettings MAE = new VitSettings(32, 8, 32, 2, 4, Activation.GELU, 1e-6, false, true);
    static final TextSettings TEXT = new TextSettings(64, 10, 24, 2, 3);
    static final DiscreteVaeSettings VAE = new DiscreteVaeSettings(16, 4, 24, 8, 6, 1);

    private static final VitSettings TARGET = new VitSettings(32, 8, 24, 4, 3, Activation.GELU, 1e-6, false, true);
    /** Patches of an image. */
    public static final int PATCHES = 16;

    private static final int KEPT = 4;

    private Goldens() {}

    static HostTensor.Floats image() {
        return GoldenFormula.tensor("input.image", 4, 3, 32, 32);
    }

    public static FarlObjective farl(MaskedTokenLoss.Reduction reduction) {
        MaskedImageOptions masked = new MaskedImageOptions(1, 6, PatchMasking.BLOCKS, reduction, 1, VAE);
        return new FarlObjective(new FarlOptions(CLIP, TEXT, 16, 0.07, true, Optional.of(masked), false));
    }

    public static Map<String, HostTensor> farlBatch(GoldenFile golden) {
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put("image", image());
        batch.put("tokens", golden.longs("tokens"));
        long[] rows = flat(golden.rows("masked"));
        float[] mask = new float[4 * PATCHES];
        for (long row : rows) {
            mask[(int) row] = 1;
        }
        batch.put("mask", new HostTensor.Floats(Shape.of(4, PATCHES, 1), mask));
        batch.put("masked", new HostTensor.Longs(Shape.of(rows.length), rows));
        return batch;
    }

    public static McfObjective mcf(boolean code) {
        McfOptions.Contrast contrast = new McfOptions.Contrast(
                code ? McfOptions.Feature.CLASS_TOKEN : McfOptions.Feature.PATCH_TOKENS,
                20,
                12,
                code,
                0.2,
                code ? MomentumContrastLoss.Form.CODE : MomentumContrastLoss.Form.PAPER,
                0.99);
        return new McfObjective(new McfOptions(
                MAE,
                TARGET,
                new McfOptions.Decoder(16, 2, 4),
                0.75,
                code ? FeatureMapLoss.Form.CODE : FeatureMapLoss.Form.PAPER,
                code ? McfOptions.quarters(4) : new TreeSet<>(List.of(4)),
                code ? 1000 : 1,
                Optional.of(contrast),
                true,
                false));
    }

    public static Map<String, HostTensor> mcfBatch(GoldenFile golden) {
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put("image", image());
        long[] base = flat(golden.rows("keptBase"));
        long[] online = flat(golden.rows("keptOnline"));
        batch.put("keptBase", new HostTensor.Longs(Shape.of(base.length), base));
        batch.put("keptOnline", new HostTensor.Longs(Shape.of(online.length), online));
        batch.put("restoreBase", restore(golden.rows("keptBase")));
        return batch;
    }

    private static HostTensor.Longs restore(List<List<Long>> kept) {
        long[] restore = new long[kept.size() * PATCHES];
        for (int image = 0; image < kept.size(); image++) {
            int missing = KEPT;
            for (long patch = 0; patch < PATCHES; patch++) {
                int seen = kept.get(image).indexOf(patch);
                restore[image * PATCHES + (int) patch] = (long) image * PATCHES + (seen >= 0 ? seen : missing++);
            }
        }
        return new HostTensor.Longs(Shape.of(restore.length), restore);
    }

    static TokenizerObjective tokenizer(TokenizerOptions.Reconstruction reconstruction) {
        return new TokenizerObjective(new TokenizerOptions(
                VAE,
                reconstruction,
                0.05,
                new TokenizerOptions.Normalization(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                new TemperatureAnnealing(1, 0.1, 10)));
    }

    static Map<String, HostTensor> tokenizerBatch() {
        float[] noise = GoldenFormula.uniform("input.noise", 4 * 24 * 16);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (noise[i] * 0.49 + 0.5);
        }
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put("image", GoldenFormula.tensor("input.small", 4, 3, 16, 16));
        batch.put("noise", new HostTensor.Floats(Shape.of(4, 24, 4, 4), noise));
        batch.put("temperature", HostTensor.Floats.scalar(0.7));
        return batch;
    }

    /** Patches of each image as rows among those of the batch. */
    private static long[] flat(List<List<Long>> rows) {
        long[] flat = new long[rows.stream().mapToInt(List::size).sum()];
        int next = 0;
        for (int image = 0; image < rows.size(); image++) {
            for (long patch : rows.get(image)) {
                flat[next++] = (long) image * PATCHES + patch;
            }
        }
        return flat;
    }
}
