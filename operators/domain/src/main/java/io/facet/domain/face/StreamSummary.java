package io.facet.domain.face;

/**
 * What became of a whole stream, written once when its end is reached.
 *
 * @param stream the stream
 * @param segments segments that were decoded
 * @param refusedSegments segments that went to the dead letters, wholly or from the damage on
 * @param framesDecoded frames that came out of the decoder
 * @param framesSampled frames that were looked at
 * @param faces detections that were given to a track, over all sampled frames
 * @param observations faces that were analysed
 * @param tracks finished tracks of which at least one face was analysed: as many as were written to the tracks topic
 */
public record StreamSummary(
        String stream,
        long segments,
        long refusedSegments,
        long framesDecoded,
        long framesSampled,
        long faces,
        long observations,
        long tracks) {}
