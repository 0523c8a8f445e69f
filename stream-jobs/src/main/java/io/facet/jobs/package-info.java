/** Facet as a program: topologies, options, command line, and the places a job can run in. */
package io.facet.jobs;
