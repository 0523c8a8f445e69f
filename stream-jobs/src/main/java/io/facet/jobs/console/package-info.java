/** What a person sees while something runs: progress, and a clean stop on Ctrl-C. */
package io.facet.jobs.console;
