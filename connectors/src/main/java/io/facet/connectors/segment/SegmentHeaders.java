package io.facet.connectors.segment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

import org.apache.kafka.clients.producer.ProducerRecord;

import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.SegmentHeader.Container;
import io.facet.domain.video.SourceRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The Kafka form of a segment: record key = stream id, value = payload, everything else in headers whose values are
 * text (UTF-8; numbers in decimal, the checksum as eight hexadecimal digits), so that any Kafka tool shows them.
 *
 * <p>A stream's last record has {@code facet-kind: end}, the number of its segments in {@code facet-sequence} and an
 * empty value.
 */
public final class SegmentHeaders {
    public static final String SCHEMA_VERSION = "facet-schema-version";
    public static final String KIND = "facet-kind";
    public static final String STREAM = "facet-stream";
    public static final String SEQUENCE = "facet-sequence";
    public static final String CONTAINER = "facet-container";
    public static final String CODEC = "facet-codec";
    public static final String WIDTH = "facet-width";
    public static final String HEIGHT = "facet-height";
    public static final String FIRST_PTS_US = "facet-first-pts-us";
    public static final String DURATION_US = "facet-duration-us";
    public static final String CAPTURE_TIME_US = "facet-capture-time-us";
    public static final String PART = "facet-part";
    public static final String PARTS = "facet-parts";
    public static final String CRC32C = "facet-crc32c";

    /** {@link #KIND} of a segment or a part of one. */
    public static final String KIND_SEGMENT = "segment";
    /** {@link #KIND} of the record that ends a stream. */
    public static final String KIND_END = "end";

    /** Most characters of a stream's id and of a codec's name. */
    public static final int MAX_NAME = 255;

    /** About 3,100 years: sums and products of header times can never overflow. */
    private static final long MAX_TIME_US = 100_000_000_000_000_000L;

    private SegmentHeaders() {}

    /** The record that carries a segment, or a part of one. The payload is not copied. */
    public static ProducerRecord<byte[], byte[]> toRecord(String topic, Segment segment) {
        SegmentHeader header = segment.header();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(SCHEMA_VERSION, header.schemaVersion());
        values.put(KIND, KIND_SEGMENT);
        values.put(STREAM, header.stream());
        values.put(SEQUENCE, header.sequence());
        values.put(CONTAINER, header.container().name().toLowerCase(Locale.ROOT));
        values.put(CODEC, header.codec());
        values.put(WIDTH, header.width());
        values.put(HEIGHT, header.height());
        values.put(FIRST_PTS_US, header.firstPtsUs());
        values.put(DURATION_US, header.durationUs());
        values.put(CAPTURE_TIME_US, header.captureTimeUs());
        values.put(PART, header.part());
        values.put(PARTS, header.parts());
        values.put(CRC32C, hex(header.payloadCrc32c()));
        return record(topic, header.stream(), segment.payload(), values);
    }

