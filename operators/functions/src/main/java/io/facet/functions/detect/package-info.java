/** Finding faces in frames. */
package io.facet.functions.detect;
