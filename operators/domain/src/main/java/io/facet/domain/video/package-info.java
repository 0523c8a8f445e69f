/**
 * Video as Facet sees it: segments (self-contained compressed clips), decoded frames, and how frames are sampled.
 *
 * <p>Times ending in {@code Us} are microseconds. Presentation times ({@code ptsUs}) count from the start of the
 * stream; capture times count from the Unix epoch.
 */
package io.facet.domain.video;
