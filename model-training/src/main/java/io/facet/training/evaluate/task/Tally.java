package io.facet.training.evaluate.task;

import java.util.List;

/**
 * What is counted of some faces. Scores are computed from it in one way only, whether the faces are all of a set or those of
 * one group of people: no score of a group is a mean of what its faces score alone. Used by one thread.
 *
 * @param <F> what is counted of one face
 */
interface Tally<F> {

    void add(F face);

    /** How many it has. */
    int faces();

    /**
     * The scores, the main one first; those that so few faces cannot have are empty or missing.
     *
     * @throws IllegalStateException if there is no face
     */
    List<Figure> figures();

    /** Scores of single classes or sizes, which the page has in tables; names are others than those of the figures. */
    default List<Figure> details() {
        return List.of();
    }
}