    /**
     * The record that ends a stream.
     *
     * @param segments how many segments were published
     */
    public static ProducerRecord<byte[], byte[]> toEndRecord(String topic, String stream, long segments) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(SCHEMA_VERSION, SegmentHeader.SCHEMA_VERSION);
        values.put(KIND, KIND_END);
        values.put(STREAM, stream);
        values.put(SEQUENCE, segments);
        return record(topic, stream, new byte[0], values);
    }

    /**
     * Reads a record. The payload is not looked into, and not copied. Key, stream and codec are 1 to {@link #MAX_NAME}
     * characters without control characters, so that they can be written anywhere.
     *
     * @throws SegmentRefusedException {@link Refusal#MALFORMED_HEADER} or {@link Refusal#UNKNOWN_SCHEMA_VERSION}
     */
    public static SegmentRecord parse(SourceRecord record) throws SegmentRefusedException {
        Reader reader = new Reader(record.headers());
        int version = reader.integer(SCHEMA_VERSION, 0, Integer.MAX_VALUE);
        if (version != SegmentHeader.SCHEMA_VERSION) {
            throw new SegmentRefusedException(
                    Refusal.UNKNOWN_SCHEMA_VERSION,
                    "expected %s %d, found %d".formatted(SCHEMA_VERSION, SegmentHeader.SCHEMA_VERSION, version));
        }
        requireName("the record's key", record.stream());
        String stream = reader.name(STREAM);
        if (!stream.equals(record.stream())) {
            throw malformed("expected %s to equal the record's key '%s', found '%s'"
                    .formatted(STREAM, Excerpt.of(record.stream()), Excerpt.of(stream)));
        }
        String kind = reader.text(KIND);
        return switch (kind) {
            case KIND_END -> new SegmentRecord.End(stream, reader.number(SEQUENCE, 0, Long.MAX_VALUE));
            case KIND_SEGMENT -> new SegmentRecord.Part(new Segment(header(reader, stream, version), record.value()));
            default ->
                throw malformed(
                        "expected %s %s or %s, found '%s'".formatted(KIND, KIND_SEGMENT, KIND_END, Excerpt.of(kind)));
        };
    }

    /** CRC-32C (Castagnoli) of a payload, as {@link SegmentHeader#payloadCrc32c()} wants it. */
    public static int crc32c(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }

    /**
     * Compares a payload with its checksum.
     *
     * @throws SegmentRefusedException {@link Refusal#CHECKSUM_MISMATCH}
     */
    public static void requireIntact(Segment segment) throws SegmentRefusedException {
        int found = crc32c(segment.payload());
        int expected = segment.header().payloadCrc32c();
        if (found != expected) {
            throw new SegmentRefusedException(
                    Refusal.CHECKSUM_MISMATCH,
                    "expected CRC-32C %s, found %s over %d bytes"
                            .formatted(hex(expected), hex(found), segment.payload().length));
        }
    }

    private static SegmentHeader header(Reader reader, String stream, int version) throws SegmentRefusedException {
        int parts = reader.integer(PARTS, 1, SegmentParts.MAX_PARTS);
        return new SegmentHeader(
                stream,
                reader.number(SEQUENCE, 0, Long.MAX_VALUE),
                reader.container(),
                reader.name(CODEC),
                reader.integer(WIDTH, 1, Integer.MAX_VALUE),
                reader.integer(HEIGHT, 1, Integer.MAX_VALUE),
                reader.number(FIRST_PTS_US, -MAX_TIME_US, MAX_TIME_US),
                reader.number(DURATION_US, 1, MAX_TIME_US),
                reader.number(CAPTURE_TIME_US, -MAX_TIME_US, MAX_TIME_US),
                reader.integer(PART, 0, parts - 1),
                parts,
                reader.checksum(),
                version);
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, String stream, byte[] value, Map<String, Object> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, stream.getBytes(UTF_8), value);
        headers.forEach(
                (name, text) -> record.headers().add(name, String.valueOf(text).getBytes(UTF_8)));
        return record;
    }

    private static String hex(int crc) {
        return "%08x".formatted(crc);
    }

    private static SegmentRefusedException malformed(String message) {
        return new SegmentRefusedException(Refusal.MALFORMED_HEADER, message);
    }

    private static String requireName(String what, String text) throws SegmentRefusedException {
        if (text.isEmpty() || text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw malformed("expected %s to be 1 to %d characters without control characters, found %d: '%s'"
                    .formatted(what, MAX_NAME, text.length(), Excerpt.of(text)));
        }
        return text;
    }

    /** Reads header values and refuses what does not fit. */
    private record Reader(Map<String, byte[]> headers) {

        String text(String name) throws SegmentRefusedException {
            byte[] value = headers.get(name);
            if (value == null) {
                throw malformed("expected header %s, found none".formatted(name));
            }
            return new String(value, UTF_8);
        }

        String name(String name) throws SegmentRefusedException {
            return requireName(name, text(name));
        }

        long number(String name, long min, long max) throws SegmentRefusedException {
            String text = text(name);
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, together with numbers out of range.
            }
            throw malformed("expected %s to be a whole number in [%d, %d], found '%s'"
                    .formatted(name, min, max, Excerpt.of(text)));
        }

        int integer(String name, int min, int max) throws SegmentRefusedException {
            return (int) number(name, min, max);
        }

        Container container() throws SegmentRefusedException {
            String text = text(CONTAINER);
            for (Container container : Container.values()) {
                if (container.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return container;
                }
            }
            throw malformed("expected %s mpegts or matroska, found '%s'".formatted(CONTAINER, Excerpt.of(text)));
        }

        int checksum() throws SegmentRefusedException {
            String text = text(CRC32C);
            if (!text.matches("[0-9a-f]{8}")) {
                throw malformed(
                        "expected %s to be 8 hexadecimal digits, found '%s'".formatted(CRC32C, Excerpt.of(text)));
            }
            return Integer.parseUnsignedInt(text, 16);
        }
    }
}
