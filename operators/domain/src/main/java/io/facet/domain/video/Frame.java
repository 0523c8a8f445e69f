package io.facet.domain.video;

/**
 * A decoded frame that was chosen for analysis. It lives on the Java heap and never leaves the task that decoded it.
 *
 * @param stream the stream it belongs to
 * @param segment sequence number of its segment
 * @param index position among the decoded frames of its segment, from 0, counting frames that were not sampled
 * @param ptsUs presentation time, microseconds from the start of the stream
 * @param captureTimeUs capture time, microseconds since the Unix epoch
 * @param image the pixels
 */
public record Frame(String stream, long segment, int index, long ptsUs, long captureTimeUs, YuvImage image) {}
