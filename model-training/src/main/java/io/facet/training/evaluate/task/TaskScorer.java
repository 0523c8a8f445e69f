package io.facet.training.evaluate.task;

/** Scores faces one after the other. Used by one thread. */
public interface TaskScorer {

    /**
     * Adds a face.
     *
     * @throws IllegalArgumentException if its values are not of this task
     */
    void add(Judged face);

    /** How many faces it has. */
    int faces();

    /**
     * The scores of all faces so far.
     *
     * @throws IllegalStateException if there is none
     */
    TaskScore score();
}
