/**
 * The command line: one class per command, read by picocli. A command turns options into calls and results into lines;
 * what it starts lives in the packages beside this one.
 */
package io.facet.jobs.cli;
