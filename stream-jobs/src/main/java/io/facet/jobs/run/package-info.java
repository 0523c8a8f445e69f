/**
 * {@code facet run}: files in, results and a report out, with Kafka and Flink inside this process.
 *
 * <p>{@link io.facet.jobs.run.FaceRun} reads as the run goes: publish, analyse, collect, replay for pictures, report.
 */
package io.facet.jobs.run;
