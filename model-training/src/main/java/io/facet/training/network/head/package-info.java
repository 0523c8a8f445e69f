/**
 * The heads that read an encoder's features: light ones for small bundles, and those of FaRL, Naive Faceptor and
 * Faceptor. {@link io.facet.training.network.head.HeadSettings} makes them.
 */
package io.facet.training.network.head;
