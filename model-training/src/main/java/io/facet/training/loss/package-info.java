/**
 * The losses of the papers' tasks, on {@link io.facet.training.tensor.Ops}. Unless said otherwise each gives one number for
 * every row, {@code [N]}, the sum or mean over what the row holds; {@link io.facet.training.loss.Rows} makes the mean over
 * rows.
 */
package io.facet.training.loss;
