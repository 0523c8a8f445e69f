/** FFmpeg beyond segments: return codes as exceptions, and writing video files. */
package io.facet.connectors.video;
