/**
 * The words of Facet as records: video, faces, bundles, policies and the events that flow between operators.
 *
 * <p>Depends on the JDK alone, so every module, the serving ones and the training ones, can share it.
 */
package io.facet.domain;
