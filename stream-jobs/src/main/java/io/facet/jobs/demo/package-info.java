/**
 * A video of faces that belong to nobody, rendered with exact truth, and the run of the main job over it.
 *
 * <pre>
 * composites (averaged faces) ─┐
 * DemoScript: who is where when ┴→ DemoVideo → faces.mp4, truth.jsonl
 * faces.mp4 → run.FaceRun → observations, tracks → DemoScores beside truth.jsonl
 * </pre>
 */
package io.facet.jobs.demo;
