package io.facet.training.evaluate.face;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.training.data.source.PreparedFace.PointsFrom;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.evaluate.task.TaskScorers;
import io.facet.training.score.Fairness;

import static org.assertj.core.api.Assertions.assertThat;

class ContenderTallyTest {
    private final ContenderTally tally =
            new ContenderTally(EnumSet.of(EvaluationTask.IDENTITY), TaskScorers.Settings.DEFAULT);

    @Test
    void compare_pairs_areOfAGroupWhereBothPicturesAre() {
        photo("w1", "White", 1, 0);
        photo("w2", "White", 1, 0.1f);
        photo("w3", "White", 0, 1);
        photo("b1", "Black", 1, 0);
        photo("b2", "Black", 0, 1);
        photo("b3", "Black", 1, 0.1f);
        photo("nobody", null, 1, 0);

        tally.compare(List.of(
                pair("w1", "w2", true),
                pair("w1", "w3", false),
                pair("b1", "b2", true),
                pair("b1", "b3", false),
                pair("w1", "b1", false),
                pair("nobody", "w1", false)));

        TaskScore score = tally.scores().get(0);
        assertThat(score.faces()).isEqualTo(6);
        assertThat(score.fairness()).first().satisfies(area -> {
            assertThat(area.whole().name()).isEqualTo("area under ROC");
            assertThat(area.fairness().groups())
                    .extracting(Fairness.Group::faces)
                    .containsExactly(2, 2);
            assertThat(area.fairness().ofReference()).hasValue(1);
            assertThat(area.fairness().discrepancy()).hasValue(-1);
        });
    }

    @Test
    void compare_ofASetWithoutGroups_tellsNothingByGroup() {
        photo("a", null, 1, 0);
        photo("b", null, 1, 0.1f);
        photo("c", null, 0, 1);

        tally.compare(List.of(pair("a", "b", true), pair("a", "c", false)));

        assertThat(tally.scores().get(0).fairness()).isEmpty();
    }

    private void photo(String key, String group, float... embedding) {
        tally.add(
                new SampleTruth(key, group, Map.of()),
                new FacePrediction(
                        PointsFrom.DETECTOR,
                        null,
                        Map.of(EvaluationTask.IDENTITY, new FaceValue.Embedding(embedding))));
    }

    private static PeoplePairs.Pair pair(String one, String other, boolean same) {
        return new PeoplePairs.Pair(one, other, same, 0);
    }
}
