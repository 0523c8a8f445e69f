package io.facet.training.recipe;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.domain.face.HeadTask;
import io.facet.training.export.ServedForm;
import io.facet.training.export.ServedHead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainedHeadsTest {
    private static Recipe recipe(Map<String, String> set) {
        return RecipeReader.read("facet-tiny", set).recipe();
    }

    @Test
    void of_defaultRecipe_servesEveryTask() {
        TrainedHeads heads = TrainedHeads.of(recipe(Map.of()), "facet-tiny-1.0.0");

        assertThat(heads.left()).isEmpty();
        assertThat(heads.served()).extracting(ServedHead::task).containsExactlyInAnyOrder(HeadTask.values());
        assertThat(heads.served())
                .contains(
                        new ServedHead(
                                HeadTask.LANDMARKS,
                                "dense",
                                0,
                                68,
                                Decoding.HEATMAPS,
                                List.of(),
                                "ibug-68",
                                ServedForm.AS_TRAINED),
                        new ServedHead(
                                HeadTask.IDENTITY,
                                "identity",
                                0,
                                128,
                                Decoding.EMBEDDING,
                                List.of(),
                                "facet-tiny-1.0.0",
                                ServedForm.AS_TRAINED),
                        new ServedHead(
                                HeadTask.QUALITY,
                                "quality",
                                0,
                                1,
                                Decoding.SIGMOID,
                                List.of("quality"),
                                null,
                                ServedForm.AS_TRAINED));
        ServedHead parsing = heads.served().stream()
                .filter(task -> task.task() == HeadTask.PARSING)
                .findFirst()
                .orElseThrow();
        assertThat(parsing.from()).isEqualTo(68);
        assertThat(parsing.labels()).hasSize(19).startsWith("background");
    }

    @Test
    void of_lossesThatReadOutputsInAnotherWay_areServedInTheFormThatBundlesDecode() {
        Recipe other = recipe(
                Map.of("finetune.tasks.age.normalization", "sigmoid", "finetune.tasks.landmarks.form", "soft_labels"));

        assertThat(TrainedHeads.of(other, "space").served())
                .filteredOn(task -> task.form() != ServedForm.AS_TRAINED)
                .containsExactlyInAnyOrder(
                        new ServedHead(
                                HeadTask.LANDMARKS,
                                "dense",
                                0,
                                68,
                                Decoding.HEATMAPS,
                                List.of(),
                                "ibug-68",
                                ServedForm.MAPS_BY_SOFTMAX),
                        new ServedHead(
                                HeadTask.AGE,
                                "age",
                                0,
                                101,
                                Decoding.AGE_EXPECTATION,
                                List.of(),
                                null,
                                ServedForm.AGES_BY_SIGMOID));
    }

    @Test
    void of_warpedFaces_isRefusedWithWhatToDo() {
        Recipe warped = RecipeReader.read("farl-lapa", Map.of()).recipe();

        assertThatThrownBy(() -> TrainedHeads.of(warped, "space"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "recipe farl-lapa, set lapa: expected augmentation.warp 0, since jobs give all heads"
                                + " one crop, which is not warped, found 0.8")
                .hasMessageContaining("train with warp 0");
    }

    @Test
    void of_pretraining_isRefused() {
        Recipe pretraining = RecipeReader.read("facet-tiny-pretrain", Map.of()).recipe();

        assertThatThrownBy(() -> TrainedHeads.of(pretraining, "space"))
                .isInstanceOf(UserError.class)
                .hasMessage("expected the run of a recipe with a finetune section, found facet-tiny-pretrain");
    }

    @Test
    void of_setThatIsWarped_isRefused() {
        Recipe warped = recipe(Map.of("finetune.sets.w300.augmentation.warp", "0.8"));

        assertThatThrownBy(() -> TrainedHeads.of(warped, "space"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("recipe facet-tiny, set w300: expected augmentation.warp 0");
    }

    @Test
    void of_headsOfOneLayer_isRefused() {
        Recipe single = recipe(Map.of("finetune.onlyLayer", "4"));

        assertThatThrownBy(() -> TrainedHeads.of(single, "space"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected heads that read their own layers, found finetune.onlyLayer 4");
    }
}
