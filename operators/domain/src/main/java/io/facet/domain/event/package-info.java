/**
 * What flows between the operators of the main job. One sealed family, so that each operator handles its own kind and
 * hands every other kind on unchanged, in order.
 */
package io.facet.domain.event;
