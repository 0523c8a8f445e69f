/** How fit a face is for analysis. */
package io.facet.vision.quality;
