package io.facet.connectors.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.avro.AvroMapper;
import com.fasterxml.jackson.dataformat.avro.AvroSchema;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Writes and reads the records of one kind in one format. Equal records give equal bytes. Safe for use by many threads.
 *
 * @param <T> the kind of record
 */
public final class RecordCodec<T extends WireRecord> {
    private static final byte[] SINGLE_OBJECT_MARKER = {(byte) 0xC3, 0x01};
    private static final byte[] NO_PREFIX = {};
    private static final ObjectMapper JSON = configure(
                    JsonMapper.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER))
            .build();
    private static final AvroMapper AVRO = configure(AvroMapper.builder()).build();

    private final RecordKind kind;
    private final RecordFormat format;
    private final Body<T> body;
    private final Form form;
    private final List<Form> earlier;

    private RecordCodec(RecordKind kind, RecordFormat format, Body<T> body, Form form, List<Form> earlier) {
        this.kind = kind;
        this.format = format;
        this.body = body;
        this.form = form;
        this.earlier = earlier;
    }

    /**
     * One form a record is read from.
     *
     * @param prefix what its bytes begin with
     * @param reader of the rest
     */
    private record Form(byte[] prefix, ObjectReader reader) {
        boolean begins(byte[] bytes) {
            return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
        }
    }

    /** Writes a whole record, with the prefix of its format. */
    @FunctionalInterface
    private interface Body<T> {
        byte[] write(T value) throws IOException;
    }

    /** The codec for one kind of record. */
    public static <T extends WireRecord> RecordCodec<T> of(Class<T> recordClass, RecordFormat format) {
        RecordKind kind = RecordKind.of(recordClass);
        return format == RecordFormat.JSON ? json(kind, recordClass) : avro(kind, recordClass);
    }

    private static <T extends WireRecord> RecordCodec<T> json(RecordKind kind, Class<T> recordClass) {
        ObjectWriter writer = JSON.writerFor(recordClass);
        Form form = new Form(NO_PREFIX, JSON.readerFor(recordClass));
        return new RecordCodec<>(kind, RecordFormat.JSON, writer::writeValueAsBytes, form, List.of());
    }

    private static <T extends WireRecord> RecordCodec<T> avro(RecordKind kind, Class<T> recordClass) {
        Schema schema = kind.schema();
        Form form = avroForm(schema, recordClass);
        return new RecordCodec<>(
                kind,
                RecordFormat.AVRO,
                value -> AvroDatum.write(form.prefix(), schema, JSON.valueToTree(value)),
                form,
                kind.earlierSchemas().stream()
                        .map(older -> avroForm(older, recordClass))
                        .toList());
    }

    /** Read as it was written: fields that came later are null, which is their default. */
    private static Form avroForm(Schema schema, Class<?> recordClass) {
        return new Form(singleObjectPrefix(schema), AVRO.readerFor(recordClass).with(new AvroSchema(schema)));
    }

    /** The record as bytes, without a line end. */
    public byte[] encode(T value) {
        try {
            return body.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + kind.key() + " as " + format.key(), e);
        }
    }

    /**
     * The record that bytes hold, in the form of today or an earlier one of the same version.
     *
     * @throws MalformedRecordException if they are not a record of this kind, format and version
     */
    public T decode(byte[] bytes) {
        Form written = formOf(bytes);
        int start = written.prefix().length;
        T value;
        try {
            value = written.reader().readValue(bytes, start, bytes.length - start);
        } catch (IOException e) {
            throw new MalformedRecordException(
                    "expected %s as %s, found: %s".formatted(kind.key(), format.key(), e.getMessage()), e);
        }
        if (value == null || value.schemaVersion() != WireRecord.SCHEMA_VERSION) {
            throw new MalformedRecordException("expected %s of schema version %d, found %s"
                    .formatted(kind.key(), WireRecord.SCHEMA_VERSION, value == null ? "null" : value.schemaVersion()));
        }
        return value;
    }

    private Form formOf(byte[] bytes) {
        if (form.begins(bytes)) {
            return form;
        }
        return earlier.stream().filter(older -> older.begins(bytes)).findFirst().orElseThrow(() -> {
            byte[] found = Arrays.copyOf(bytes, Math.min(bytes.length, form.prefix().length));
            return new MalformedRecordException("expected %s in Avro single-object encoding starting %s, found %s"
                    .formatted(
                            kind.key(),
                            HexFormat.of().formatHex(form.prefix()),
                            HexFormat.of().formatHex(found)));
        });
    }

    /** Fields that a later writer added are skipped; a number that is missing is an error, never a silent zero. */
    private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(MapperBuilder<M, B> builder) {
        return builder.serializationInclusion(JsonInclude.Include.NON_NULL)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static byte[] singleObjectPrefix(Schema schema) {
        try {
            byte[] fingerprint = SchemaNormalization.parsingFingerprint("CRC-64-AVRO", schema);
            return ByteBuffer.allocate(SINGLE_OBJECT_MARKER.length + fingerprint.length)
                    .put(SINGLE_OBJECT_MARKER)
                    .put(fingerprint)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Avro has CRC-64-AVRO built in", e);
        }
    }
}
