package io.facet.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import io.facet.connectors.record.MalformedRecordException;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.RecordKind;
import io.facet.connectors.record.WireRecord;

/**
 * The header that says what a result record's bytes are, for example {@code observation;v=1;format=json}.
 *
 * @param kind which record it is
 * @param version version of its form
 * @param format how it is written
 */
public record SchemaHeader(RecordKind kind, int version, RecordFormat format) {

    /** Name of the header. */
    public static final String NAME = "facet-schema";

    private static final Pattern FORM = Pattern.compile("([a-z-]+);v=(\\d{1,9});format=([a-z]+)");

    /** The header of a record that this code writes. */
    static SchemaHeader of(RecordKind kind, RecordFormat format) {
        return new SchemaHeader(kind, WireRecord.SCHEMA_VERSION, format);
    }

    /**
     * The header among {@code headers}.
     *
     * @throws MalformedRecordException if it is missing or not of its form
     */
    public static SchemaHeader find(Headers headers) {
        Header header = headers.lastHeader(NAME);
        if (header == null || header.value() == null) {
            throw new MalformedRecordException("expected a header " + NAME + ", found none");
        }
        return parse(new String(header.value(), StandardCharsets.UTF_8));
    }

    /**
     * @throws MalformedRecordException if it is not of its form
     */
    static SchemaHeader parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedRecordException(
                    "expected %s as <kind>;v=<version>;format=<format>, found '%s'".formatted(NAME, text));
        }
        try {
            return new SchemaHeader(
                    RecordKind.ofKey(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    RecordFormat.ofKey(matcher.group(3)));
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("%s '%s': %s".formatted(NAME, text, e.getMessage()), e);
        }
    }

    /** The header's value. */
    public String text() {
        return kind.key() + ";v=" + version + ";format=" + format.key();
    }

    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
