/**
 * The metrics of the papers, exact: no grids, no sampling, nothing that depends on the order of the faces. Where the public
 * scorers compute something else, their variant stands beside ours under a name of its own.
 *
 * <p>Rates are in [0, 1] and errors in the unit stated; a report turns them into per cent. What has no value (a class that
 * is nowhere, a rate of nothing) is an empty optional, never NaN.
 */
package io.facet.training.score;
