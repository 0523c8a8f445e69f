package io.facet.connectors.decode;

/**
 * What came out of a segment.
 *
 * @param framesDecoded frames that belong to the segment and were decoded
 * @param framesSampled how many of them were handed on
 */
public record DecodeCounts(int framesDecoded, int framesSampled) {}
