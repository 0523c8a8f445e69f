package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.data.loader.LoaderSettings;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;

/** Batches hold each set's part, in order, and tell which of its faces teach what. */
class MultiTaskBatchesTest {
    private static final MultiTaskObjective OBJECTIVE = Faces.objective(4, TrainedPart.ALL);
    private static final Feeds ATTRIBUTES = new Feeds(Map.of("age", 1.0, "gender", 0.5), Map.of());
    private static final Feeds DENSE = new Feeds(Map.of("landmarks", 1.0, "parsing", 1.0), Map.of());

    private static BatchSource loader(List<Sample> samples, Feeds feeds, int batch, int threads) {
        MultiTaskCollator collator =
                new MultiTaskCollator(OBJECTIVE.tasks(), feeds, new FaceViews(FaceAugmentation.none(), Faces.VIEW));
        return new BatchLoader(Faces.source(samples), collator, LoaderSettings.single(batch, 7, threads));
    }

    private static List<Sample> aged(int count) {
        return IntStream.range(0, count).mapToObj(Faces::aged).toList();
    }

    private static MultiTaskBatches both(int threads) {
        List<Sample> placed = IntStream.range(0, 4).mapToObj(Faces::placed).toList();
        return new MultiTaskBatches(
                OBJECTIVE, List.of(loader(aged(12), ATTRIBUTES, 4, threads), loader(placed, DENSE, 2, threads)));
    }

    private static long[] longs(Batch batch, String input) {
        return ((HostTensor.Longs) batch.tensors().get(input)).values();
    }

    private static float[] floats(Batch batch, String input) {
        return ((HostTensor.Floats) batch.tensors().get(input)).values();
    }

    @Test
    void next_partsOfTwoSets_followOneAnother() throws InterruptedException {
        try (MultiTaskBatches batches = both(1)) {
            Batch batch = batches.next();

            assertThat(batch.tensors()).containsOnlyKeys(OBJECTIVE.inputs().keySet());
            assertThat(batch.tensors().get("image").shape().sizes()).containsExactly(6, 3, 16, 16);
            assertThat(longs(batch, "head.dense.rows")).containsExactly(4, 5);
            assertThat(longs(batch, MultiTaskObjective.rows("landmarks"))).containsExactly(0, 1);
            assertThat(longs(batch, "head.age.rows")).containsExactly(0, 1, 2, 3);
            assertThat(floats(batch, MultiTaskObjective.target("age", "years"))).containsExactly(years(batch));
            assertThat(floats(batch, MultiTaskObjective.weights("gender"))).containsOnly(0.5f);
        }
    }

    private static float[] years(Batch batch) {
        float[] years = new float[4];
        for (int i = 0; i < years.length; i++) {
            years[i] = 10 + Integer.parseInt(batch.keys().get(i).substring("face-".length()));
        }
        return years;
    }

    @Test
    void next_faceWithoutALabel_isNotAmongTheTasksRows() throws InterruptedException {
        try (MultiTaskBatches batches = both(1)) {
            Batch batch = batches.next();

            List<Long> even = new ArrayList<>();
            for (int row = 0; row < 4; row++) {
                if (years(batch)[row] % 2 == 0) {
                    even.add((long) row);
                }
            }
            long[] read = longs(batch, "head.gender.rows");
            List<Long> found = new ArrayList<>();
            for (long row : longs(batch, MultiTaskObjective.rows("gender"))) {
                found.add(read[(int) row]);
            }
            assertThat(found).isEqualTo(even);
        }
    }

    @Test
    void next_taskWithoutAnyLabel_hasARowThatCountsNothing() throws InterruptedException {
        try (MultiTaskBatches batches = new MultiTaskBatches(OBJECTIVE, List.of(loader(aged(8), ATTRIBUTES, 4, 1)))) {
            Batch batch = batches.next();

            assertThat(floats(batch, MultiTaskObjective.weights("parsing"))).containsExactly(0);
            assertThat(longs(batch, "head.dense.rows")).hasSize(2);
        }
    }

    @Test
    void seek_anyBatchAndThreads_isTheSameBatchAgain() throws InterruptedException {
        List<Batch> inOrder = new ArrayList<>();
        try (MultiTaskBatches batches = both(1)) {
            for (int i = 0; i < 6; i++) {
                inOrder.add(batches.next());
            }
        }
        try (MultiTaskBatches batches = both(3)) {
            batches.seek(4);
            Batch again = batches.next();
            assertThat(again.keys()).isEqualTo(inOrder.get(4).keys());
            assertThat(floats(again, "image")).isEqualTo(floats(inOrder.get(4), "image"));
            assertThat(batches.batchesPerEpoch()).isEqualTo(3);
        }
    }

    @Test
    void teacher_whereAnAnnotationIsMissing_speaks() throws InterruptedException {
        Feeds feeds = new Feeds(Map.of("landmarks", 1.0), Map.of("landmarks", 0.25));
        Sample annotated = Faces.placed(1);
        Sample taught = Faces.numbered(
                2,
                Map.of(),
                new Targets(
                        null,
                        null,
                        Map.of(Targets.TEACHER_LANDMARKS, annotated.targets().landmarks())));
        try (MultiTaskBatches batches =
                new MultiTaskBatches(OBJECTIVE, List.of(loader(List.of(annotated, taught), feeds, 2, 1)))) {
            Batch batch = batches.next();

            int first = batch.keys().indexOf("face-1");
            assertThat(floats(batch, MultiTaskObjective.weights("landmarks"))[first])
                    .isEqualTo(1);
            assertThat(floats(batch, MultiTaskObjective.weights("landmarks"))[1 - first])
                    .isEqualTo(0.25f);
        }
    }
}
