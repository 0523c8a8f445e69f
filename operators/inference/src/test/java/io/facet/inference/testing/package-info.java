/** Tiny networks and bundles for hermetic tests, here and in the modules above. */
package io.facet.inference.testing;
