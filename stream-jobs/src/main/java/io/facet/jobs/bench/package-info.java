/**
 * {@code facet bench}: how fast each stage is alone, how fast the whole job is, and what it loses between them, all
 * measured in one call on one machine.
 *
 * <p>The job runs first, in a process that has just started, so that the time to its first observation is that of a
 * person's command. The stages follow one by one, warmed up, each repeated; the median counts.
 */
package io.facet.jobs.bench;
