/**
 * One scorer for each task. It takes faces, with what is true and what was predicted, one after the other, and gives figures,
 * charts and tables; where predictions come from, files or a bundle, is not its business. Scores are computed from tallies: one
 * of all faces, and one of each group of people. Scorers are used by one thread.
 */
package io.facet.training.evaluate.task;
