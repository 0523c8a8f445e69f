/** What a run tells while it runs: the CSV file of its curves, Prometheus metrics, and progress on the console. */
package io.facet.training.loop.metrics;
