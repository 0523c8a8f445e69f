/**
 * The manifest of a bundle: a released set of models with everything needed to run them, and nothing taken on trust.
 *
 * <p>Every image fact (layout, colour order, range, size) is stated here once and checked when the bundle is opened.
 */
package io.facet.domain.bundle;
