package io.facet.domain.video;

import java.util.Map;

/**
 * A record of the segment topic exactly as it arrived, before anything was believed about it. It is what crosses the
 * network to the stream's task, and what a dead letter carries back untouched.
 *
 * @param stream the record's key as text; empty when the record had none
 * @param topic topic it was read from
 * @param partition partition it was read from
 * @param offset its offset there
 * @param headers header values by name; the last one wins where a name repeats
 * @param value the record's value; empty when it had none
 */
public record SourceRecord(
        String stream, String topic, int partition, long offset, Map<String, byte[]> headers, byte[] value) {}
