/**
 * What an embedded run leaves behind for a person: the result files, the summary, the self-contained
 * {@code report.html}, and the drawing of results into frames.
 *
 * <p>The report fetches nothing: script, style, data and pictures are inside the one file, and its content security
 * policy forbids anything else. Everything that came from outside (stream names, file names, labels, messages) is
 * escaped before it is written.
 */
package io.facet.jobs.report;
