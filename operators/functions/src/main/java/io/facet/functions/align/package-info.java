/** Cutting faces out of frames. */
package io.facet.functions.align;
