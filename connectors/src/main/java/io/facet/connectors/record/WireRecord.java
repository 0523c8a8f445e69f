package io.facet.connectors.record;

/** A record of a result topic. */
public sealed interface WireRecord permits ObservationRecord, TrackRecord, StreamSummaryRecord, DeadLetterRecord {

    /**
     * The version of all record forms that this code writes and reads. It rises only when a reader of the version before
     * would misread a record; a field with a default is added without it.
     */
    int SCHEMA_VERSION = 1;

    /** Version of the form it was written in. */
    int schemaVersion();

    /** The stream it belongs to; the key of its Kafka record. */
    String stream();
}
