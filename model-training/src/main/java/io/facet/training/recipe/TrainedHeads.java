package io.facet.training.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.domain.bundle.HeadSpec.Decoding;
import io.facet.domain.face.HeadTask;
import io.facet.training.export.ServedForm;
import io.facet.training.export.ServedHead;
import io.facet.training.finetune.AgeTask;
import io.facet.training.finetune.AttributesTask;
import io.facet.training.finetune.ClassificationTask;
import io.facet.training.finetune.DistilledIdentityTask;
import io.facet.training.finetune.LandmarksTask;
import io.facet.training.finetune.MarginIdentityTask;
import io.facet.training.finetune.MultiTaskObjective;
import io.facet.training.finetune.ParsingTask;
import io.facet.training.finetune.Task;
import io.facet.training.loss.AgeDistribution;
import io.facet.training.loss.HeatMapLoss;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.head.Head;

/**
 * The heads of a fine-tuned network, and the tasks of a bundle that they serve. A task serves under its own name where this
 * is a {@link HeadTask}'s key; others were there to train with.
 *
 * @param encoder the network
 * @param heads on its features
 * @param served tasks of a bundle
 * @param left names of tasks that are not
 */
public record TrainedHeads(VisionTransformer encoder, List<Head> heads, List<ServedHead> served, List<String> left) {
    public TrainedHeads {
        heads = List.copyOf(heads);
        served = List.copyOf(served);
        left = List.copyOf(left);
    }

    /**
     * The heads that a recipe describes.
     *
     * @param space name of the space its embeddings are in: they compare with those of no other network
     * @throws UserError if it fine-tunes none, or on faces as jobs do not show them
     */
    public static TrainedHeads of(Recipe recipe, String space) {
        if (recipe.finetune() == null) {
            throw new UserError("expected the run of a recipe with a finetune section, found " + recipe.name());
        }
        requireNotWarped(recipe);
        requireEveryLayer(recipe);
        MultiTaskObjective objective = recipe.finetune().objective(recipe);
        List<ServedHead> served = new ArrayList<>();
        List<String> left = new ArrayList<>();
        objective
                .tasks()
                .forEach((name, task) -> key(name)
                        .ifPresentOrElse(
                                key -> served.add(served(key, task, objective.first(name), space)),
                                () -> left.add(name)));
        VisionTransformer encoder = new VisionTransformer(objective.network().name(), objective.encoder());
        return new TrainedHeads(encoder, objective.networks(), served, left);
    }

    /** Serving makes one crop for all heads of a face; a network that learnt warped ones would see what it does not know. */
    private static void requireNotWarped(Recipe recipe) {
        FinetuneSection section = recipe.finetune();
        section.sets().forEach((name, set) -> {
            double warp = set.augmentation(section.augmentation()).warp();
            if (warp > 0) {
                throw new UserError(
                        ("recipe %s, set %s: expected augmentation.warp 0, since jobs give all heads one crop, which is not"
                                        + " warped, found %s; for a bundle train with warp 0 (this run's scores are in"
                                        + " its run-card.json)")
                                .formatted(recipe.name(), name, warp));
            }
        });
    }

    /** Exported heads read the layers they are made for. */
    private static void requireEveryLayer(Recipe recipe) {
        Integer layer = recipe.finetune().onlyLayer();
        if (layer != null) {
            throw new UserError(
                    "recipe %s: expected heads that read their own layers, found finetune.onlyLayer %d, which"
                                    .formatted(recipe.name(), layer)
                            + " tells what a layer is worth and is not served");
        }
    }

    private static Optional<HeadTask> key(String name) {
        for (HeadTask task : HeadTask.values()) {
            if (task.key().equals(name)) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }

    private static ServedHead served(HeadTask key, Task task, int first, String space) {
        List<String> labels = List.of();
        String scheme = null;
        Decoding decoding;
        // A switch over the sealed kinds needs a newer Java.
        if (task instanceof LandmarksTask landmarks) {
            decoding = Decoding.HEATMAPS;
            scheme = landmarks.scheme();
        } else if (task instanceof ParsingTask parsing) {
            decoding = Decoding.CLASS_MAP;
            labels = parsing.labels();
        } else if (task instanceof AgeTask) {
            decoding = Decoding.AGE_EXPECTATION;
        } else if (task instanceof ClassificationTask classification) {
            decoding = Decoding.SOFTMAX;
            labels = classification.classes();
        } else if (task instanceof AttributesTask attributes) {
            decoding = Decoding.SIGMOID;
            labels = attributes.names();
        } else if (task instanceof DistilledIdentityTask || task instanceof MarginIdentityTask) {
            decoding = Decoding.EMBEDDING;
            scheme = space;
        } else {
            decoding = Decoding.SIGMOID;
            labels = List.of(key.key());
        }
        return new ServedHead(key, task.head(), first, first + task.outputs(), decoding, labels, scheme, form(task));
    }

    private static ServedForm form(Task task) {
        if (task instanceof LandmarksTask landmarks && landmarks.form() == HeatMapLoss.Form.SOFT_LABELS) {
            return ServedForm.MAPS_BY_SOFTMAX;
        }
        if (task instanceof AgeTask age && age.normalization() == AgeDistribution.Normalization.SIGMOID) {
            return ServedForm.AGES_BY_SIGMOID;
        }
        return ServedForm.AS_TRAINED;
    }
}
