package io.facet.training.evaluate.face;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;
import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;
import io.facet.training.data.TestPictures;
import io.facet.training.data.source.Points;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.vision.landmark.LandmarkScheme;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTruthTest {
    @Test
    void of_setWithBoxes_normalisesByTheSetsOwn() {
        float[] landmarks = new float[2 * LandmarkScheme.AFLW_19.count()];
        Targets targets = new Targets(landmarks, null, Map.of(Points.BOX, new float[] {3, 4, 50, 50}));

        FaceValue truth = of(targets, Map.of()).get(EvaluationTask.LANDMARKS);

        assertThat(truth).isInstanceOfSatisfying(FaceValue.Points.class, points -> {
            assertThat(points.scheme()).isEqualTo("aflw-19");
            assertThat(points.box()).isEqualTo(new Box(3, 4, 50, 50));
        });
    }

    @Test
    void of_maskOfLapa_hasItsNames() {
        ClassMap mask = new ClassMap(2, FaceLabels.PARTS_11.size(), new byte[] {0, 1, 2, 10});

        FaceValue truth = of(new Targets(null, mask, Map.of()), Map.of()).get(EvaluationTask.PARSING);

        assertThat(truth)
                .isInstanceOfSatisfying(
                        FaceValue.Mask.class,
                        found -> assertThat(found.labels())
                                .startsWith("background", "skin", "left_eyebrow")
                                .endsWith("hair"));
    }

    @Test
    void of_setThatTellsContempt_isScoredForExpression() {
        FaceValue truth = of(Targets.NONE, Map.of(FaceLabels.EXPRESSION_8, 7.0)).get(EvaluationTask.EXPRESSION);

        assertThat(truth).isEqualTo(new FaceValue.Label("contempt", Map.of()));
    }

    @Test
    void of_fairFace_hasItsGroupOfAgesAndItsSevenRaces() {
        Map<String, Double> labels = Map.of(FaceLabels.AGE_GROUP, 8.0, FaceLabels.RACE_7, 4.0, FaceLabels.RACE, 2.0);

        SampleTruth truth = truth(Targets.NONE, labels);

        assertThat(truth.values())
                .containsEntry(EvaluationTask.AGE, new FaceValue.Label("more than 70", Map.of()))
                .containsEntry(EvaluationTask.GROUP, new FaceValue.Label("Asian", Map.of()));
        assertThat(truth.group()).isEqualTo("Southeast Asian");
    }

    private static Map<EvaluationTask, FaceValue> of(Targets targets, Map<String, Double> labels) {
        return truth(targets, labels).values();
    }

    private static SampleTruth truth(Targets targets, Map<String, Double> labels) {
        Sample sample = new Sample("face", TestPictures.flat(64, 64, 9, 9, 9), List.of(), labels, targets);
        return SampleTruth.of(sample, List.of());
    }
}
