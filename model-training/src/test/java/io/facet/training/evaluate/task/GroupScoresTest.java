package io.facet.training.evaluate.task;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;
import io.facet.training.data.ClassMap;
import io.facet.training.score.Fairness;
import io.facet.vision.landmark.LandmarkScheme;
import io.facet.vision.score.FoundFace;
import io.facet.vision.score.TrueFace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Every score of every task by group of people. */
class GroupScoresTest {
    private static final List<String> PARTS = List.of("background", "skin", "hair");
    private static final Box FACE = new Box(0, 0, 40, 40);

    private int faces;

    @Test
    void labels_ofTwoGroups_haveEveryScoreAndTheDiscrepancyOfEach() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.GENDER, TaskScorers.Settings.DEFAULT);
        addGender(scorer, "White", "female", "female");
        addGender(scorer, "White", "male", "male");
        addGender(scorer, "White", "male", "male");
        addGender(scorer, "White", "male", "female");
        addGender(scorer, "Black", "female", "male");
        addGender(scorer, "Black", "male", "male");
        addGender(scorer, null, "male", "male");

        TaskScore score = scorer.score();

        Fairness accuracy = fairness(score, "accuracy");
        assertThat(accuracy.groups())
                .containsExactly(
                        new Fairness.Group("Black", 2, OptionalDouble.of(0.5)),
                        new Fairness.Group("White", 4, OptionalDouble.of(0.75)));
        assertThat(accuracy.discrepancy()).hasValue(-0.25);
        // Over the faces that have a group; the score itself is over all.
        assertThat(accuracy.average().orElseThrow()).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(score.main().value().orElseThrow()).isCloseTo(5 / 7.0, within(1e-12));
        // The means of the classes are of the group's own confusion matrix.
        assertThat(value(score, "mean accuracy of the classes", "White")).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
        assertThat(value(score, "mean F1", "White")).isCloseTo((2 / 3.0 + 4 / 5.0) / 2, within(1e-12));
        assertThat(value(score, "mean F1", "Black")).isCloseTo((0 + 2 / 3.0) / 2, within(1e-12));
        assertThat(value(score, "recall female", "Black")).isZero();
        assertThat(score.fairness())
                .filteredOn(one -> !one.detail())
                .extracting(TaskScore.GroupScore::whole)
                .isEqualTo(score.figures());
    }

    @Test
    void comparison_ofAScore_isWhatTable11States() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.GENDER, TaskScorers.Settings.DEFAULT);
        addGender(scorer, "White", "male", "female");
        addGender(scorer, "Indian", "male", "male");
        addGender(scorer, "Black", "male", "female");

        assertThat(scorer.score().fairness().get(0).comparison())
                .extracting(figure -> figure.name() + " " + figure.text())
                .containsExactly(
                        "accuracy of White 0.00 %", "accuracy of Non-White 50.00 %", "discrepancy of accuracy 50.00 %");
    }

    @Test
    void ages_ofAGroupWithoutAdults_haveNoErrorOfAdults() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.AGE, TaskScorers.Settings.DEFAULT);
        addNumber(scorer, "White", 30, 31);
        addNumber(scorer, "White", 10, 20);
        addNumber(scorer, "Asian", 10, 13);
        addNumber(scorer, "Indian", 40, 48);

        TaskScore score = scorer.score();

        assertThat(values(score, "MAE")).isEqualTo(Map.of("White", 5.5, "Asian", 3.0, "Indian", 8.0));
        assertThat(fairness(score, "MAE").discrepancy()).hasValue(0);
        assertThat(values(score, "MAE of ages 21-60")).isEqualTo(Map.of("White", 1.0, "Indian", 8.0));
        assertThat(fairness(score, "MAE of ages 21-60").discrepancy()).hasValue(7);
        assertThat(values(score, "CS 5 years")).isEqualTo(Map.of("White", 0.5, "Asian", 1.0, "Indian", 0.0));
    }

    @Test
    void ages_partlyInYearsPartlyInGroups_areRefused() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.AGE, TaskScorers.Settings.DEFAULT);
        addNumber(scorer, "White", 30, 31);

        assertThatThrownBy(() ->
                        scorer.add(judged("White", new FaceValue.Label("20-29", Map.of()), new FaceValue.Number(25))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a truth of Number, found Label");
    }

    @Test
    void landmarks_ofTwoGroups_haveFailuresAndAreasOfTheirOwn() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.LANDMARKS, TaskScorers.Settings.DEFAULT);
        addPoints(scorer, "White", 0);
        addPoints(scorer, "White", 18);
        addPoints(scorer, "Asian", 0);

        TaskScore score = scorer.score();

        assertThat(value(score, "NME inter-ocular", "White")).isCloseTo(0.1, within(1e-6));
        assertThat(values(score, "FR 10 %")).isEqualTo(Map.of("White", 0.5, "Asian", 0.0));
        assertThat(values(score, "AUC 10 %")).isEqualTo(Map.of("White", 0.5, "Asian", 1.0));
        assertThat(fairness(score, "AUC box 7 %").discrepancy()).hasValue(0.5);
    }

    @Test
    void masks_ofAGroup_arePooledBeforeAnythingIsDivided() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.PARSING, TaskScorers.Settings.DEFAULT);
        addMask(scorer, "White", new byte[] {1}, new byte[] {1});
        addMask(scorer, "White", new byte[] {1, 1, 1}, new byte[] {2, 2, 2});
        addMask(scorer, "Black", new byte[] {1, 2}, new byte[] {1, 2});

        TaskScore score = scorer.score();

        // Skin: one pixel right, three missed; hair is only predicted. The mean of the two faces would be 0.5.
        assertThat(value(score, "F1 skin", "White")).isCloseTo(0.4, within(1e-12));
        assertThat(values(score, "mean F1")).isEqualTo(Map.of("White", 0.2, "Black", 1.0));
        assertThat(value(score, "pixel accuracy", "White")).isEqualTo(0.25);
        assertThat(value(score, "precision skin", "White")).isEqualTo(1);
        assertThat(fairness(score, "mean F1").discrepancy()).hasValue(0.8);
    }

    @Test
    void attributes_ofTwoGroups_haveEachAttribute() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.ATTRIBUTES, TaskScorers.Settings.DEFAULT);
        addAttributes(scorer, "White", Map.of("hat", 1.0, "beard", 1.0), Map.of("hat", 0.9, "beard", 0.9));
        addAttributes(scorer, "White", Map.of("hat", 1.0), Map.of("hat", 0.1));
        addAttributes(scorer, "Black", Map.of("hat", 1.0), Map.of("hat", 0.1));

        TaskScore score = scorer.score();

        assertThat(values(score, "mean accuracy")).isEqualTo(Map.of("White", 0.75, "Black", 0.0));
        assertThat(values(score, "accuracy hat")).isEqualTo(Map.of("White", 0.5, "Black", 0.0));
        assertThat(values(score, "accuracy beard")).isEqualTo(Map.of("White", 1.0));
    }

    @Test
    void pairs_ofAGroupInTooFewFolds_haveNoAccuracy() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.IDENTITY, TaskScorers.Settings.DEFAULT);
        for (int fold = 0; fold < 2; fold++) {
            addPair(scorer, "White", true, fold, 0.9);
            addPair(scorer, "White", false, fold, 0.1);
        }
        addPair(scorer, "Black", true, 0, 0.2);
        addPair(scorer, "Black", false, 0, 0.3);
        addPair(scorer, "Asian", true, 1, 0.8);

        TaskScore score = scorer.score();

        assertThat(values(score, "2-fold accuracy")).isEqualTo(Map.of("White", 1.0));
        assertThat(values(score, "its standard deviation over folds")).containsOnlyKeys("White");
        assertThat(values(score, "area under ROC")).isEqualTo(Map.of("White", 1.0, "Black", 0.0));
        assertThat(fairness(score, "area under ROC").groups())
                .extracting(Fairness.Group::faces)
                .containsExactly(1, 2, 4);
    }

    @Test
    void pictures_ofTwoGroups_haveRecallOfTheirOwn() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.DETECTION, TaskScorers.Settings.DEFAULT);
        addPicture(scorer, "White", List.of(new FoundFace(FACE, 0.9)));
        addPicture(scorer, "Black", List.of());

        TaskScore score = scorer.score();

        assertThat(values(score, "recall")).isEqualTo(Map.of("White", 1.0, "Black", 0.0));
        assertThat(values(score, "recall, sides 32-64 px")).isEqualTo(Map.of("White", 1.0, "Black", 0.0));
        assertThat(fairness(score, "AP").discrepancy()).hasValue(-1);
        // Where nothing was detected, nothing is right or wrong.
        assertThat(values(score, "precision")).isEqualTo(Map.of("White", 1.0));
        assertThat(fairness(score, "precision").discrepancy()).isEmpty();
    }

    @Test
    void faces_withoutGroups_haveNoFairness() {
        TaskScorer scorer = TaskScorers.of(EvaluationTask.AGE, TaskScorers.Settings.DEFAULT);
        addNumber(scorer, null, 30, 31);

        assertThat(scorer.score().fairness()).isEmpty();
    }

    private void addGender(TaskScorer scorer, String group, String truth, String predicted) {
        scorer.add(judged(group, new FaceValue.Label(truth, Map.of()), new FaceValue.Label(predicted, Map.of())));
    }

    private void addNumber(TaskScorer scorer, String group, double truth, double predicted) {
        scorer.add(judged(group, new FaceValue.Number(truth), new FaceValue.Number(predicted)));
    }

    /** The outer corners of the eyes are 90 pixels apart. */
    private void addPoints(TaskScorer scorer, String group, float shift) {
        String scheme = LandmarkScheme.IBUG_68.name();
        scorer.add(judged(
                group,
                new FaceValue.Points(scheme, row(0), new Box(0, 0, 90, 90)),
                new FaceValue.Points(scheme, row(shift), null)));
    }

    private static float[] row(float shift) {
        float[] points = new float[2 * LandmarkScheme.IBUG_68.count()];
        for (int i = 0; i < points.length; i += 2) {
            points[i] = 5 * i;
            points[i + 1] = shift;
        }
        return points;
    }

    private void addMask(TaskScorer scorer, String group, byte[] truth, byte[] predicted) {
        scorer.add(judged(group, mask(truth), mask(predicted)));
    }

    private static FaceValue mask(byte[] classes) {
        return new FaceValue.Mask(PARTS, new ClassMap(classes.length, 1, PARTS.size(), classes), null);
    }

    private void addAttributes(
            TaskScorer scorer, String group, Map<String, Double> truth, Map<String, Double> predicted) {
        scorer.add(judged(group, new FaceValue.Attributes(truth), new FaceValue.Attributes(predicted)));
    }

    private void addPair(TaskScorer scorer, String group, boolean same, int fold, double similarity) {
        scorer.add(judged(group, new FaceValue.Pair(same, fold), new FaceValue.Number(similarity)));
    }

    private void addPicture(TaskScorer scorer, String group, List<FoundFace> found) {
        scorer.add(judged(group, new FaceValue.True(List.of(TrueFace.of(FACE))), new FaceValue.Found(found)));
    }

    private Judged judged(String group, FaceValue truth, FaceValue predicted) {
        return new Judged("face " + faces++, group, truth, predicted);
    }

    private static Fairness fairness(TaskScore score, String figure) {
        return score.fairness().stream()
                .filter(one -> one.whole().name().equals(figure))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + figure + " by group in " + score.fairness()))
                .fairness();
    }

    /** By group, of those that have one. */
    private static Map<String, Double> values(TaskScore score, String figure) {
        return fairness(score, figure).groups().stream()
                .filter(group -> group.value().isPresent())
                .collect(Collectors.toMap(
                        Fairness.Group::name, group -> group.value().getAsDouble()));
    }

    private static double value(TaskScore score, String figure, String group) {
        return values(score, figure).get(group);
    }
}
