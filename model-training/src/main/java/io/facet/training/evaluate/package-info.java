/**
 * {@code facet evaluate}: scores a bundle on labelled sets by the serving code, beside other bundles if wished, or predictions
 * in files; prints the figures and writes a report.
 */
package io.facet.training.evaluate;
