/** The main job: video segments in, face observations out. One topology for the embedded run, tests and clusters. */
package io.facet.jobs.analysis;
