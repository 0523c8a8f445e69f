/** Following faces through a stream, with the tracks in keyed state. */
package io.facet.functions.track;
