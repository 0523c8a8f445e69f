package io.facet.training.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.facet.domain.UserError;
import io.facet.training.data.BatchSource;
import io.facet.training.data.DataSpec;
import io.facet.training.engine.Parameters;
import io.facet.training.finetune.FaceAugmentation;
import io.facet.training.finetune.FaceViews;
import io.facet.training.finetune.MultiTaskBatches;
import io.facet.training.finetune.MultiTaskCollator;
import io.facet.training.finetune.MultiTaskObjective;
import io.facet.training.finetune.TrainedPart;
import io.facet.training.network.PositionResampling;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/** Puts the fine-tuning of a recipe together. Used once, by one thread. */
final class Finetuning {
    private static final String POSITIONS = "encoder.positions";

    private final RunOrder order;
    private final Recipe recipe;
    private final FinetuneSection section;
    private final RunData data;

    Finetuning(RunOrder order, Recipe recipe, RunData data) {
        this.order = order;
        this.recipe = recipe;
        this.section = recipe.finetune();
        this.data = data;
    }

    ExperimentParts parts() {
        MultiTaskObjective objective = section.objective(recipe);
        List<ExperimentParts.Given> given = new ArrayList<>();
        order.start().ifPresent(path -> start(path, given));
        requireFrozen(objective, given);
        BatchSource batches = training(objective);
        EvaluationSection evaluation = recipe.evaluation();
        Optional<HeldOutLosses> heldOut = evaluation == null || evaluation.everyUpdates() == 0
                ? Optional.empty()
                : Optional.of(new HeldOutLosses(heldOut(objective), evaluation.batches()));
        return new ExperimentParts(objective, given, batches, heldOut);
    }

    /** What is never to change must have been learnt: queries and layer-aware parts alone make nothing of a random decoder. */
    private void requireFrozen(MultiTaskObjective objective, List<ExperimentParts.Given> given) {
        Set<String> frozen = new HashSet<>(objective.frozen());
        if (order.smoke()
                || !Set.of(TrainedPart.QUERIES, TrainedPart.LAYER_AWARE).contains(section.train())) {
            return;
        }
        for (ParameterSpec spec : objective.parameters()) {
            boolean learnt = given.stream()
                    .map(one -> one.values().values().get(spec.name()))
                    .anyMatch(value -> value != null && value.shape().equals(spec.shape()));
            if (frozen.contains(spec.name()) && !learnt) {
                throw new UserError(
                        "finetune.train: %s keeps %s as it is: expected it, of shape %s, in --start, found none"
                                .formatted(section.train().name().toLowerCase(Locale.ROOT), spec.name(), spec.shape()));
            }
        }
    }

    /** An encoder, its positions resampled to the recipe's grid; of a run that has heads, these as far as they fit. */
    private void start(Path path, List<ExperimentParts.Given> given) {
        TrainedEncoder encoder;
        if (Files.isDirectory(path)) {
            TrainedRun run = TrainedRun.open(path);
            encoder = run.encoder();
            given.add(new ExperimentParts.Given("", run.weights(), false));
        } else {
            encoder = TrainedEncoder.open(path);
        }
        VitSettings wanted = recipe.image();
        if (!encoder.vit().withImageSize(wanted.imageSize()).equals(wanted)) {
            throw new UserError(path + " is of another architecture: expected " + wanted + ", found " + encoder.vit());
        }
        if (!encoder.mean().equals(recipe.mean()) || !encoder.std().equals(recipe.std())) {
            throw new UserError(path + " wants pixels normalised by mean " + encoder.mean() + " and deviation "
                    + encoder.std() + "; found finetune.augmentation.mean " + recipe.mean() + " and std "
                    + recipe.std());
        }
        given.add(new ExperimentParts.Given("encoder.", resampled(encoder, wanted), true));
    }

    private static Parameters resampled(TrainedEncoder encoder, VitSettings wanted) {
        VitSettings found = encoder.vit();
        if (found.grid() == wanted.grid()) {
            return encoder.parameters();
        }
        float[] positions = encoder.parameters().get(POSITIONS).values();
        float[] values = PositionResampling.bicubic(positions, found.grid(), wanted.grid(), wanted.width(), true);
        Map<String, HostTensor.Floats> changed = new LinkedHashMap<>();
        changed.put(POSITIONS, new HostTensor.Floats(Shape.of(1, wanted.tokens(), wanted.width()), values));
        return encoder.parameters().with(new Parameters(changed));
    }

    private BatchSource training(MultiTaskObjective objective) {
        List<BatchSource> parts = new ArrayList<>();
        section.sets().forEach((name, set) -> {
            // Another seed for each set: the same chance in all would be no chance at all.
            parts.add(data.set(
                    name,
                    set.data(),
                    section.fraction(),
                    set.batch(),
                    recipe.seed() + parts.size(),
                    collator(set, set.augmentation(section.augmentation()))));
        });
        return new MultiTaskBatches(objective, parts);
    }

    private BatchSource heldOut(MultiTaskObjective objective) {
        List<BatchSource> parts = new ArrayList<>();
        section.sets().forEach((name, set) -> {
            if (set.data().split() == DataSpec.Split.TRAIN) {
                parts.add(data.set(
                        name,
                        set.data().with(DataSpec.Split.HELD_OUT),
                        1,
                        set.batch(),
                        recipe.seed() + parts.size(),
                        collator(set, set.augmentation(section.augmentation()).still())));
            }
        });
        return new MultiTaskBatches(objective, parts);
    }

    private MultiTaskCollator collator(FinetuneSection.FaceSet set, FaceAugmentation augmentation) {
        return new MultiTaskCollator(section.tasks(), set.feeds(), new FaceViews(augmentation, recipe.imageSize()));
    }
}
