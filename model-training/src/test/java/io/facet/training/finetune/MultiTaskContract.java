package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.data.Sample;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.data.loader.LoaderSettings;
import io.facet.training.engine.EngineContract;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.network.head.FaceptorDecoder;
import io.facet.training.network.head.HeadSettings;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * Several tasks on one encoder, on one engine: weights as in Faceptor's Eq. 8, frozen parts as they were, losses that fall.
 *
 * @param <T> the engine's tensor
 */
abstract class MultiTaskContract<T> extends EngineContract<T> {
    private static Map<String, HostTensor> batch(MultiTaskObjective objective, boolean dense) {
        List<BatchSource> parts = new ArrayList<>();
        Feeds attributes = new Feeds(Map.of("age", 1.0, "gender", 1.0), Map.of());
        parts.add(loader(objective, IntStream.range(0, 6).mapToObj(Faces::aged).toList(), attributes));
        if (dense) {
            Feeds places = new Feeds(Map.of("landmarks", 1.0, "parsing", 1.0), Map.of());
            parts.add(loader(
                    objective, IntStream.range(0, 3).mapToObj(Faces::placed).toList(), places));
        }
        try (MultiTaskBatches batches = new MultiTaskBatches(objective, parts)) {
            Batch batch = batches.next();
            return batch.tensors();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BatchSource loader(MultiTaskObjective objective, List<Sample> samples, Feeds feeds) {
        MultiTaskCollator collator =
                new MultiTaskCollator(objective.tasks(), feeds, new FaceViews(FaceAugmentation.none(), Faces.VIEW));
        return new BatchLoader(Faces.source(samples), collator, LoaderSettings.single(samples.size(), 7, 1));
    }

    private Learner<T> learner(MultiTaskObjective objective) {
        return Learner.start(
                backend,
                objective,
                objective.parameters(),
                objective.initial(1),
                new OptimizerSettings(0.9, 0.999, 1e-8, 0.05, 0, objective.frozen(), List.of()));
    }

    private Parameters gradients(MultiTaskObjective objective) {
        try (Learner<T> learner = learner(objective)) {
            learner.accumulate(batch(objective, true), 1);
            return learner.gradients();
        }
    }

    /** The same tasks, all but one of weight 0. */
    private static MultiTaskObjective alone(String name) {
        MultiTaskObjective all = Faces.objective(4, TrainedPart.ALL);
        Map<String, Task> tasks = new LinkedHashMap<>(all.tasks());
        double none = 0;
        double one = 1;
        tasks.put(
                "landmarks", new LandmarksTask("dense", name.equals("landmarks") ? one : none, null, null, null, null));
        tasks.put("parsing", new ParsingTask("dense", name.equals("parsing") ? one : none, null, null, 8, null));
        tasks.put("age", new AgeTask("age", name.equals("age") ? one : none, null, null, null, null));
        ClassificationTask gender = (ClassificationTask) all.tasks().get("gender");
        tasks.put(
                "gender",
                new ClassificationTask(
                        "gender", name.equals("gender") ? one : none, gender.label(), gender.classes(), null));
        return new MultiTaskObjective(all.encoder(), false, all.heads(), tasks, TrainedPart.ALL);
    }

    @Test
    void gradient_ofAllTasks_isTheWeightedMeanOfTheTasksOwn() {
        Parameters together = gradients(Faces.objective(4, TrainedPart.ALL));
        Map<String, Double> weights = Map.of("landmarks", 5.0, "parsing", 2.0, "age", 4.0, "gender", 3.0);
        Map<String, Parameters> own = new LinkedHashMap<>();
        weights.keySet().forEach(task -> own.put(task, gradients(alone(task))));

        for (Map.Entry<String, HostTensor.Floats> entry : together.values().entrySet()) {
            float[] found = entry.getValue().values();
            for (int i = 0; i < found.length; i++) {
                double expected = 0;
                for (Map.Entry<String, Double> weight : weights.entrySet()) {
                    float[] part = own.get(weight.getKey()).get(entry.getKey()).values();
                    expected += weight.getValue() / 14 * part[i];
                }
                assertThat((double) found[i])
                        .as("%s, %d", entry.getKey(), i)
                        .isCloseTo(expected, within(1e-4 + 1e-3 * Math.abs(expected)));
            }
        }
    }

    @Test
    void loss_isTheWeightedMeanOfTheTasksLosses() {
        MultiTaskObjective objective = Faces.objective(4, TrainedPart.ALL);
        try (Learner<T> learner = learner(objective)) {
            Map<String, Double> scalars = learner.accumulate(batch(objective, true), 1);

            double expected = 5 * scalars.get("landmarks")
                    + 2 * scalars.get("parsing")
                    + 4 * scalars.get("age")
                    + 3 * scalars.get("gender");
            assertThat(scalars.get("loss")).isCloseTo(expected / 14, within(1e-4));
            assertThat(scalars)
                    .containsKeys("landmarks.nme", "parsing.f1", "parsing.accuracy", "age.mae", "gender.accuracy");
        }
    }

    @Test
    void taskWithoutAnyLabel_countsNothingAndMovesNothing() {
        MultiTaskObjective objective = Faces.objective(4, TrainedPart.ALL);
        try (Learner<T> learner = learner(objective)) {
            Map<String, Double> scalars = learner.accumulate(batch(objective, false), 1);

            assertThat(scalars.get("landmarks")).isZero();
            assertThat(scalars.values()).allMatch(Double::isFinite);
            HostTensor.Floats gradient = learner.gradients().get("head.dense.norm.weight");
            assertThat(gradient.values()).containsOnly(0);
        }
    }

    @Test
    void heads_trainedOnAFrozenEncoder_leaveItAsItWasToTheBit() {
        MultiTaskObjective objective = Faces.objective(4, TrainedPart.HEADS);

        Parameters before = objective.initial(1);
        Parameters after = trained(objective);

        before.under("encoder.")
                .values()
                .forEach((name, value) ->
                        assertThat(after.get(name).values()).as(name).isEqualTo(value.values()));
        assertThat(after.get("head.age.classify.weight").values())
                .isNotEqualTo(before.get("head.age.classify.weight").values());
    }

    private Parameters trained(MultiTaskObjective objective) {
        try (Learner<T> learner = learner(objective)) {
            for (int i = 0; i < 3; i++) {
                learner.accumulate(batch(objective, true), 1);
                learner.update(1e-2);
            }
            return learner.parameters();
        }
    }

    private static MultiTaskObjective faceptor(TrainedPart part) {
        FaceptorDecoder decoder = new FaceptorDecoder(8, 1, 2, 16, part == TrainedPart.LAYER_AWARE, null, null);
        MultiTaskObjective usual = Faces.objective(4, part);
        Map<String, HeadSettings> heads = new LinkedHashMap<>();
        heads.put("age", new HeadSettings.FaceptorValues(decoder));
        heads.put("gender", new HeadSettings.FaceptorValues(decoder));
        Map<String, Task> tasks = new LinkedHashMap<>(usual.tasks());
        tasks.keySet().retainAll(heads.keySet());
        return new MultiTaskObjective(usual.encoder(), false, heads, tasks, part);
    }

    @Test
    void queries_promptTuning_areAllThatChanges() {
        assertChanges(TrainedPart.QUERIES, "faceptor.queries.", "faceptor.queryPositions.");
    }

    @Test
    void layerAware_secondStage_isAllThatChanges() {
        assertChanges(TrainedPart.LAYER_AWARE, "faceptor.layerAware.", "faceptor.lower.");
    }

    private void assertChanges(TrainedPart part, String... prefixes) {
        MultiTaskObjective objective = faceptor(part);
        Parameters before = objective.initial(1);
        Parameters after;
        try (Learner<T> learner = learner(objective)) {
            learner.accumulate(batch(objective, false), 1);
            learner.update(1e-2);
            after = learner.parameters();
        }
        before.values().forEach((name, value) -> {
            boolean meant = List.of(prefixes).stream().anyMatch(name::startsWith);
            boolean same = Arrays.equals(value.values(), after.get(name).values());
            assertThat(same).as(name).isEqualTo(!meant);
        });
    }

    @Test
    void initial_mapsOfLandmarks_beginNearlyEmptyAndOthersDoNot() {
        Parameters initial = Faces.objective(4, TrainedPart.ALL).initial(1);

        float[] bias = initial.get("head.dense.maps.bias").values();
        assertThat(Arrays.copyOf(bias, 68)).containsOnly(-5);
        assertThat(Arrays.copyOfRange(bias, 68, 87)).containsOnly(0);
    }

    @Test
    void queries_recipeWithoutAny_isRefused() {
        MultiTaskObjective objective = Faces.objective(4, TrainedPart.QUERIES);

        assertThatThrownBy(objective::frozen)
                .hasMessage("train: expected a recipe with parameters under faceptor.queries. for queries, found none");
    }

    @Test
    void losses_someUpdates_fall() {
        MultiTaskObjective objective = Faces.objective(4, TrainedPart.ALL);
        try (Learner<T> learner = learner(objective)) {
            Map<String, HostTensor> batch = batch(objective, true);
            Map<String, Double> first = learner.accumulate(batch, 1);
            for (int i = 0; i < 40; i++) {
                learner.update(5e-3);
                learner.accumulate(batch, 1);
            }
            learner.update(5e-3);
            Map<String, Double> last = learner.accumulate(batch, 1);

            for (String task : objective.tasks().keySet()) {
                assertThat(last.get(task)).as(task).isLessThan(first.get(task));
            }
        }
    }
}
