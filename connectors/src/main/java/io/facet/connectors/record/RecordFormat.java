package io.facet.connectors.record;

import java.util.Arrays;
import java.util.Locale;

/** How records are written to bytes. */
public enum RecordFormat {
    /** UTF-8 JSON on one line, for people. Columns of heads that were not run are absent. */
    JSON,
    /** Avro single-object encoding: the bytes {@code C3 01}, the schema's CRC-64-AVRO fingerprint, the binary datum. */
    AVRO;

    /** Lower-case name, as in options and record headers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static RecordFormat ofKey(String key) {
        return Arrays.stream(values())
                .filter(format -> format.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown record format '%s', expected one of %s"
                        .formatted(
                                key,
                                Arrays.stream(values()).map(RecordFormat::key).toList())));
    }
}
