/** What a person sees of every command: errors and exit codes, progress, logs, and a clean stop on Ctrl-C. */
package io.facet.console;
