package io.facet.training.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.inference.testing.TinyBundle;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.RecipeReader;
import io.facet.training.recipe.TrainedHeads;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/** What the recipes that come with Facet train, a bundle can serve: told from shapes, without training any. */
class ShippedRecipesTest {
    private static final Map<String, String> UNWARPED = Map.of("finetune.augmentation.warp", "0");

    @TempDir
    private static Path folder;

    private static DetectorPart detector;

    @BeforeAll
    static void writeDetector() {
        TinyBundle.write(folder);
        detector = DetectorPart.open(folder, "research-only");
    }

    static Stream<String> fineTuning() {
        return RecipeReader.BUILT_IN.stream()
                .filter(name -> RecipeReader.read(name, Map.of()).recipe().finetune() != null);
    }

    @ParameterizedTest
    @MethodSource("fineTuning")
    void of_recipeOnFacesThatAreNotWarped_servesEveryTask(String name) {
        Recipe plain = RecipeReader.read(name, Map.of()).recipe();
        boolean warps = plain.finetune().augmentation().warp() > 0;
        Recipe recipe = warps ? RecipeReader.read(name, UNWARPED).recipe() : plain;

        assertThat(warps).isEqualTo(name.equals("farl-lapa"));
        TrainedHeads heads = TrainedHeads.of(recipe, "space");

        assertThat(heads.left()).isEmpty();
        Map<String, Shape> outputs = outputs(heads);
        assertThat(heads.served()).isNotEmpty().allSatisfy(task -> requireFits(task, outputs.get(task.head())));
    }

    private static Map<String, Shape> outputs(TrainedHeads heads) {
        ServedProgram program =
                new BundleContents(heads.encoder(), heads.heads(), heads.served(), detector, new TreeMap<>()).program();
        return Declaration.of(
                        program, Map.of(EncoderProgram.IMAGE, program.encoder().image()))
                .outputs();
    }

    private static void requireFits(ServedHead task, Shape output) {
        boolean maps = List.of(Decoding.HEATMAPS, Decoding.CLASS_MAP).contains(task.decoding());
        assertThat(output.rank()).as(task.head()).isEqualTo(maps ? 4 : 2);
        assertThat(output.size(0)).as(task.head()).isEqualTo(Shape.ANY);
        assertThat((long) task.to()).as(task.head()).isLessThanOrEqualTo(output.size(1));
        boolean labelled =
                List.of(Decoding.CLASS_MAP, Decoding.SOFTMAX, Decoding.SIGMOID).contains(task.decoding());
        assertThat(task.labels()).as(task.head()).hasSize(labelled ? task.to() - task.from() : 0);
    }
}
