/**
 * The training loop: schedules, accumulation, checkpoints with exact resume, early failure, progress, metrics and the run
 * card. Knows nothing of faces: what is trained is an {@link io.facet.training.loop.Experiment}.
 */
package io.facet.training.loop;
