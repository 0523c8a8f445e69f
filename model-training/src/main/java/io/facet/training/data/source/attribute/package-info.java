/** Sets of faces with attributes: what faces look like, and who they might be. */
package io.facet.training.data.source.attribute;
