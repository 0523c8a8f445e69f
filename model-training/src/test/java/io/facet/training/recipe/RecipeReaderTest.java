package io.facet.training.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import io.facet.domain.UserError;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.OptimizerSettings.RateFactor;
import io.facet.training.finetune.FaceAugmentation;
import io.facet.training.finetune.Task;
import io.facet.training.loop.schedule.Amount;
import io.facet.training.loop.schedule.Schedule;
import io.facet.training.pretrain.FarlObjective;
import io.facet.training.pretrain.McfObjective;
import io.facet.training.pretrain.Objective;
import io.facet.training.pretrain.TokenizerObjective;
import io.facet.training.tensor.ParameterSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RecipeReaderTest {
    private static final int CLIP_VOCABULARY = 49_408;
    private static final String MINIMAL = """
            name: mine
            tokenizer: {imageSize: 32, patch: 8}
            schedule: {epochs: 2, peak: 1.0e-3}
            """;

    @SuppressWarnings("unused") // Named by FieldSource.
    private static final Iterable<String> BUILT_IN = RecipeReader.BUILT_IN;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void read_recipeThatComesWithFacet_declaresItsNetworksAtFullSize(String name) {
        Recipe recipe = RecipeReader.read(name, Map.of()).recipe();

        assertThat(recipe.name()).isEqualTo(name);
        assertThat(recipe.description()).isNotBlank();
        assertThat(objective(recipe).parameters())
                .extracting(ParameterSpec::name)
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    /** As a run builds it, with the visual tokenizer of the recipe's size and a target of the encoder's shape. */
    private static Objective objective(Recipe recipe) {
        if (recipe.tokenizer() != null) {
            return new TokenizerObjective(recipe.tokenizer().options(recipe.transform(), recipe.schedule(), 100, 1));
        }
        if (recipe.detector() != null) {
            return recipe.detector().objective();
        }
        if (recipe.finetune() != null) {
            return recipe.finetune().objective(recipe);
        }
        if (recipe.mcf() != null) {
            return new McfObjective(recipe.mcfOptions(recipe.image()));
        }
        boolean tiny = recipe.imageSize() == 80;
        String tokenizer = tiny ? "tokenizer-tiny" : "tokenizer-base";
        return new FarlObjective(recipe.farlOptions(
                CLIP_VOCABULARY,
                RecipeReader.read(tokenizer, Map.of()).recipe().tokenizer().network()));
    }

    @Test
    void read_faceptorBase_hasTheBatchesAndWeightsOfTable2() {
        Recipe recipe = RecipeReader.read("faceptor-base", Map.of()).recipe();

        assertThat(recipe.finetune().tasks().values().stream().map(Task::weight))
                .containsExactly(1000.0, 100.0, 6.0, 5.0, 2.0, 5.0);
        assertThat(recipe.finetune().sets().values().stream().map(FinetuneSection.FaceSet::batch))
                .containsExactly(4, 4, 64, 64, 16, 64, 256);
        assertThat(recipe.optimizer().batch()).isEqualTo(472);
        assertThat(recipe.optimizer().rateFactors()).containsExactly(new OptimizerSettings.RateFactor("encoder.", 0.1));
        assertThat(recipe.schedule().schedule(472)).isEqualTo(new Schedule(0, 5e-4, 0, Amount.updates(2000)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    faceptor-base        | w300       | {rotation: 10, scale: 0.1, shift: 0.05, blur: 0.1, noise: 0.1, erase: 0.1}
                    faceptor-base        | celebamask | {rotation: 18, scale: 0.1, shift: 0.01}
                    faceptor-base-layers | morph2     | {flip: 0.5, randAugment: 2, magnitude: 9, erase: 0.25}
                    naive-faceptor-base  | rafdb      | {flip: 0.5, randAugment: 2, magnitude: 9, erase: 0.25}
                    faceptor-base        | celeba     | {flip: 0.5, randAugment: 2, magnitude: 9, erase: 0.25}
                    faceptor-base        | ms1mv3     | {flip: 0.5}
                    farl-300w            | w300       | {rotation: 10, scale: 0.1, shift: 0.05, blur: 0.1, noise: 0.1, erase: 0.1}
                    farl-lapa            | lapa       | {warp: 0.8, rotation: 18, scale: 0.1, shift: 0.01}
                    farl-celeba          | celeba     | {flip: 0.5}
                    """)
    void read_paperRecipe_variesEachSetAsThePaper(String recipe, String set, String expected) throws IOException {
        assertThat(augmentation(RecipeReader.read(recipe, Map.of()).recipe(), set))
                .isEqualTo(new YAMLMapper()
                        .readValue(expected, FaceAugmentation.class)
                        .completed());
    }

    private static FaceAugmentation augmentation(Recipe recipe, String set) {
        FinetuneSection section = recipe.finetune();
        return section.sets().get(set).augmentation(section.augmentation());
    }

    @Test
    void read_facetTiny_erasesWhereLabelsHaveNoPlacesAndHidesNothingOfRatedFaces() {
        Recipe recipe = RecipeReader.read("facet-tiny", Map.of()).recipe();

        assertThat(recipe.finetune().sets().keySet())
                .filteredOn(set -> augmentation(recipe, set).erase() > 0)
                .containsExactly("utkface", "fer2013");
        assertThat(recipe.finetune().sets().keySet())
                .filteredOn(set -> augmentation(recipe, set).damage().isEmpty())
                .containsExactly("lfw", "degraded");
        assertThat(augmentation(recipe, "utkface").damage()).containsExactly("blur", "erase", "noise", "shrink");
        assertThat(recipe.finetune().sets().keySet()).allSatisfy(set -> {
            assertThat(augmentation(recipe, set).rotation()).isEqualTo(15);
            assertThat(augmentation(recipe, set).surround()).isEqualTo(0.6);
        });
    }

    @Test
    void read_fullyFineTunedCelebA_asTheRecipeSays() {
        String said = "{flip: 0.5, scale: 0.1, shift: 0.05, noise: 0.5, grayscale: 0.1, pointNoise: 2.24}";
        Recipe recipe = RecipeReader.read("farl-celeba", Map.of("finetune.train", "all", "finetune.augmentation", said))
                .recipe();

        assertThat(augmentation(recipe, "celeba").pointNoise()).isEqualTo(2.24);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sets.utkface.erase                    | 0.25      | unknown key finetune.sets.utkface.erase; expected one of augmentation, batch, data, tasks, teacher
                    sets.utkface.degrade                  | false     | unknown key finetune.sets.utkface.degrade; expected one of augmentation
                    sets.utkface.augmentation.eraze       | 0.25      | unknown key finetune.sets.utkface.augmentation.eraze; expected one of blur, blurSigma, brightness
                    sets.utkface.augmentation.erase       | 2         | key finetune.sets.utkface.augmentation: erase: expected 0 to 1.0, found 2.0
                    augmentation.magnitude                | 11        | key finetune.augmentation: magnitude: expected 0 to 10.0, found 11.0
                    sets.utkface.augmentation.randAugment | -1        | randAugment: expected 0 to 14, found -1
                    sets.w300.augmentation.randAugment    | 2         | set w300: expected augmentation.geometric false, for what landmarks learns does not follow RandAugment, found true
                    sets.lfw.augmentation.blur            | 0.1       | set lfw: expected an augmentation that hides nothing, for quality tells how well a face can be seen, found blur
                    sets.w300.augmentation.mean           | [0, 0, 0] | set w300: expected mean and std of finetune.augmentation, for one encoder reads all sets, found
                    """)
    void read_augmentationThatDoesNotFit_saysWhatWasExpectedAndFound(String key, String value, String message) {
        assertThatThrownBy(() -> RecipeReader.read("facet-tiny", Map.of("finetune." + key, value)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void read_farlBase_hasThePapersValues() {
        Recipe recipe = RecipeReader.read("farl-base", Map.of()).recipe();

        assertThat(recipe.optimizer().batch()).isEqualTo(5120);
        assertThat(recipe.optimizer().weightDecay()).isEqualTo(0.05);
        assertThat(recipe.schedule().length().amount()).isEqualTo(Amount.epochs(16));
        assertThat(recipe.schedule().start()).isEqualTo(1e-6);
        assertThat(recipe.schedule().peak()).isEqualTo(1e-3);
        assertThat(recipe.schedule().end()).isEqualTo(9e-4);
        assertThat(recipe.farl().temperature()).isEqualTo(0.07);
        assertThat(recipe.farl().masked().mostMasked()).isEqualTo(75);
        assertThat(recipe.farl().masked().layers()).isOne();
    }

    @Test
    void read_mcfBase_hasThePapersValues() {
        Recipe recipe = RecipeReader.read("mcf-base", Map.of()).recipe();

        assertThat(recipe.optimizer().batch()).isEqualTo(4096);
        assertThat(recipe.optimizer().accumulation(1)).isEqualTo(4096 / 64);
        assertThat(recipe.optimizer().weightDecay()).isEqualTo(0.05);
        assertThat(recipe.schedule().length().amount()).isEqualTo(Amount.epochs(16));
        assertThat(recipe.schedule().warmupEpochs()).isEqualTo(1);
        assertThat(recipe.mcf().maskRatio()).isEqualTo(0.75);
        assertThat(recipe.mcf().decoder().layers()).isEqualTo(2);
        assertThat(recipe.mcf().contrast().size()).isEqualTo(256);
    }

    @Test
    void read_unknownKey_namesItsLineAndTheKeysThatAreKnown() throws IOException {
        String recipe = file(MINIMAL + "optimizer:\n  bach: 64\n  clipNorm: 2\n  beta2: 0.95\n");

        assertThatThrownBy(() -> RecipeReader.read(recipe, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("recipe %s, line 5: unknown key optimizer.bach; expected one of ", recipe)
                .hasMessageContaining("averageMomentum, batch, beta1");
    }

    @Test
    void read_keyTwice_isRefused() throws IOException {
        String recipe = file(MINIMAL + "seed: 1\nseed: 2\n");

        assertThatThrownBy(() -> RecipeReader.read(recipe, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Duplicate field 'seed'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    optimizer.batch    | many  | key optimizer.batch: expected Integer, found many
                    optimizer.batch    | 12.5  | key optimizer.batch: expected Integer, found 12.5
                    optimizer.batch    | 0     | key optimizer: batch: expected 1 or more, found 0
                    optimizer.clipNorm | -1    | key optimizer: clipNorm: expected 0 (no limit) or more, found -1.0
                    optimizer.bach     | 64    | unknown key optimizer.bach; expected one of
                    schedule.updates   | 10    | the schedule has either epochs or updates, found both
                    schedule.epochs    | null  | the schedule has either epochs or updates, found neither
                    schedule.peak      | null  | the recipe has no schedule.peak
                    checkpoints.keep   | 0     | key checkpoints: keep: expected 1 or more, found 0
                    tokenizer          | null  | a recipe has one of farl, mcf, tokenizer, finetune and detector, found 0
                    encoder.size       | huge  | key encoder.size: expected one of tiny, small, base, large, found huge
                    name.a.b.c         | 1     | --set name.a.b.c: expected a dotted key of the recipe
                    name.a             | 1     | --set name.a: expected a dotted key of the recipe
                    optimizer.batch    | ''    | --set optimizer.batch: expected a value, found none
                    """)
    void read_valueThatDoesNotFit_saysWhatWasExpectedAndFound(String key, String value, String message)
            throws IOException {
        String recipe = file(MINIMAL);

        assertThatThrownBy(() -> RecipeReader.read(recipe, Map.of(key, value)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void read_valuesSet_replaceThoseOfTheFileAndAreInTheTextThatIsKept() throws IOException {
        RecipeReader.Read read = RecipeReader.read(
                file(MINIMAL), Map.of("schedule.epochs", "3", "optimizer.batch", "64", "optimizer.frozen", "[a., b.]"));

        assertThat(read.recipe().schedule().length().amount()).isEqualTo(Amount.epochs(3));
        assertThat(read.recipe().optimizer().batch()).isEqualTo(64);
        assertThat(read.recipe().optimizer().frozen()).containsExactly("a.", "b.");
        assertThat(RecipeReader.parse("kept", read.yaml())).isEqualTo(read.recipe());
    }

    @Test
    void read_layerDecay_slowsLowerBlocks() {
        Recipe recipe = RecipeReader.read("farl-tiny", Map.of("optimizer.layerDecay", "0.5"))
                .recipe();

        assertThat(recipe.optimizer().settings(List.of(), 12).rateFactors())
                .contains(new RateFactor("encoder.blocks.11.", 0.5), new RateFactor("encoder.blocks.10.", 0.25))
                .anySatisfy(factor -> {
                    assertThat(factor.prefix()).isEqualTo("encoder.patch.");
                    assertThat(factor.factor()).isCloseTo(Math.pow(0.5, 13), within(1e-12));
                });
    }

    @Test
    void read_noSuchRecipe_namesThoseThereAre() {
        assertThatThrownBy(() -> RecipeReader.read("gone.yaml", Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("farl-tiny")
                .hasMessageEndingWith("found no file gone.yaml");
    }

    @Test
    void accumulation_batchDoesNotDivide_isRefused() {
        OptimizerSection section = RecipeReader.read("farl-tiny", Map.of("optimizer.microBatch", "48"))
                .recipe()
                .optimizer();

        assertThatThrownBy(() -> section.accumulation(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the batch of 64 is not a multiple of microBatch 48 x 2 processes");
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("recipe.yaml"), yaml).toString();
    }
}
