package io.facet.training.evaluate.task;

import java.util.List;

import io.facet.training.data.FaceLabels;

/**
 * Accuracy of ages in groups: is the true group the one in which the predicted years fall? For sets that tell no years, as
 * FairFace (FaRL Table 11).
 */
final class AgeGroupScorer implements TaskScorer {
    private static final List<String> GROUPS = FaceLabels.AGE_GROUPS;

    private final GroupTallies<LabelTally.Face, LabelTally> faces =
            new GroupTallies<>(() -> new LabelTally(new ClassNames(GROUPS)));

    @Override
    public void add(Judged face) {
        int truth = GROUPS.indexOf(face.truth(FaceValue.Label.class).name());
        double years = face.predicted(FaceValue.Number.class).value();
        if (truth < 0 || !Double.isFinite(years)) {
            throw new IllegalArgumentException("face %s: expected a group out of %s and finite years, found %s and %s"
                    .formatted(
                            face.key(),
                            GROUPS,
                            face.truth(FaceValue.Label.class).name(),
                            years));
        }
        int predicted = FaceLabels.ageGroup(years);
        faces.add(face, new LabelTally.Face(GROUPS.get(truth), GROUPS.get(predicted)), Math.abs(truth - predicted));
    }

    @Override
    public int faces() {
        return faces.all().faces();
    }

    @Override
    public TaskScore score() {
        return LabelScorer.score(
                EvaluationTask.AGE,
                faces,
                List.of(
                        "The set tells groups of ages: a face is right where its predicted years, rounded to whole ones,"
                                + " lie in the true one."));
    }
}
