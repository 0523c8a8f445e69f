/**
 * Facet's topics in Kafka: their names, the source of segments, the sinks of results, and a reader of results.
 *
 * <p>Every result record has the stream as key, the bytes of {@link io.facet.connectors.record.RecordCodec} as value and
 * a header {@code facet-schema} that says what they are. Its Kafka timestamp is the time of publishing, not the capture
 * time: brokers refuse timestamps over an hour ahead and expire old ones at once, so a camera with a wrong clock would
 * stop the job, and the results of an old recording would vanish. The capture time is a column.
 */
package io.facet.connectors.kafka;
