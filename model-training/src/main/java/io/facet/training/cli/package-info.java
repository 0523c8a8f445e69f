/** {@code facet train} and {@code facet data}: options, and what they start. */
package io.facet.training.cli;
