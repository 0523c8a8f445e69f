package io.facet.connectors.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.avro.Schema;

/** The kinds of records there are. */
public enum RecordKind {
    OBSERVATION("observation", ObservationRecord.class, 1),
    TRACK("track", TrackRecord.class, 1),
    STREAM_SUMMARY("stream-summary", StreamSummaryRecord.class, 0),
    DEAD_LETTER("dead-letter", DeadLetterRecord.class, 0);

    private final String key;
    private final Class<? extends WireRecord> recordClass;
    private final int earlierForms;

    RecordKind(String key, Class<? extends WireRecord> recordClass, int earlierForms) {
        this.key = key;
        this.recordClass = recordClass;
        this.earlierForms = earlierForms;
    }

    /** Its name in record headers, and of its schema file. */
    public String key() {
        return key;
    }

    /** The Java form. */
    public Class<? extends WireRecord> recordClass() {
        return recordClass;
    }

    /** The published Avro schema, read anew from the class path. */
    public Schema schema() {
        return read(key + ".avsc");
    }

    /** The schemas of the same version that this one grew out of by fields with defaults, the oldest first. */
    public List<Schema> earlierSchemas() {
        return IntStream.rangeClosed(1, earlierForms)
                .mapToObj(form -> read("earlier/%s-%d.avsc".formatted(key, form)))
                .toList();
    }

    private static Schema read(String file) {
        String resource = "/io/facet/schema/" + file;
        try (InputStream in = RecordKind.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("expected schema " + resource + " on the class path, found nothing");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read schema " + resource, e);
        }
    }

    /** The kind whose Java form is {@code recordClass}. */
    public static RecordKind of(Class<? extends WireRecord> recordClass) {
        return Arrays.stream(values())
                .filter(kind -> kind.recordClass == recordClass)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of record is a " + recordClass.getName()));
    }

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static RecordKind ofKey(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of record '%s', expected one of %s"
                        .formatted(
                                key,
                                Arrays.stream(values()).map(RecordKind::key).toList())));
    }
}
