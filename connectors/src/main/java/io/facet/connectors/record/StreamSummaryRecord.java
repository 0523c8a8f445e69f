package io.facet.connectors.record;

import io.facet.domain.face.StreamSummary;

import static java.util.Objects.requireNonNull;

/**
 * What became of a whole stream; a record of the statistics topic.
 *
 * @param schemaVersion version of this form
 * @param stream the stream
 * @param segments segments that were decoded
 * @param refusedSegments segments that went to the dead letters, wholly or from the damage on
 * @param framesDecoded frames that came out of the decoder
 * @param framesSampled frames that were looked at
 * @param faces detections that were given to a track, over all sampled frames
 * @param observations faces that were analysed
 * @param tracks finished tracks of which at least one face was analysed
 */
public record StreamSummaryRecord(
        int schemaVersion,
        String stream,
        long segments,
        long refusedSegments,
        long framesDecoded,
        long framesSampled,
        long faces,
        long observations,
        long tracks)
        implements WireRecord {

    public StreamSummaryRecord {
        requireNonNull(stream, "stream is missing");
    }

    /** The wire form. */
    public static StreamSummaryRecord from(StreamSummary summary) {
        return new StreamSummaryRecord(
                SCHEMA_VERSION,
                summary.stream(),
                summary.segments(),
                summary.refusedSegments(),
                summary.framesDecoded(),
                summary.framesSampled(),
                summary.faces(),
                summary.observations(),
                summary.tracks());
    }

    /** The summary. */
    public StreamSummary toDomain() {
        return new StreamSummary(
                stream, segments, refusedSegments, framesDecoded, framesSampled, faces, observations, tracks);
    }
}
