package io.facet.training.bench;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.facet.domain.UserError;
import io.facet.training.data.Collator;
import io.facet.training.data.ImageTransform;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.pretrain.FarlCollator;
import io.facet.training.pretrain.FarlObjective;
import io.facet.training.pretrain.FarlOptions;
import io.facet.training.pretrain.McfCollator;
import io.facet.training.pretrain.McfObjective;
import io.facet.training.pretrain.McfOptions;
import io.facet.training.pretrain.Objective;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.RecipeReader;
import io.facet.training.recipe.TokenizerSection;
import io.facet.training.text.ClipTokenizer;

/** The step of a recipe, on noise: it takes as long whatever is in the pictures. */
final class BenchRecipe {
    private static final double RATE = 1e-4;
    private static final double WEIGHT_DECAY = 0.05;
    private static final double CLIP_NORM = 1;

    private BenchRecipe() {}

    /**
     * The step of a recipe's networks, with fresh values. The frozen ones have the usual shapes: visual tokens are those of
     * the tokenizer recipe with as many of them, M₁ is as large as the encoder.
     */
    static StepTask of(Recipe recipe, int images, long seed) {
        if (recipe.farl() != null) {
            int vocabulary = recipe.farl().text().vocabulary() == null
                    ? ClipTokenizer.bytes().size()
                    : TextSettings.base().vocabulary();
            return farl(recipe.farlOptions(vocabulary, tokenizer(recipe)), images, seed);
        }
        if (recipe.mcf() != null) {
            return mcf(recipe.mcfOptions(recipe.image()), images, seed);
        }
        throw new UserError("expected a recipe of FaRL or MCF, found " + recipe.name());
    }

    private static DiscreteVaeSettings tokenizer(Recipe recipe) {
        int grid = recipe.image().grid();
        return RecipeReader.BUILT_IN.stream()
                .map(name -> RecipeReader.read(name, Map.of()).recipe().tokenizer())
                .filter(Objects::nonNull)
                .map(TokenizerSection::network)
                .filter(network -> network.grid() == grid)
                .findFirst()
                .orElseThrow(() -> new UserError("no tokenizer recipe gives " + grid + "x" + grid + " visual tokens"));
    }

    static StepTask farl(FarlOptions options, int images, long seed) {
        Collator collator = new FarlCollator(options, noise(options.image().imageSize()), words(options.text(), seed));
        return task("farl", new FarlObjective(options), options, collator, images, seed);
    }

    static StepTask mcf(McfOptions options, int images, long seed) {
        Collator collator = new McfCollator(options, noise(options.encoder().imageSize()));
        return task("mcf", new McfObjective(options), options, collator, images, seed);
    }

    private static StepTask task(
            String name, Objective objective, Object options, Collator collator, int images, long seed) {
        RgbImage pixel = new RgbImage(1, 1, new byte[3]);
        List<Sample> samples = IntStream.range(0, images)
                .mapToObj(i -> new Sample("noise " + i, pixel, List.of("text " + i), Map.of()))
                .toList();
        OptimizerSettings optimizer =
                new OptimizerSettings(0.9, 0.95, 1e-8, WEIGHT_DECAY, CLIP_NORM, objective.frozen(), List.of());
        return new StepTask(
                name,
                objective,
                options,
                objective.initial(seed),
                optimizer,
                RATE,
                collator.collate(samples, new SplittableRandom(seed)),
                images);
    }

    private static ImageTransform noise(int side) {
        return new ImageTransform() {
            @Override
            public float[] apply(RgbImage image, RandomGenerator random) {
                float[] values = new float[3 * side * side];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                return values;
            }

            @Override
            public int size() {
                return side;
            }
        };
    }

    /** Start, 5 to 30 words, end, zeros. */
    private static Function<String, long[]> words(TextSettings text, long seed) {
        return caption -> {
            SplittableRandom random = new SplittableRandom(seed + caption.hashCode());
            long[] tokens = new long[text.context()];
            int words = random.nextInt(5, 31);
            tokens[0] = text.vocabulary() - 2L;
            for (int i = 1; i <= words; i++) {
                tokens[i] = random.nextInt(1, text.vocabulary() - 2);
            }
            tokens[words + 1] = text.vocabulary() - 1L;
            return tokens;
        };
    }
}
