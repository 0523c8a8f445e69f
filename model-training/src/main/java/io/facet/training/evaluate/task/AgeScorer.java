package io.facet.training.evaluate.task;

/** Ages: by years where the truth tells these, else by groups of ages. A set tells one of the two of all its faces. */
final class AgeScorer implements TaskScorer {
    private TaskScorer chosen;

    @Override
    public void add(Judged face) {
        if (chosen == null) {
            chosen = face.truth() instanceof FaceValue.Label
                    ? new AgeGroupScorer()
                    : new NumberScorer(EvaluationTask.AGE);
        }
        chosen.add(face);
    }

    @Override
    public int faces() {
        return chosen == null ? 0 : chosen.faces();
    }

    @Override
    public TaskScore score() {
        if (chosen == null) {
            throw new IllegalStateException("expected at least one age, found none");
        }
        return chosen.score();
    }
}
